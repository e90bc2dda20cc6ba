"""What people said after an ending: in sums, and to managers the words without a name."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from django.db.models import Avg, Count, F, Q, QuerySet

from hearten.accounts.models import Account, Programme
from hearten.matching.models import Feedback, Pairing
from hearten.matching.queries.sealed import opened

FEWEST = 5
"""Marks of fewer people are shown to nobody as a mean: the mean of one is a person, however often
they answered."""
WORDS_MOST = 50


@dataclass(frozen=True, slots=True, kw_only=True)
class Marks:
    """Means of 1 (not at all) to 5 (very much); None while fewer than `FEWEST` people gave that mark."""

    felt_heard: float | None
    found_useful: float | None


def marks_of(supporter: Account, programme: Programme) -> Marks | None:
    """What the people a supporter was with said, in sum; None while it is too few to say."""
    return _marks(
        _from_members().filter(pairing__supporter=supporter, pairing__programme=programme)
    )


def marks_in(programme: Programme) -> Marks | None:
    """The same for a programme."""
    return _marks(_from_members().filter(pairing__programme=programme))


def _from_members() -> QuerySet[Feedback]:
    return Feedback.objects.filter(by=F("pairing__member"))


def _marks(given: QuerySet[Feedback]) -> Marks | None:
    sums = given.aggregate(
        heard=Avg("felt_heard"),
        heard_count=_people("felt_heard"),
        useful=Avg("found_useful"),
        useful_count=_people("found_useful"),
    )
    heard = sums["heard"] if sums["heard_count"] >= FEWEST else None
    useful = sums["useful"] if sums["useful_count"] >= FEWEST else None
    if heard is None and useful is None:
        return None
    return Marks(felt_heard=heard, found_useful=useful)


def _people(mark: str) -> Count:
    return Count("by", distinct=True, filter=Q(**{f"{mark}__isnull": False}))


@dataclass(frozen=True, slots=True, kw_only=True)
class Said:
    """Somebody's words to the programme, without saying whose."""

    words: str
    month: datetime
    """When, to the month: a day would tell who had just ended."""


def words_to(programme: Programme) -> Sequence[Said]:
    """The newest words people left for the programme's managers."""
    given = Feedback.objects.filter(
        pairing__programme=programme, sealed_words__isnull=False
    ).select_related("by")
    found = [
        Said(words=opened(one.by, one, "sealed_words"), month=one.at)
        for one in given.order_by("-at")[:WORDS_MOST]
    ]
    return [one for one in found if one.words]


def feedback_of(pairing: Pairing, by: Account) -> tuple[int | None, int | None, str] | None:
    """What this person answered before (felt heard, found useful, words): for them alone."""
    given = Feedback.objects.filter(pairing=pairing, by=by).first()
    if given is None:
        return None
    return given.felt_heard, given.found_useful, opened(by, given, "sealed_words")
