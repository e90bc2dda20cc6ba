"""The language control at the foot of every page."""

from django.http import HttpRequest, HttpResponseBase
from django.views.i18n import set_language

from hearten.accounts import actions, places
from hearten.accounts.models import Account


def choose_language(request: HttpRequest) -> HttpResponseBase:
    """Django's own for this browser; for a signed-in person it is theirs on every device, since
    what they once chose would otherwise outweigh this choice."""
    language = request.POST.get("language", "")
    person = request.user
    if request.method == "POST" and isinstance(person, Account) and places.is_language(language):
        kept = {name: getattr(person, name) for name in ("time_zone", "country", "pronouns")}
        actions.save_settings(account=person, language=language, by=person, **kept)
    return set_language(request)
