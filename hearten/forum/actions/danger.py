"""Reading what is written for danger, before anybody else can: in the transaction that writes it, so
that no post is ever open and unread. What is found is kept by hearten.safety, as of a talk of two."""

from datetime import timedelta
from uuid import UUID

from django.utils.translation import gettext as _

from hearten.accounts.models import Account
from hearten.forum import policies, queries
from hearten.forum.actions.flooding import held_for_flooding
from hearten.forum.models import Post
from hearten.forum.rules import (
    ANSWER_WITHIN,
    SUBJECT,
    Why,
    gravest,
    held_words,
    place_of,
    subject_of,
)
from hearten.foundation import clock
from hearten.foundation.actors import Actor, SystemActor
from hearten.foundation.errors import NotAllowed
from hearten.safety import actions as safety
from hearten.safety import queries as findings
from hearten.triage import rules as triage

READER = SystemActor("forum danger reader")


def lock_writer(account_id: UUID) -> None:
    """Hold the writer's account before all else: a finding of danger locks it too, and everybody
    locks accounts first."""
    Account.objects.select_for_update(no_key=True).only("id").get(pk=account_id)


def holds(post: Post, verdict: triage.Verdict) -> Why | None:
    """What a post with the words it has now is held for, if anything."""
    return gravest(held_words(verdict)) or held_for_flooding(post, verdict)


def keep_found(post: Post, verdict: triage.Verdict) -> None:
    """Keep what was found in a post as it stands now; and if it can be read, it answers what others
    wrote before it in the thread."""
    assert post.face.account_id is not None  # noqa: S101 - its writer is writing
    place, now = place_of(post.thread_id), clock.now()
    if post.held_at is None and findings.has_unanswered(place):
        safety.answer_findings(place=place, by_id=post.face.account_id, at=now, by=READER)
    safety.note_finding(
        programme=post.space.programme,
        author_id=post.face.account_id,
        verdict=verdict,
        text=post.read_as,
        place=place,
        subject_kind=SUBJECT,
        subject_id=subject_of(post.thread_id, post.number, post.versions.count()),
        written_at=now,
        by=READER,
    )


def move_found(post: Post, to: Post) -> None:
    """What was found in a post, or in what it said before, was found where its words are now."""
    moved = {
        subject_of(post.thread_id, post.number, version): subject_of(
            to.thread_id, to.number, version
        )
        for version in range(to.versions.count() + 1)
    }
    safety.move_findings(subject_kind=SUBJECT, moved=moved, place=place_of(to.thread_id), by=READER)


def bring_unanswered(*, by: Actor, within: timedelta = ANSWER_WITHIN) -> int:
    """Posts of possible risk that nobody answered in time go to the people on duty. Gives how many
    did. Safe to repeat."""
    if not policies.is_the_programme(by):
        raise NotAllowed(_("Only the programme’s own reading does this."))
    return safety.bring_unanswered(
        subject_kind=SUBJECT, within=within, text_of=queries.text_found, by=by
    )
