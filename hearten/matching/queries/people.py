"""Requests as the rules see them, in a constant number of queries."""

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from uuid import UUID
from zoneinfo import ZoneInfo

from django.conf import settings
from django.db.models import Q

from hearten.accounts.queries import block_pairs
from hearten.foundation import clock
from hearten.matching import ports
from hearten.matching.models import EndReason, Pairing, Proposal, Stage, SupportRequest
from hearten.matching.rules import Channel, Kind, Need, PartOfDay, WeeklyHours, hours_of
from hearten.profiles.queries import ProfileFacts

GOOD_ENDINGS = (EndReason.HELPED, EndReason.TIME)
PARTING_ENDINGS = (EndReason.NOT_FITTING, EndReason.UNCOMFORTABLE)
"""Endings after which two people are not proposed to each other again, said or not."""

_BOXES = {
    f"{day}-{part}": (number, part)
    for number, day in enumerate(("mon", "tue", "wed", "thu", "fri", "sat", "sun"))
    for part in PartOfDay
}


def needs_of(requests: Sequence[SupportRequest], facts: Mapping[UUID, ProfileFacts]) -> list[Need]:
    """Open requests as needs, in four queries however many there are; `facts` of their members."""
    past = _Past.of(requests)
    now = clock.now()
    return [_need(request, facts[request.member_id], past, now) for request in requests]


def _need(request: SupportRequest, facts: ProfileFacts, past: "_Past", now: datetime) -> Need:
    return Need(
        request_id=request.id,
        member_id=request.member_id,
        kind=Kind(request.kind),
        languages=facts.languages or (facts.reading_language or settings.LANGUAGE_CODE,),
        waiting_since=request.waiting_since,
        choose_until=request.choose_until,
        own=facts.lived,
        channels=channels_in(facts),
        hours=hours_in(facts, now),
        wished_pronouns=pronouns_in(facts.wished_pronouns),
        no_go=facts.no_go,
        barred=frozenset(past.barred.get(request.member_id, ()))
        | frozenset(past.answered.get(request.id, ())),
        previous=frozenset(past.good.get(request.member_id, ())),
    )


def channels_in(facts: ProfileFacts) -> frozenset[Channel]:
    """How the person likes to talk."""
    return frozenset(Channel(one) for one in facts.channels)


def hours_in(facts: ProfileFacts, now: datetime) -> WeeklyHours:
    """When the person is free, in the week around now."""
    today = now.astimezone(ZoneInfo(facts.time_zone)).date()
    return hours_of(tuple(_BOXES[box] for box in facts.free_parts), facts.time_zone, today)


def pronouns_in(said: str) -> frozenset[str]:
    """Pronouns are free words; they are the same when they read the same."""
    word = "".join(said.casefold().split())
    return frozenset({word}) if word else frozenset()


@dataclass(slots=True, kw_only=True)
class _Past:
    """What earlier endings, answers and blocks say about who may meet whom."""

    barred: dict[UUID, set[UUID]] = field(default_factory=dict)
    """Supporters by member: blocked either way, never again, paired at the moment, kept apart by
    another domain."""
    answered: dict[UUID, set[UUID]] = field(default_factory=dict)
    """Supporters by request: declined or let pass for this request, or left just before it."""
    good: dict[UUID, set[UUID]] = field(default_factory=dict)

    @classmethod
    def of(cls, requests: Sequence[SupportRequest]) -> "_Past":
        past = cls()
        members = {request.member_id for request in requests}
        past._add_pairings(members, {request.id for request in requests})
        past._add_blocks(members)
        for member, other in ports.kept_apart(members):
            past._keep_apart(member, other)
        over = Proposal.objects.filter(
            request__in=[request.id for request in requests],
            stage__in=(Stage.DECLINED, Stage.EXPIRED),
        )
        for request_id, supporter_id in over.values_list("request_id", "supporter_id"):
            past.answered.setdefault(request_id, set()).add(supporter_id)
        return past

    def _add_pairings(self, members: Iterable[UUID], requests: Collection[UUID]) -> None:
        """Both ways: a supporter of yesterday may be the member of today. And who asks again after
        an ending looks for somebody else."""
        found = Pairing.objects.filter(Q(member__in=members) | Q(supporter__in=members))
        rows = found.values_list(
            *("member", "supporter", "ended_at", "end_reason", "never_again", "followed_by")
        )
        for one, other, ended_at, reason, never_again, followed_by in rows:
            if followed_by in requests:
                self.answered.setdefault(followed_by, set()).add(other)
            if ended_at is None or never_again or reason in PARTING_ENDINGS:
                self._keep_apart(one, other)
            elif reason in GOOD_ENDINGS:
                self.good.setdefault(one, set()).add(other)

    def _add_blocks(self, members: Iterable[UUID]) -> None:
        for pair in block_pairs(members):
            one, other = pair
            self._keep_apart(one, other)

    def _keep_apart(self, one: UUID, other: UUID) -> None:
        self.barred.setdefault(one, set()).add(other)
        self.barred.setdefault(other, set()).add(one)
