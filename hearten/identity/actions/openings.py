"""Opening somebody's details: asked with a reason, agreed to by a second person, for an hour."""

from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from hearten.accounts.models import Account, Role
from hearten.accounts.queries import people_with
from hearten.audit import actions as audit
from hearten.audit.vocabulary import Verb
from hearten.foundation import clock, crypto, live
from hearten.foundation.errors import Invalid, NotAllowed, NotPossible
from hearten.foundation.text import clean_text
from hearten.identity import policies, queries
from hearten.identity.models import Delay, Details, Opening
from hearten.identity.queries.openings import reason_context
from hearten.identity.rules import ANSWER_WITHIN, DELAY_DAYS_MOST, OPEN_FOR, told_at

Case = Any
"""A safety.Case; safety's models are its own."""

REASON_MOST = 1000


@transaction.atomic
def ask_opening(
    *, case: Case, reason: str, delay: str = "", delay_days: int | None = None, by: Account
) -> Opening:
    """The moderator who has a welfare case asks to open the details of the person it is about. The
    person reads `reason` later. While it waits, asked again it is the same request."""
    # What is asked about one person is asked one after the other.
    Account.objects.select_for_update(no_key=True).only("id").get(pk=case.about_id)
    case.refresh_from_db()
    if not policies.may_ask(by, case):
        raise NotAllowed(
            _("Only the moderator who has this case can ask, and only for somebody’s safety.")
        )
    if not queries.has_details(case.about_id):
        raise NotPossible(_("This person wrote no emergency details."))
    reason = _reason(reason)
    days = days_of(delay, delay_days)
    now = clock.shared_now()
    waiting = Opening.objects.select_for_update().filter(case=case, answered_at__isnull=True)
    if known := waiting.first():
        if known.asked_by_id == by.pk and known.answer_by > now:
            return known
        known.delete()  # nobody answered in time, or who asked has it no more
    made = Opening(
        case=case,
        about_id=case.about_id,
        asked_by=by,
        asked_at=now,
        answer_by=now + ANSWER_WITHIN,
        delay=delay,
        delay_days=days,
    )
    key = crypto.unwrap(made.wrapped_key)
    made.sealed_reason = crypto.seal(key, reason, context=reason_context(made))
    made.save(force_insert=True)
    audit.record(
        verb=Verb.OPENING_ASKED, subject=made, by=by, case=str(case.pk), delay=delay, days=days
    )
    _tell_second_people(made)
    return made


def _reason(reason: str) -> str:
    try:
        return clean_text(reason, most=REASON_MOST)
    except Invalid as error:
        raise Invalid(error.message, fields={"reason": error.message}) from error


def days_of(delay: str, days: int | None) -> int | None:
    """For how many days somebody is not told, or None; Invalid without one of the two grounds."""
    if not delay:
        return None
    if delay not in Delay or days is None or not 1 <= days <= DELAY_DAYS_MOST:
        message = _("Please say for how many days, at most 30.")
        raise Invalid(message, fields={"delay_days": message})
    return days


def _tell_second_people(opening: Opening) -> None:
    people = people_with(opening.case.programme, Role.MODERATOR, Role.MANAGER)
    for one in people.exclude(pk__in=[opening.about_id, opening.asked_by_id]):
        live.nudge_on_commit(one.pk)


@transaction.atomic
def answer_opening(*, opening: Opening, agree: bool, by: Account) -> Opening:
    """The second person says yes or no. With a yes who asked may look for an hour from now, by the
    database's clock. The same answer again changes nothing; another is too late."""
    held = locked(opening)
    if not policies.may_answer(by, held):
        raise NotAllowed(_("Somebody else has to decide this with them."))
    if held.answered_at is not None:
        if held.answered_by_id == by.pk and held.agreed == agree:
            return held
        raise NotPossible(_("This was answered already."))
    now = clock.shared_now()
    if now >= held.answer_by or not policies.may_ask(held.asked_by, held.case):
        raise NotPossible(_("This request is over. They can ask again."))
    held.answered_by, held.answered_at, held.agreed = by, now, agree
    if agree:
        held.opens_until = now + OPEN_FOR
        held.tell_at = told_at(now, held.delay_days)
    held.save()
    audit.record(verb=Verb.OPENING_ANSWERED, subject=held, by=by, agreed=agree)
    live.nudge_on_commit(held.asked_by_id)
    return held


@transaction.atomic
def open_details(*, opening: Opening, by: Account) -> queries.DetailsRead:
    """Read the details, within the hour. Each reading is on the record: no record, no reading."""
    held = locked(opening)
    if not policies.may_open(by, held, clock.shared_now()):
        raise NotAllowed(_("These details are shut."))
    details = Details.objects.filter(account=held.about_id).first()
    if details is None:
        raise NotPossible(_("The person has taken their details away."))
    audit.record(verb=Verb.DETAILS_OPENED, subject=held, by=by, case=str(held.case_id))
    return queries.opened(details)


def locked(opening: Opening) -> Opening:
    """Held until the transaction ends, with what policies ask for."""
    rows = Opening.objects.select_for_update(of=("self",))
    return rows.select_related("case__programme", "about", "asked_by").get(pk=opening.pk)
