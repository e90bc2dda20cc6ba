"""A supporter offers a line; the owner keeps it or not."""

from uuid import UUID

from django.db import transaction
from django.utils.translation import gettext as _

from hearten.accounts.models import Account
from hearten.audit import actions as audit
from hearten.audit.vocabulary import Verb
from hearten.foundation import crypto
from hearten.foundation.actors import Actor
from hearten.foundation.errors import NotAllowed, NotPossible
from hearten.foundation.text import clean_text
from hearten.toolkit import policies, queries, rules
from hearten.toolkit.actions.writing import add_entry, locked_plan, mark_changed
from hearten.toolkit.models import Entry, Plan, Suggestion
from hearten.toolkit.queries import EntryRead
from hearten.toolkit.rules import Part, step_of


@transaction.atomic
def suggest(*, pairing_id: UUID, part: Part, text: str, line: UUID, by: Actor) -> None:
    """Offer a line for a step the supporter may read. `line` names it: sent twice, it is one."""
    words = clean_text(text, most=rules.TEXT_MOST, lines=False)
    if not policies.may_suggest(by, pairing_id, step_of(part)):
        raise NotAllowed(_("This step is not shared with you any more."))
    plan = (
        Plan.objects.select_for_update()
        .select_related("account")
        .get(shares__pairing=pairing_id, shares__step=step_of(part))
    )
    waiting = Suggestion.objects.filter(plan=plan, pairing=pairing_id)
    if waiting.filter(line=line).exists():
        return
    taken = set(waiting.filter(part=part).values_list("slot", flat=True))
    free = [slot for slot in range(rules.SUGGESTIONS_MOST) if slot not in taken]
    if not free:
        raise NotPossible(
            _("Your earlier suggestions for this step are still waiting. Give them time."),
            code="enough",
        )
    made = Suggestion(plan=plan, pairing_id=pairing_id, part=part, slot=free[0], line=line)
    key = crypto.unwrap(plan.account.wrapped_key)
    made.sealed_text = crypto.seal(key, words, context=queries.suggestion_context(made))
    made.save(force_insert=True)
    audit.record(
        verb=Verb.PLAN_SUGGESTED, subject=plan, by=by, pairing=str(pairing_id), list=part.value
    )


@transaction.atomic
def answer_suggestion(*, account: Account, suggestion_id: UUID, keep: bool, by: Actor) -> None:
    """Keep an offered line in the plan, or let it go. Nobody is told which. One that was answered
    is not there any more, and answering it again does nothing."""
    plan = locked_plan(account, by)
    offered = queries.suggestions_visible_to(account).filter(pk=suggestion_id).first()
    if offered is None:
        return
    if keep:
        _keep(plan, account, offered)
    offered.delete()
    audit.record(
        verb=Verb.PLAN_SUGGESTION_ANSWERED,
        subject=plan,
        by=by,
        pairing=str(offered.pairing_id),
        list=offered.part,
        kept=keep,
    )


def _keep(plan: Plan, owner: Account, offered: Suggestion) -> None:
    part = Part(offered.part)
    written = Entry.objects.filter(plan=plan, part=part)
    if written.filter(line=offered.line).exists():
        return
    count = written.count()
    if count >= rules.MOST[part]:
        raise NotPossible(_("This list is full. Please take something out first."), code="full")
    text = queries.opened(owner, offered.sealed_text, queries.suggestion_context(offered))
    add_entry(plan, owner, part, count, EntryRead(line=offered.line, text=text))
    mark_changed(plan)
