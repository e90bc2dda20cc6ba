"""Pairings as facts, for what looks after the people in them. No words, nobody's profile."""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.db.models import QuerySet

from hearten.accounts.models import Programme
from hearten.matching.models import Boundary, Pairing, SupporterSettings
from hearten.matching.queries.people import hours_in
from hearten.matching.rules import WeeklyHours
from hearten.profiles.queries import facts_without_words


@dataclass(frozen=True, slots=True, kw_only=True)
class PairFacts:
    """Who is with whom, since when, until when."""

    pairing_id: UUID
    programme: Programme
    member_id: UUID
    supporter_id: UUID
    ended_at: datetime | None


def pair_of(pairing_id: UUID) -> PairFacts | None:
    """One pairing, ended ones too."""
    return next(iter(_facts(Pairing.objects.filter(pk=pairing_id))), None)


def open_pairs(programme: Programme) -> list[PairFacts]:
    """All open pairings of a programme."""
    return _facts(Pairing.objects.filter(programme=programme, ended_at__isnull=True))


def pairs_by_id(pairing_ids: list[UUID]) -> dict[UUID, PairFacts]:
    """Several pairings, ended ones too."""
    return {one.pairing_id: one for one in _facts(Pairing.objects.filter(pk__in=pairing_ids))}


def _facts(pairings: QuerySet[Pairing]) -> list[PairFacts]:
    return [
        PairFacts(
            pairing_id=one.pk,
            programme=one.programme,
            member_id=one.member_id,
            supporter_id=one.supporter_id,
            ended_at=one.ended_at,
        )
        for one in pairings.select_related("programme").order_by("pk")
    ]


@dataclass(frozen=True, slots=True, kw_only=True)
class SupportHours:
    """When a supporter said they are there, around a moment."""

    zone: str
    week: WeeklyHours
    not_at_night: bool


def support_hours_of(programme: Programme, supporter_id: UUID, at: datetime) -> SupportHours:
    """What a supporter ticked as their free hours, and whether their boundaries card says that they
    do not answer in the night."""
    facts = facts_without_words(programme, [supporter_id])[supporter_id]
    stored = SupporterSettings.objects.filter(programme=programme, supporter=supporter_id)
    card = stored.values_list("boundaries", flat=True).first() or ()
    return SupportHours(
        zone=facts.time_zone,
        week=hours_in(facts, at),
        not_at_night=Boundary.ANSWERS_IN_THE_DAY.value in card,
    )
