"""How much crisis work somebody did, who rests now, and where caps yielded."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta
from uuid import UUID

from hearten.accounts.models import Account, Programme, Role
from hearten.accounts.queries import people_with
from hearten.boundaries.models import BoundarySettings, Pace, Rest, Yield
from hearten.boundaries.rules import (
    Span,
    Standing,
    Week,
    case_span,
    finding_span,
    standing,
    week_of,
    worked,
)
from hearten.foundation import clock
from hearten.matching import queries as matching
from hearten.safety import queries as safety

_LONGEST_WEEK = timedelta(days=8)
YIELDS_SHOWN = 50
YIELDS_FOR = timedelta(days=90)


def settings_of(programme: Programme) -> BoundarySettings:
    """What a programme set, or the usual values, not stored then."""
    stored = BoundarySettings.objects.filter(programme=programme).first()
    return stored or BoundarySettings(programme=programme)


def resting(*, programme_id: UUID) -> frozenset[UUID]:
    """Who has carried enough for now. For matching.ports and safety.ports."""
    found = Rest.objects.filter(programme=programme_id, until__gt=clock.shared_now())
    return frozenset(found.values_list("account_id", flat=True))


@dataclass(frozen=True, slots=True, kw_only=True)
class Exposure:
    """One person's crisis work in the week they are in, and what follows from it."""

    account_id: UUID
    week: Week
    work: timedelta
    cap: timedelta
    until: datetime | None = None
    """They rest until then."""

    @property
    def standing(self) -> Standing:
        """How near the cap. Who rests, rests, also in a week that has only begun."""
        return Standing.CAPPED if self.until else standing(self.work, self.cap)


def exposures_of(programme: Programme, at: datetime) -> list[Exposure]:
    """Everybody who did crisis work lately, in a constant number of queries."""
    spans = _spans_of(programme, at)
    people = people_with(programme, Role.SUPPORTER, Role.MODERATOR)
    cap = timedelta(hours=settings_of(programme).crisis_hours)
    return [
        _exposure(account, spans[account.id], cap, at)
        for account in people.filter(pk__in=spans).only("id", "time_zone")
    ]


def exposure_now(account: Account, programme: Programme) -> Exposure:
    """One person's, with their rest."""
    at = clock.now()
    spans = _spans_of(programme, at, only=account.id).get(account.id, [])
    cap = timedelta(hours=settings_of(programme).crisis_hours)
    rest = Rest.objects.filter(programme=programme, account=account, until__gt=at)
    until = rest.order_by("-until").values_list("until", flat=True).first()
    return _exposure(account, spans, cap, at, until)


def _exposure(
    account: Account,
    spans: Iterable[Span],
    cap: timedelta,
    at: datetime,
    until: datetime | None = None,
) -> Exposure:
    week = week_of(at, account.time_zone)
    work = worked(spans, week)
    return Exposure(account_id=account.id, week=week, work=work, cap=cap, until=until)


def _spans_of(
    programme: Programme, at: datetime, *, only: UUID | None = None
) -> dict[UUID, list[Span]]:
    """The crisis work of each person in the last days, from what is stored."""
    since = at - _LONGEST_WEEK
    spans: dict[UUID, list[Span]] = {}
    for pair, danger in _dangers(programme, since, only):
        if danger.author_id != pair.supporter_id:
            span = finding_span(danger.written_at, danger.answered_at, pair.ended_at, at)
            spans.setdefault(pair.supporter_id, []).append(span)
    for case in safety.cases_since(programme, since):
        if only in (None, case.moderator_id):
            span = case_span(case.taken_at, case.resolved_at, at)
            spans.setdefault(case.moderator_id, []).append(span)
    return spans


def _dangers(
    programme: Programme, since: datetime, only: UUID | None
) -> Iterator[tuple[matching.PairFacts, safety.DangerRead]]:
    """Each text of danger with its pairing, where the supporter has written lately."""
    paces = Pace.objects.filter(pairing__programme=programme, supporter_at__gte=since)
    if only is not None:
        places = dict(paces.filter(pairing__supporter=only).values_list("place", "pairing_id"))
        dangers = safety.dangers_since(programme, since, places=places)
    else:
        dangers = safety.dangers_since(programme, since)
        near = paces.filter(place__in={one.place for one in dangers})
        places = dict(near.values_list("place", "pairing_id"))
    pairs = matching.pairs_by_id(list(places.values()))
    for one in dangers:
        if one.place in places:
            yield pairs[places[one.place]], one


@dataclass(frozen=True, slots=True, kw_only=True)
class Yielded:
    """One call that reached people who rested."""

    at: datetime
    people: int


def yields_of(programme: Programme) -> list[Yielded]:
    """Where caps yielded of late, the newest first: for managers, without names."""
    since = clock.now() - YIELDS_FOR
    rows = Yield.objects.filter(programme=programme, at__gte=since).order_by("-at")
    causes: dict[str, list[datetime]] = {}
    for cause, at in rows.values_list("cause", "at"):
        causes.setdefault(cause, []).append(at)
    found = [Yielded(at=max(times), people=len(times)) for times in causes.values()]
    return found[:YIELDS_SHOWN]


def rests_now(programme: Programme) -> int:
    """How many people rest at the moment."""
    return len(resting(programme_id=programme.id))
