"""Asking, voting and closing. A vote is its own record and in no other: whose it is, nobody reads.

Locks are taken in the forum's order: the writer's account, their face, the thread, then the poll.
"""

from collections.abc import Collection, Sequence
from datetime import timedelta
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from hearten.accounts.models import Account
from hearten.accounts.policies import may_erase
from hearten.accounts.ports import Taken
from hearten.audit import actions as audit
from hearten.audit.vocabulary import Verb
from hearten.conduct.queries import Scope, hold_on
from hearten.forum import actions as forum
from hearten.forum import rules as forum_rules
from hearten.forum.rules.flooding import links_in
from hearten.foundation import clock
from hearten.foundation.actors import Actor, SystemActor
from hearten.foundation.errors import Invalid, NotAllowed, NotPossible
from hearten.foundation.text import clean_field
from hearten.polls import policies, queries
from hearten.polls.models import Option, Poll, Vote
from hearten.polls.rules import (
    OPTION_MOST,
    OPTIONS_LEAST,
    OPTIONS_MOST,
    QUESTION_MOST,
    SUBJECT,
    read_as_one,
)
from hearten.safety import actions as safety
from hearten.triage.rules import Verdict, judge

READER = SystemActor("polls danger reader")


@transaction.atomic
def start_poll(
    *,
    post: Any,
    question: str,
    options: Sequence[str],
    several: bool,
    days: int | None,
    by: Actor,
) -> Poll:
    """Ask everybody under one's own first post. `days` until it closes; None: when its writer closes it.
    Asked again, it is the one that is there. What would hold a post is not taken."""
    if by.actor_id is None or not policies.may_ask(by, post):
        raise NotAllowed(_("Only who opened the thread asks here."))
    _require_writing(post, by)
    if there := queries.poll_of(post):
        return there
    question = clean_field(question, "question", most=QUESTION_MOST, lines=False)
    answers = _clean_options(options)
    verdict = _readable(question, answers)
    now = clock.shared_now()
    poll = Poll.objects.create(
        post=post,
        question=question,
        several=several,
        made_at=now,
        closes_at=now + timedelta(days=days) if days else None,
    )
    Option.objects.bulk_create(
        Option(poll=poll, place=place, text=text) for place, text in enumerate(answers, start=1)
    )
    _keep_found(poll, verdict)
    audit.record(verb=Verb.POLL_STARTED, subject=poll, by=by, options=len(answers))
    return poll


def _require_writing(post: Any, by: Actor) -> None:
    """Whether they may write there now, or the error that says why not."""
    forum.open_post(post=post, writes=True, by=by)
    hold = hold_on(by.actor_id) if by.actor_id else None
    if hold is not None and hold.scope == Scope.WRITING:
        raise NotPossible(hold.words, code="held")


def _clean_options(options: Sequence[str]) -> list[str]:
    """The answers that say something, each once."""
    cleaned = [
        clean_field(one, "options", most=OPTION_MOST, lines=False) for one in options if one.strip()
    ]
    if len(set(cleaned)) < len(cleaned):
        raise _refused("options", _("Two answers are the same. Please write another one."))
    if not OPTIONS_LEAST <= len(cleaned) <= OPTIONS_MOST:
        words = _("Please write %(least)s to %(most)s answers, each on a line of its own.")
        raise _refused("options", words % {"least": OPTIONS_LEAST, "most": OPTIONS_MOST})
    return cleaned


def _readable(question: str, options: Sequence[str]) -> Verdict:
    """What was found in it; Invalid where a post with these words would be held."""
    for field, text in (("question", question), ("options", "\n".join(options))):
        held = [text[one.start : one.end] for one in forum_rules.held_words(judge(text))]
        held += links_in(text)
        if held:
            words = _(
                "People vote on this as it stands, so these words cannot be in it: %(words)s. Please say it "
                "without them."
            )
            raise _refused(field, words % {"words": ", ".join(f"“{one}”" for one in held)})
    return judge(read_as_one(question, options))


def _refused(field: str, message: str) -> Invalid:
    return Invalid(message, code="refused", fields={field: message})


