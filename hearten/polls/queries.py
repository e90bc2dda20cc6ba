"""Reading polls: where their post can be read, and of votes one's own and the figures everybody reads."""

from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django.db.models import Count
from django.utils.translation import gettext_lazy as _

from hearten.accounts.models import Account
from hearten.accounts.ports import Declared
from hearten.forum import queries as forum
from hearten.polls.models import Option, Poll, Vote
from hearten.polls.rules import Figure, figures, read_as_one

TITLE = _("What you asked everybody and voted")
EXPORTED = {
    "asked": Declared(_("What you asked")),
    "space": Declared(_("Space")),
    "question": Declared(_("Question")),
    "options": Declared(_("Answers")),
    "several": Declared(_("Several can be chosen")),
    "at": Declared(_("When")),
    "until": Declared(_("Until")),
    "closed": Declared(_("Closed")),
    "votes": Declared(_("What you voted")),
    "chosen": Declared(_("You chose")),
}


@dataclass(frozen=True, slots=True)
class Row:
    """An answer as one person finds it."""

    place: int
    text: str
    chosen: bool
    """By this person."""
    figure: Figure | None


@dataclass(frozen=True, slots=True)
class Shown:
    """A poll as one person finds it."""

    poll: Poll
    rows: list[Row]
    voted: bool
    few: bool
    """Too few voted to show figures."""

    @property
    def tells(self) -> bool:
        """Whether figures, or that there are none, are shown to this person."""
        return self.voted or self.poll.is_closed


def first_post(person: Account, thread_id: UUID) -> Any:
    """The first post of a thread this person can read, with its thread, face and space; None where
    there is none for them, or its words are gone or left out for them."""
    thread = forum.threads_visible_to(person).filter(pk=thread_id).first()
    post = forum.post_visible_to(person, thread, 1) if thread else None
    if post is None or post.taken_away_at is not None or forum.cover_of(person, post).left_out:
        return None
    return post


def poll_of(post: Any) -> Poll | None:
    """What is asked under a post."""
    return Poll.objects.filter(post=post.pk).first()


def shown(person: Account, poll: Poll) -> Shown:
    """In three queries, however many voted."""
    options = list(
        Option.objects.filter(poll=poll).annotate(votes_in_all=Count("votes")).order_by("place")
    )
    votes = Vote.objects.filter(poll=poll)
    mine = set(votes.filter(face__account=person).values_list("option", flat=True))
    voters = votes.values("face").distinct().count()
    return _shown(poll, options, voters, mine)


def _shown(poll: Poll, options: list[Any], voters: int, mine: set[int]) -> Shown:
    tells = bool(mine) or poll.is_closed
    found = figures([one.votes_in_all for one in options], voters, closed=poll.is_closed)
    return Shown(
        poll=poll,
        rows=[
            Row(one.place, one.text, one.pk in mine, found[at] if found and tells else None)
            for at, one in enumerate(options)
        ],
        voted=bool(mine),
        few=found is None,
    )


def words_under(*, post_id: int) -> str:
    """Question and answers under a post, for whoever a report of it is given to; empty without a poll.
    For forum.ports."""
    poll = Poll.objects.filter(post=post_id).prefetch_related("options").first()
    return words_of(poll) if poll else ""


def words_of(poll: Poll) -> str:
    """All that it says."""
    return read_as_one(poll.question, [one.text for one in poll.options.order_by("place")])


def thread_of(subject_id: str) -> UUID | None:
    """The thread a poll stands in, by the id it has in findings."""
    return Poll.objects.filter(pk=subject_id).values_list("post__thread", flat=True).first()


def text_found(subject_id: str) -> str | None:
    """What a finding is about, as long as it is there."""
    poll = Poll.objects.filter(pk=subject_id).first()
    return words_of(poll) if poll else None


def export_of(account: Account) -> dict[str, Any]:
    """What the person asked, and what they voted: of others neither."""
    asked = Poll.objects.filter(post__face__account=account).order_by("pk")
    votes = Vote.objects.filter(face__account=account).order_by("pk")
    return {
        "asked": [_asked(one) for one in asked.select_related("post__space")],
        "votes": [
            {"space": one.face.space.name, "question": one.poll.question, "chosen": one.option.text}
            for one in votes.select_related("face__space", "poll", "option")
        ],
    }


def _asked(poll: Poll) -> dict[str, Any]:
    return {
        "space": poll.post.space.name,
        "question": poll.question,
        "options": [one.text for one in poll.options.order_by("place")],
        "several": poll.several,
        "at": poll.made_at,
        "until": poll.closes_at,
        "closed": poll.closed_at,
    }
