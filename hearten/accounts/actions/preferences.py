"""How a person is addressed and what suits where they are."""

from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from hearten.accounts import places, policies
from hearten.accounts.models import Account
from hearten.audit import actions as audit
from hearten.audit.vocabulary import Verb
from hearten.foundation.actors import Actor
from hearten.foundation.errors import Invalid, NotAllowed
from hearten.foundation.text import clean_text

PRONOUNS_MOST = 40


@transaction.atomic
def save_settings(
    *, account: Account, language: str, time_zone: str, country: str, pronouns: str, by: Actor
) -> Account:
    """Save a person's settings. `language` and `country` may be empty (not chosen)."""
    if not policies.is_self(by, account.id):
        raise NotAllowed(_("Only the person can change these settings."))
    row = Account.objects.select_for_update(no_key=True).get(pk=account.pk)
    wanted: dict[str, Any] = {
        "language": _known("language", language, places.is_language(language) or not language),
        "time_zone": _known("time_zone", time_zone, places.is_zone(time_zone)),
        "country": _known("country", country, places.is_country(country) or not country),
        "pronouns": _pronouns(pronouns),
    }
    changed = sorted(field for field, value in wanted.items() if getattr(row, field) != value)
    for field in changed:
        setattr(row, field, wanted[field])
    if changed:
        row.save(update_fields=changed)
        audit.record(verb=Verb.SETTINGS_CHANGED, subject=row, by=by, fields=changed)
    return row


def _known(field: str, value: str, known: bool) -> str:
    if not known:
        words = _("Please choose from the list.")
        raise Invalid(words, fields={field: words})
    return value


def _pronouns(value: str) -> str:
    try:
        return clean_text(value, most=PRONOUNS_MOST, lines=False, required=False)
    except Invalid as error:
        raise Invalid(error.message, code=error.code, fields={"pronouns": error.message}) from error
