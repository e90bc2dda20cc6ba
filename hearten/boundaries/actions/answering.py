"""What the two say to their cards."""

from uuid import UUID

from django.db import transaction
from django.utils.translation import gettext as _

from hearten.audit import actions as audit
from hearten.audit.vocabulary import Verb
from hearten.boundaries import policies
from hearten.boundaries.actions.noticing import bring_to_supervisor
from hearten.boundaries.models import Answer, Concern, Why
from hearten.boundaries.rules import TEXT, Side
from hearten.foundation import clock
from hearten.foundation.actors import Actor
from hearten.foundation.errors import Invalid, NotAllowed


@transaction.atomic
def answer_card(*, concern: Concern, answer: Answer, by: Actor) -> Concern:
    """The supporter's word: it is fine this once, they changed something, or they would like help,
    which brings it to supervisors. The same answer again changes nothing, and one that is over takes
    none."""
    held = Concern.objects.select_for_update(of=("self",)).get(pk=concern.pk)
    if not policies.may_answer(by, held):
        raise NotAllowed(_("Only the supporter can answer this."))
    if answer not in Answer:
        raise Invalid(_("Please choose one of the answers."))
    if held.closed_at is not None or _was_said(held, answer):
        return held
    now = clock.now()
    held.answer, held.answered_at = answer, now
    held.save(update_fields=["answer", "answered_at"])
    audit.record(verb=Verb.CONCERN_ANSWERED, subject=held, by=by, answer=str(answer))
    if answer == Answer.HELP:
        bring_to_supervisor(held, Why.ASKED, now, by=by)
    return held


def _was_said(held: Concern, answer: Answer) -> bool:
    """The same word before, and nothing happened since that would make it a new one."""
    if held.answered_at is None or held.answer != answer:
        return False
    return held.with_supervisor_at is None or held.with_supervisor_at <= held.answered_at


@transaction.atomic
def put_member_card_away(*, pairing_id: UUID, by: Actor) -> int:
    """The member closes "you do not have to". It was theirs: nobody else learns of it. New words may
    show a new one. Gives how many it closed."""
    if by.actor_id is None:
        raise NotAllowed(_("Only the person it is shown to can close this."))
    mine = Concern.objects.filter(
        pairing=pairing_id,
        pairing__member=by.actor_id,
        side=Side.SUPPORTER.value,
        kind__in=[kind.value for kind in TEXT],
    )
    return mine.update(member_closed_at=clock.now())
