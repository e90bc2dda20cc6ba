"""What crisis work is counted from: texts of danger, and cases somebody had."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.db.models import Q

from hearten.accounts.models import Programme
from hearten.safety.models import Case, Finding, Level


@dataclass(frozen=True, slots=True)
class DangerRead:
    """One text of possible risk or danger: where, whose, when, and when somebody turned to it."""

    place: str
    author_id: UUID
    written_at: datetime
    answered_at: datetime | None


def dangers_since(
    programme: Programme, since: datetime, *, places: Collection[str] | None = None
) -> list[DangerRead]:
    """The texts of possible risk or danger (in all places, or in these), oldest first."""
    found = Finding.objects.filter(
        programme=programme, level__gte=Level.RISK, written_at__gte=since
    )
    if places is not None:
        found = found.filter(place__in=places)
    rows = found.order_by("written_at", "id")
    return [
        DangerRead(*row)
        for row in rows.values_list("place", "author_id", "written_at", "answered_at")
    ]


def danger_is_near(place: str, since: datetime) -> bool:
    """Whether something of possible risk or danger was written here since then."""
    return Finding.objects.filter(
        place=place, level__gte=Level.RISK, written_at__gte=since
    ).exists()


@dataclass(frozen=True, slots=True)
class CaseRead:
    """Who has or had a case about whom, from when to when."""

    moderator_id: UUID
    about_id: UUID
    taken_at: datetime
    resolved_at: datetime | None


def cases_since(programme: Programme, since: datetime) -> list[CaseRead]:
    """Cases that somebody has, or that were resolved since then."""
    found = Case.objects.filter(
        Q(resolved_at__isnull=True) | Q(resolved_at__gte=since),
        programme=programme,
        assignee__isnull=False,
        assigned_at__isnull=False,
    )
    rows = found.order_by("assigned_at", "id")
    return [
        CaseRead(moderator, about, taken, resolved)
        for moderator, about, taken, resolved in rows.values_list(
            "assignee_id", "about_id", "assigned_at", "resolved_at"
        )
        if moderator is not None and taken is not None
    ]
