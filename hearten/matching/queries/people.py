"""Requests and supporters as the rules see them, in a constant number of queries."""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from uuid import UUID
from zoneinfo import ZoneInfo

from django.conf import settings
from django.db.models import Count, Max, Q

from hearten.accounts.models import Programme, Role
from hearten.accounts.queries import block_pairs, people_with
from hearten.foundation import clock
from hearten.matching.models import (
    OPEN_STAGES,
    EndReason,
    Pairing,
    Proposal,
    Stage,
    SupporterSettings,
    SupportRequest,
)
from hearten.matching.queries.settings import settings_of
from hearten.matching.rules import Channel, Kind, Need, PartOfDay, Supporter, WeeklyHours
from hearten.profiles.queries import ProfileFacts, facts_of

GOOD_ENDINGS = (EndReason.HELPED, EndReason.TIME)
PARTING_ENDINGS = (EndReason.NOT_FITTING, EndReason.UNCOMFORTABLE)
"""Endings after which two people are not proposed to each other again, said or not."""

_DAYS = {
    name: number for number, name in enumerate(("mon", "tue", "wed", "thu", "fri", "sat", "sun"))
}


def needs_of(programme: Programme, requests: Sequence[SupportRequest]) -> list[Need]:
    """Open requests of one programme as needs, in eight queries however many there are."""
    members = {request.member_id for request in requests}
    facts = facts_of(programme, members)
    past = _Past.of(requests)
    now = clock.now()
    return [_need(request, facts[request.member_id], past, now) for request in requests]


def supporters_of(programme: Programme) -> list[Supporter]:
    """Everybody who supports in a programme, paused and full ones too, in eight queries."""
    ids = list(people_with(programme, Role.SUPPORTER).values_list("id", flat=True))
    facts = facts_of(programme, ids)
    loads = _loads(programme)
    most = settings_of(programme).open_proposals_most
    now = clock.now()
    return [_supporter(facts[one], loads[one], most, now) for one in ids]


def _need(request: SupportRequest, facts: ProfileFacts, past: "_Past", now: datetime) -> Need:
    return Need(
        request_id=request.id,
        member_id=request.member_id,
        kind=Kind(request.kind),
        languages=facts.languages or (facts.reading_language or settings.LANGUAGE_CODE,),
        waiting_since=request.waiting_since,
        own=facts.lived,
        channels=_channels(facts),
        hours=_hours(facts, now),
        wished_pronouns=_pronouns(facts.wished_pronouns),
        no_go=facts.no_go,
        barred=frozenset(past.barred.get(request.member_id, ()))
        | frozenset(past.answered.get(request.id, ())),
        previous=frozenset(past.good.get(request.member_id, ())),
    )


def _supporter(facts: ProfileFacts, load: "_Load", most: int, now: datetime) -> Supporter:
    return Supporter(
        supporter_id=facts.account_id,
        capacity=load.capacity,
        load=load.pairings + load.proposals,
        proposals_open=load.proposals,
        max_proposals=most,
        paused=load.paused,
        last_paired_at=load.last_paired_at,
        experiences=facts.lived,
        languages=facts.languages,
        channels=_channels(facts),
        hours=_hours(facts, now),
        pronouns=_pronouns(facts.pronouns),
        no_go=facts.no_go,
    )


def _channels(facts: ProfileFacts) -> frozenset[Channel]:
    return frozenset(Channel(one) for one in facts.channels)


def _hours(facts: ProfileFacts, now: datetime) -> WeeklyHours:
    boxes = (box.split("-", 1) for box in facts.free_parts)
    return WeeklyHours.from_parts(
        ((_DAYS[day], PartOfDay(part)) for day, part in boxes),
        zone=ZoneInfo(facts.time_zone),
        around=now,
    )


def _pronouns(said: str) -> frozenset[str]:
    """Pronouns are free words; they are the same when they read the same."""
    word = "".join(said.casefold().split())
    return frozenset({word}) if word else frozenset()


@dataclass(slots=True, kw_only=True)
class _Past:
    """What earlier endings, answers and blocks say about who may meet whom."""

    barred: dict[UUID, set[UUID]] = field(default_factory=dict)
    """Supporters by member: blocked either way, never again, paired at the moment."""
    answered: dict[UUID, set[UUID]] = field(default_factory=dict)
    """Supporters by request: declined or let pass for this request, or left just before it."""
    good: dict[UUID, set[UUID]] = field(default_factory=dict)

    @classmethod
    def of(cls, requests: Sequence[SupportRequest]) -> "_Past":
        past = cls()
        members = {request.member_id for request in requests}
        past._add_pairings(members)
        past._add_just_left(requests)
        past._add_blocks(members)
        over = Proposal.objects.filter(
            request__in=[request.id for request in requests],
            stage__in=(Stage.DECLINED, Stage.EXPIRED),
        )
        for request_id, supporter_id in over.values_list("request_id", "supporter_id"):
            past.answered.setdefault(request_id, set()).add(supporter_id)
        return past

    def _add_pairings(self, members: Iterable[UUID]) -> None:
        """Both ways: a supporter of yesterday may be the member of today."""
        found = Pairing.objects.filter(Q(member__in=members) | Q(supporter__in=members))
        rows = found.values_list("member", "supporter", "ended_at", "end_reason", "never_again")
        for one, other, ended_at, reason, never_again in rows:
            if ended_at is None or never_again or reason in PARTING_ENDINGS:
                self._keep_apart(one, other)
            elif reason in GOOD_ENDINGS:
                self.good.setdefault(one, set()).add(other)

    def _add_just_left(self, requests: Sequence[SupportRequest]) -> None:
        """Who asks again after an ending looks for somebody else."""
        followed = Pairing.objects.filter(followed_by__in=[request.id for request in requests])
        for request_id, supporter_id in followed.values_list("followed_by", "supporter"):
            self.answered.setdefault(request_id, set()).add(supporter_id)

    def _add_blocks(self, members: Iterable[UUID]) -> None:
        for pair in block_pairs(members):
            one, other = pair
            self._keep_apart(one, other)

    def _keep_apart(self, one: UUID, other: UUID) -> None:
        self.barred.setdefault(one, set()).add(other)
        self.barred.setdefault(other, set()).add(one)


@dataclass(slots=True, kw_only=True)
class _Load:
    """What a supporter can take on and has taken on."""

    capacity: int = SupporterSettings._meta.get_field("capacity").default
    paused: bool = False
    pairings: int = 0
    proposals: int = 0
    last_paired_at: datetime | None = None


def _loads(programme: Programme) -> defaultdict[UUID, _Load]:
    loads: defaultdict[UUID, _Load] = defaultdict(_Load)
    chosen = SupporterSettings.objects.filter(programme=programme)
    for supporter, capacity, paused in chosen.values_list("supporter", "capacity", "paused_since"):
        loads[supporter].capacity = capacity
        loads[supporter].paused = paused is not None
    pairings = Pairing.objects.filter(programme=programme).values("supporter")
    for row in pairings.annotate(
        last=Max("started_at"), open=Count("id", filter=Q(ended_at__isnull=True))
    ):
        loads[row["supporter"]].pairings = row["open"]
        loads[row["supporter"]].last_paired_at = row["last"]
    asked = Proposal.objects.filter(request__programme=programme, stage__in=OPEN_STAGES)
    for supporter, count in asked.values_list("supporter").annotate(count=Count("id")):
        loads[supporter].proposals = count
    return loads
