"""Making a token, counting its questions, revoking it."""

from collections.abc import Collection
from dataclasses import dataclass, field
from datetime import timedelta
from uuid import UUID

from django.db import transaction
from django.db.models import Case, F, When
from django.utils.translation import gettext as _

from hearten.accounts.models import Programme
from hearten.audit import actions as audit
from hearten.audit.vocabulary import Verb
from hearten.foundation import clock
from hearten.foundation.actors import Actor
from hearten.foundation.errors import Invalid, NotAllowed, NotPossible
from hearten.foundation.text import clean_field
from hearten.integrations import policies
from hearten.integrations.models import ApiToken, Scope
from hearten.integrations.rules import (
    DAYS,
    NAME_MOST,
    PER_MINUTE,
    hash_of,
    new_secret,
    opening_of,
)


@dataclass(frozen=True, slots=True)
class Made:
    """A new token, and the only time its secret is there."""

    token: ApiToken
    secret: str = field(repr=False)


class TooOften(NotPossible):
    """The token asked more than it may within a minute."""

    code = "too_often"


@transaction.atomic
def make_token(
    *,
    programme: Programme,
    token_id: UUID,
    name: str,
    scopes: Collection[str],
    days: int,
    by: Actor,
) -> Made:
    """A token for these scopes (codes of Scope) that ends after so many days. `token_id` was chosen with
    the form: sent again it makes no second one, and nobody can show the secret once more."""
    _check(programme, by)
    name = clean_field(name, "name", most=NAME_MOST, lines=False)
    chosen = [one for one in Scope.values if one in scopes]
    if not chosen or len(chosen) != len(set(scopes)):
        message = _("Please choose what it may read.")
        raise Invalid(message, fields={"scopes": message})
    if days not in DAYS:
        message = _("Please choose from the list.")
        raise Invalid(message, fields={"days": message})
    now, secret = clock.now(), new_secret()
    token, new = ApiToken.objects.get_or_create(
        id=token_id,
        defaults={
            "programme": programme,
            "name": name,
            "scopes": chosen,
            "opening": opening_of(secret),
            "secret_hash": hash_of(secret),
            "made_at": now,
            "expires_at": now + timedelta(days=days),
        },
    )
    if not new:
        raise NotPossible(
            _("This token was made already, and is not shown a second time."), code="made"
        )
    audit.record(verb=Verb.TOKEN_MADE, subject=token, by=by, scopes=chosen, days=days)
    return Made(token, secret)


@transaction.atomic
def revoke_token(*, token: ApiToken, by: Actor) -> None:
    """It opens nothing any more, at once. Revoked before, nothing changes."""
    held = ApiToken.objects.select_for_update(of=("self",)).select_related("programme")
    current = held.get(pk=token.pk)
    _check(current.programme, by)
    if current.revoked_at is None:
        current.revoked_at = clock.now()
        current.save(update_fields=["revoked_at"])
        audit.record(verb=Verb.TOKEN_REVOKED, subject=current, by=by)


@transaction.atomic
def note_use(*, token: ApiToken, by: Actor) -> None:
    """It asks something now: counted by the minute, kept by the day. TooOften when it is too much."""
    if not policies.is_the_programme(by):
        raise NotAllowed(_("Only the programme itself does this."))
    now = clock.now()
    minute = now.replace(second=0, microsecond=0)
    row = ApiToken.objects.filter(pk=token.pk)
    row.update(
        asked=Case(When(minute=minute, then=F("asked") + 1), default=1),
        minute=minute,
        last_used_on=now.date(),
    )
    if row.values_list("asked", flat=True)[0] > PER_MINUTE:
        raise TooOften(_("This token asked too often. Please wait a minute."))


def _check(programme: Programme, by: Actor) -> None:
    if not policies.may_keep(by, programme):
        raise NotAllowed(_("Only programme managers can change this."))
