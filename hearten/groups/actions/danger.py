"""Reading what people write when they come, in the transaction that writes it. What is found is kept by
hearten.safety, as of a talk of two."""

from datetime import timedelta

from django.utils.translation import gettext as _

from hearten.foundation import clock
from hearten.foundation.actors import Actor, SystemActor
from hearten.foundation.errors import Invalid, NotAllowed
from hearten.groups import policies, queries
from hearten.groups.models import Group, Seat
from hearten.groups.rules import (
    ANSWER_WITHIN,
    SUBJECT,
    contacts_in,
    notices_of,
    read_as_one,
    subject_of,
)
from hearten.safety import actions as safety
from hearten.safety import queries as findings
from hearten.triage.rules import judge

READER = SystemActor("groups danger reader")
_LATELY = timedelta(days=1)


def refuse_contacts(introduction: str, seat: Seat) -> None:
    """People come who were not there when it was written: an introduction says nothing by which somebody
    can be found. Never refused to somebody who is badly off."""
    verdict = judge(introduction)
    found = contacts_in(introduction, verdict)
    assert seat.account_id is not None  # noqa: S101 - its person is writing
    since = clock.now() - _LATELY
    if not found or findings.speaks_of_danger(seat.account_id, verdict, since):
        return
    message = _(
        "Please leave out what somebody could find you by: %(words)s. More people will come into "
        "this group, and they will all read it."
    ) % {"words": "; ".join(found)}
    raise Invalid(message, code="contact", fields={"introduction": message})


def read_for_danger(seat: Seat, introduction: str, answers: str = "") -> None:
    """Keep what was found in what somebody wrote just now."""
    assert seat.account_id is not None  # noqa: S101 - its person is writing
    text = read_as_one(introduction, answers)
    safety.note_finding(
        programme=seat.group.programme,
        author_id=seat.account_id,
        verdict=judge(text),
        text=text,
        place=notices_of(seat.group_id),
        subject_kind=SUBJECT,
        subject_id=subject_of(seat.pk, seat.written),
        written_at=clock.now(),
        by=READER,
    )


def turned_to(group: Group, by: Actor) -> None:
    """Somebody answered people in the group: whoever wrote there before was read by a person."""
    place = notices_of(group.pk)
    if by.actor_id is not None and findings.has_unanswered(place):
        safety.answer_findings(place=place, by_id=by.actor_id, at=clock.now(), by=READER)


def bring_unanswered(*, by: Actor, within: timedelta = ANSWER_WITHIN) -> int:
    """Introductions of possible risk that nobody turned to in time go to the people on duty. Gives how
    many did. Safe to repeat."""
    if not policies.is_the_programme(by):
        raise NotAllowed(_("Only the programme’s own reading does this."))
    return safety.bring_unanswered(
        subject_kind=SUBJECT, within=within, text_of=queries.text_found, by=by
    )
