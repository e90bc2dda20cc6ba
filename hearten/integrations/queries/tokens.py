"""Reading tokens."""

from django.db.models import F, QuerySet

from hearten.accounts.models import Programme
from hearten.foundation import clock
from hearten.integrations.models import ApiToken
from hearten.integrations.rules import hash_of


def token_of(secret: str) -> ApiToken | None:
    """The token whose secret this is; None where there is none, it ended or was revoked."""
    found = ApiToken.objects.filter(secret_hash=hash_of(secret), revoked_at=None)
    return found.filter(expires_at__gt=clock.now()).select_related("programme").first()


def tokens_of(programme: Programme) -> QuerySet[ApiToken]:
    """Every token of a programme: those that open something first, the newest first."""
    found = ApiToken.objects.filter(programme=programme)
    return found.order_by(F("revoked_at").desc(nulls_first=True), "-made_at")
