"""A person writes how they can be found if their life is in danger."""

from django.db import transaction
from django.utils.translation import gettext as _

from hearten.accounts.models import Account
from hearten.audit import actions as audit
from hearten.audit.vocabulary import Verb
from hearten.foundation import clock, crypto
from hearten.foundation.actors import Actor
from hearten.foundation.errors import Invalid, NotAllowed
from hearten.foundation.text import clean_text
from hearten.identity import policies, queries
from hearten.identity.models import FIELDS, Details

DETAILS_MOST = 300


@transaction.atomic
def save_details(
    *, account: Account, name: str, phone: str, place: str, contact: str, by: Actor
) -> None:
    """Keep exactly this. All empty takes everything away, the key too. The same again changes
    nothing."""
    row = Account.objects.select_for_update(no_key=True).get(pk=account.pk)
    if not policies.may_write(by, row.pk):
        raise NotAllowed(_("Only the person themselves can write this."))
    given = _cleaned({"name": name, "phone": phone, "place": place, "contact": contact})
    kept = Details.objects.select_for_update().filter(account=row).first()
    before = queries.opened(kept).given() if kept else dict.fromkeys(FIELDS, "")
    if given == before:
        return
    if not any(given.values()):
        audit.record(verb=Verb.DETAILS_WRITTEN, subject=row, by=by, fields=0)
        Details.objects.filter(account=row).delete()
        return
    details = kept or Details(account=row)
    key = crypto.unwrap(details.wrapped_key)
    for field, words in given.items():
        context = queries.seal_context(details, field)
        sealed = crypto.seal(key, words, context=context) if words else None
        setattr(details, f"sealed_{field}", sealed)
    details.changed_at = clock.now()
    details.save()
    audit.record(
        verb=Verb.DETAILS_WRITTEN, subject=row, by=by, fields=sum(map(bool, given.values()))
    )


def _cleaned(given: dict[str, str]) -> dict[str, str]:
    cleaned, wrong = {}, {}
    for field, words in given.items():
        try:
            cleaned[field] = clean_text(words, most=DETAILS_MOST, required=False)
        except Invalid as error:
            wrong[field] = error.message
    if wrong:
        raise Invalid(next(iter(wrong.values())), fields=wrong)
    return cleaned
