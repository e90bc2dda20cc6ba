"""Supporters as the rules see them, and what they can take on, in a constant number of queries."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from django.db.models import (
    Count,
    Exists,
    F,
    IntegerField,
    Max,
    OuterRef,
    Q,
    QuerySet,
    Subquery,
    Sum,
)
from django.db.models.functions import Coalesce, Greatest

from hearten.accounts.models import Account, Programme, Role
from hearten.accounts.queries import people_with
from hearten.conduct.queries import held_accounts
from hearten.foundation import clock
from hearten.matching import ports
from hearten.matching.models import (
    OPEN_STAGES,
    Pairing,
    Proposal,
    SupporterSettings,
    SupportRequest,
)
from hearten.matching.queries.people import channels_in, hours_in, needs_of, pronouns_in
from hearten.matching.queries.settings import settings_of
from hearten.matching.rules import Need, Supporter
from hearten.profiles.queries import ProfileFacts, facts_without_words

SUPPORTERS_MOST = 50
"""Supporters who are looked at to say what stands in the way: every page that says so is as quick in a
programme of a thousand supporters. Whoever fits beyond them is found and asked by the queue, which
looks at everybody, at the latest a minute later."""

_USUAL_CAPACITY: int = SupporterSettings._meta.get_field("capacity").default


@dataclass(frozen=True, slots=True, kw_only=True)
class Load:
    """What a supporter can take on and has taken on."""

    supporter_id: UUID
    pseudonym: str
    capacity: int
    paused: bool
    """By themselves, or because they carried enough this week (ports.Resting)."""
    pairings: int
    """Open ones."""
    proposals: int
    """Open ones."""


def loads_of(
    programme: Programme, *, only: UUID | None = None, first: int = 0, most: int | None = None
) -> list[Load]:
    """Everybody who supports in a programme (or `only` one of them, or by pseudonym `most` of them
    from the `first` on), paused and full ones too, in one query and one for who rests."""
    supporters = _annotated(programme).order_by("pseudonym_key")
    chosen = supporters if only is None else supporters.filter(pk=only)
    rows = chosen.values_list("pk", "pseudonym", "capacity", "is_paused", "with_now", "asked_now")[
        first : None if most is None else first + most
    ]
    resting = ports.resting(programme.id)
    return [
        Load(
            supporter_id=one,
            pseudonym=pseudonym,
            capacity=capacity,
            paused=paused or one in resting,
            pairings=pairings,
            proposals=proposals,
        )
        for one, pseudonym, capacity, paused, pairings, proposals in rows
    ]


@dataclass(frozen=True, slots=True, kw_only=True)
class Meeting:
    """Open requests, and everybody who might answer them."""

    needs: list[Need]
    supporters: list[Supporter]
    loads: Sequence[Load]


def meeting_of(
    programme: Programme,
    requests: Sequence[SupportRequest],
    *,
    in_turn: bool = False,
    only: UUID | None = None,
    among: Sequence[Load] | None = None,
) -> Meeting:
    """Requests of one programme and its supporters (all, `only` one, or those `among` whom to look) as
    the rules see them, in seven queries. `in_turn` with one more, for whoever chooses among them:
    since when each has had nobody new."""
    loads = loads_of(programme, only=only) if among is None else among
    facts = facts_without_words(
        programme,
        {load.supporter_id for load in loads} | {request.member_id for request in requests},
    )
    last = _last_paired(programme) if in_turn else {}
    questions = settings_of(programme).open_proposals_most
    now = clock.now()
    return Meeting(
        needs=needs_of(requests, facts),
        supporters=[
            _supporter(facts[one.supporter_id], one, last.get(one.supporter_id), questions, now)
            for one in loads
        ],
        loads=loads,
    )


@dataclass(frozen=True, slots=True, kw_only=True)
class Capacity:
    """What the supporters of a programme can take on together."""

    supporters: int
    paused: int
    places: int
    """Of those who are not paused."""
    taken: int
    free: int


def capacity_of(programme: Programme) -> Capacity:
    """The sums over all supporters, in one query and one for who rests."""
    active = Q(is_paused=False) & ~Q(pk__in=ports.resting(programme.id))
    sums = _annotated(programme).aggregate(
        supporters=Count("pk"),
        paused=Count("pk", filter=~active),
        places=Coalesce(Sum("capacity", filter=active), 0),
        taken=Coalesce(Sum("with_now"), 0),
        free=Coalesce(Sum(Greatest(F("capacity") - F("with_now"), 0), filter=active), 0),
    )
    return Capacity(**sums)


def _annotated(programme: Programme) -> QuerySet[Any]:
    """The supporters with their settings and what is open. Whom a measure keeps from new conversations
    counts as taking a break: nobody is told which it is."""
    chosen = SupporterSettings.objects.filter(programme=programme, supporter=OuterRef("pk"))
    pairings = Pairing.objects.filter(programme=programme, ended_at__isnull=True)
    asked = Proposal.objects.filter(request__programme=programme, stage__in=OPEN_STAGES)
    ids = people_with(programme, Role.SUPPORTER).order_by().values("pk")
    return Account.objects.filter(pk__in=ids).annotate(
        capacity=Coalesce(Subquery(chosen.values("capacity")), _USUAL_CAPACITY),
        is_paused=Exists(chosen.filter(paused_since__isnull=False)) | Q(pk__in=held_accounts()),
        with_now=_counted(pairings),
        asked_now=_counted(asked),
    )


def _counted(rows: QuerySet[Pairing] | QuerySet[Proposal]) -> Coalesce:
    mine = rows.filter(supporter=OuterRef("pk")).order_by().values("supporter")
    count = Subquery(mine.annotate(n=Count("pk")).values("n"), output_field=IntegerField())
    return Coalesce(count, 0)


def _last_paired(programme: Programme) -> dict[UUID, datetime]:
    pairings = Pairing.objects.filter(programme=programme).order_by()
    return dict(pairings.values_list("supporter").annotate(Max("started_at")))


def _supporter(
    facts: ProfileFacts, load: Load, last: datetime | None, most: int, now: datetime
) -> Supporter:
    return Supporter(
        supporter_id=facts.account_id,
        capacity=load.capacity,
        load=load.pairings + load.proposals,
        proposals_open=load.proposals,
        max_proposals=most,
        paused=load.paused,
        last_paired_at=last,
        experiences=facts.lived,
        languages=facts.languages,
        channels=channels_in(facts),
        hours=hours_in(facts, now),
        pronouns=pronouns_in(facts.pronouns),
        no_go=facts.no_go,
    )
