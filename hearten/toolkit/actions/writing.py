"""A person writes their plan, one step at a time."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from uuid import UUID

from django.db import transaction
from django.utils.translation import gettext as _

from hearten.accounts.models import Account
from hearten.audit import actions as audit
from hearten.audit.vocabulary import Verb
from hearten.foundation import clock, crypto
from hearten.foundation.actors import Actor
from hearten.foundation.errors import Invalid, NotAllowed, NotPossible
from hearten.foundation.text import clean_text
from hearten.toolkit import policies, queries, rules
from hearten.toolkit.models import Entry, Plan
from hearten.toolkit.queries import EntryRead
from hearten.toolkit.rules import Part, Step


@dataclass(frozen=True, slots=True, kw_only=True)
class Written:
    """One line as written. Without text it is taken out."""

    line: UUID
    text: str
    phone: str = ""


@transaction.atomic
def save_step(
    *, account: Account, step: Step, parts: Mapping[Part, Sequence[Written]], by: Actor
) -> Plan:
    """Keep the lines of a step in the order given. A line written on another page since stays, at
    the end, as far as there is room. Saving the same again changes and records nothing."""
    cleaned = {part: [_clean(part, one) for one in parts[part]] for part in rules.PARTS[step]}
    plan = locked_plan(account, by)
    before = queries.plan_of(account, only=[step]).step(step).parts
    changed = False
    for part, given in cleaned.items():
        wanted = _merged(part, given, before[part])
        if wanted != list(before[part]):
            _write(plan, account, part, wanted)
            changed = True
    if changed:
        mark_changed(plan)
        audit.record(verb=Verb.PLAN_WRITTEN, subject=plan, by=by, step=step.value)
    return plan


def locked_plan(account: Account, by: Actor) -> Plan:
    """The person's plan under its lock, made if there is none yet; for its owner only."""
    if not policies.may_write(by, account.id):
        raise NotAllowed(_("Only the person whose plan it is can change it."))
    made, _new = Plan.objects.get_or_create(account=account)
    return Plan.objects.select_for_update().get(pk=made.pk)


def _clean(part: Part, one: Written) -> EntryRead:
    text = clean_text(one.text, most=rules.TEXT_MOST, required=False, lines=False)
    phone = clean_text(one.phone, most=rules.PHONE_MOST, required=False, lines=False)
    if phone and (part not in rules.WITH_PHONE or not rules.is_phone(phone)):
        raise Invalid(_("This does not look like a phone number."), code="phone")
    if phone and not text:
        raise Invalid(_("Please write whose number this is."), code="whose")
    return EntryRead(line=one.line, text=text, phone=phone)


def _merged(part: Part, given: Sequence[EntryRead], before: Sequence[EntryRead]) -> list[EntryRead]:
    """What was given, each line once, and what this page did not know of."""
    named = {one.line: one for one in given}
    kept = [one for one in named.values() if one.text]
    kept += [one for one in before if one.line not in named]
    if len(kept) > rules.MOST[part]:
        raise NotPossible(_("This list is full. Please take something out first."), code="full")
    return kept


def _write(plan: Plan, owner: Account, part: Part, wanted: Sequence[EntryRead]) -> None:
    """All lines of a list anew: few, and their order is part of them."""
    Entry.objects.filter(plan=plan, part=part).delete()
    for position, one in enumerate(wanted):
        add_entry(plan, owner, part, position, one)


def add_entry(plan: Plan, owner: Account, part: Part, position: int, one: EntryRead) -> None:
    """Seal one line into a locked plan."""
    entry = Entry(plan=plan, part=part, position=position, line=one.line)
    key = crypto.unwrap(owner.wrapped_key)
    for field, words in (("text", one.text), ("phone", one.phone)):
        context = queries.entry_context(entry, field)
        setattr(
            entry, f"sealed_{field}", crypto.seal(key, words, context=context) if words else None
        )
    entry.save(force_insert=True)


def mark_changed(plan: Plan) -> None:
    """Copies of a locked plan on phones are old now."""
    plan.revision += 1
    plan.changed_at = plan.looked_at = clock.now()
    plan.save(update_fields=["revision", "changed_at", "looked_at"])


@transaction.atomic
def look_through(*, account: Account, by: Actor) -> Plan:
    """The owner read it and says that it still fits. Once for a day: again changes nothing."""
    plan = locked_plan(account, by)
    now = clock.now()
    if plan.looked_at.date() != now.date():
        plan.looked_at = now
        plan.save(update_fields=["looked_at"])
        audit.record(verb=Verb.PLAN_LOOKED_THROUGH, subject=plan, by=by)
    return plan