def _keep_found(poll: Poll, verdict: Verdict) -> None:
    post = poll.post
    assert post.face.account_id is not None  # noqa: S101 - its writer is asking
    safety.note_finding(
        programme=post.space.programme,
        author_id=post.face.account_id,
        verdict=verdict,
        text=queries.words_of(poll),
        place=forum_rules.place_of(post.thread_id),
        subject_kind=SUBJECT,
        subject_id=str(poll.pk),
        written_at=poll.made_at,
        by=READER,
    )


@transaction.atomic
def vote(*, poll: Poll, places: Collection[int], by: Actor, face: str = "") -> None:
    """Choose these answers, by their places, instead of what one chose before; none takes one's vote back.
    `face` is the name in the space of somebody who has none there yet."""
    if by.actor_id is None or not policies.may_vote(by, poll.post):
        raise NotAllowed(_("This is not open to you."))
    voter = forum.face_in(space=poll.post.space, name=face, by=by)
    forum.open_post(post=poll.post, writes=False, by=by)
    held = _open(poll)
    chosen = _chosen(held, places)
    mine = Vote.objects.filter(poll=held, face=voter)
    if set(mine.values_list("option", flat=True)) == {one.pk for one in chosen}:
        return
    mine.delete()
    Vote.objects.bulk_create(
        Vote(poll=held, option=one, face=voter, several=held.several) for one in chosen
    )


def _open(poll: Poll) -> Poll:
    """The poll, its row held, as long as people can vote. One after the other: closing waits for votes."""
    held = Poll.objects.select_for_update(no_key=True).get(pk=poll.pk)
    over = held.closes_at is not None and held.closes_at <= clock.shared_now()
    if over or held.closed_at is not None:
        raise NotPossible(_("This is closed. Nobody can vote any more."), code="closed")
    return held


def _chosen(poll: Poll, places: Collection[int]) -> list[Option]:
    found = list(Option.objects.filter(poll=poll, place__in=places))
    if len(found) != len(set(places)):
        raise _refused("places", _("Please choose from the list."))
    if len(found) > 1 and not poll.several:
        raise _refused("places", _("Please choose one answer."))
    return found


@transaction.atomic
def close_poll(*, poll: Poll, by: Actor) -> Poll:
    """Nobody votes any more, and everybody reads the figures. It stays closed."""
    if not policies.may_close(by, poll.post):
        raise NotAllowed(_("Only who asked closes it."))
    held = Poll.objects.select_for_update(no_key=True).get(pk=poll.pk)
    if not held.is_closed:
        held.closed_at = clock.shared_now()
        held.save(update_fields=["closed_at"])
        audit.record(verb=Verb.POLL_CLOSED, subject=held, by=by)
    return held


def words_gone(*, post_id: int, by: Actor) -> None:
    """The words over it were taken away, in the present transaction, which records it: question, answers
    and votes go too. For forum.ports."""
    if not policies.is_the_programme(by):
        raise NotAllowed(_("Only the forum itself does this."))
    Poll.objects.filter(post=post_id).delete()


@transaction.atomic
def erase(*, account: Account, by: Actor) -> Taken:
    """Take away what the person asked, with what was voted on it, and what they voted. For
    accounts.ports.bind_keeper."""
    if not may_erase(by):
        raise NotAllowed(_("Only an erasure by rule can do this."))
    taken = Taken()
    mine = Poll.objects.filter(post__face__account=account)
    taken.delete(Vote.objects.filter(face__account=account))
    taken.delete(Vote.objects.filter(poll__in=mine))
    taken.delete(Option.objects.filter(poll__in=mine))
    taken.delete(mine)
    return taken


def bring_unanswered(*, by: Actor) -> int:
    """Polls of possible risk that nobody answered in time go to the people on duty, as posts do. Gives how
    many did. Safe to repeat."""
    if not policies.is_the_programme(by):
        raise NotAllowed(_("Only the programme’s own reading does this."))
    return safety.bring_unanswered(
        subject_kind=SUBJECT,
        within=forum_rules.ANSWER_WITHIN,
        text_of=queries.text_found,
        by=by,
    )
