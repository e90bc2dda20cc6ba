"""Reading what is written beside the room for danger, in the transaction that writes it."""

from datetime import timedelta

from django.utils.translation import gettext as _

from hearten.cockpit import policies, queries
from hearten.cockpit.models import Run
from hearten.cockpit.rules import ANSWER_WITHIN, SUBJECT
from hearten.foundation import clock
from hearten.foundation.actors import Actor, SystemActor
from hearten.foundation.errors import NotAllowed
from hearten.groups.rules import notices_of
from hearten.safety import actions as safety
from hearten.triage.rules import judge

READER = SystemActor("cockpit danger reader")


def read_for_danger(run: Run, by: Actor, subject_id: str, text: str) -> None:
    """Keep what was found in what somebody wrote just now. It stands where what was found in the group
    stands: the writer gets their card there, and whoever answers in the group turns to it."""
    if not text or by.actor_id is None:
        return
    safety.note_finding(
        programme=run.group.programme,
        author_id=by.actor_id,
        verdict=judge(text),
        text=text,
        place=notices_of(run.group_id),
        subject_kind=SUBJECT,
        subject_id=subject_id,
        written_at=clock.now(),
        by=READER,
    )


def bring_unanswered(*, by: Actor, within: timedelta = ANSWER_WITHIN) -> int:
    """Words of possible risk that nobody turned to in time go to the people on duty. Gives how many did.
    Safe to repeat."""
    if not policies.is_the_programme(by):
        raise NotAllowed(_("Only the programme’s own reading does this."))
    return safety.bring_unanswered(
        subject_kind=SUBJECT, within=within, text_of=queries.text_found, by=by
    )
