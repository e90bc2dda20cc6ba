"""What somebody who reported is told: that it was looked at, and whether something was done. Never what,
and never about whom."""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from uuid import UUID

from django.db.models import QuerySet

from hearten.foundation.actors import Actor
from hearten.safety.models import CaseState, Report, Resolution


class Told(StrEnum):
    """What the reporter is told."""

    LOOKING = "looking"
    DONE = "done"
    NOTHING = "nothing"


@dataclass(frozen=True, slots=True, kw_only=True)
class ReportRead:
    """One report, as the person who made it reads it."""

    id: UUID
    at: datetime
    reason: str
    """In words."""
    told: Told
    fresh: bool
    """Whether they have not read this answer yet."""


def reports_visible_to(actor: Actor) -> QuerySet[Report]:
    """What this person reported; nobody else's."""
    if actor.actor_id is None:
        return Report.objects.none()
    return Report.objects.filter(reporter=actor.actor_id)


def reports_of(actor: Actor) -> list[ReportRead]:
    """All of them, the latest first, without what they are about."""
    found = reports_visible_to(actor).order_by("-at", "id")
    rows = found.values_list("id", "at", "reason", "told_at", "case__state", "case__resolution")
    return [
        ReportRead(
            id=report_id,
            at=at,
            reason=Report(reason=reason).get_reason_display(),
            told=_told(state, resolution),
            fresh=state == CaseState.RESOLVED and told_at is None,
        )
        for report_id, at, reason, told_at, state, resolution in rows
    ]


def _told(state: str, resolution: str) -> Told:
    if state != CaseState.RESOLVED:
        return Told.LOOKING
    return Told.NOTHING if resolution == Resolution.NO_BREACH else Told.DONE


def untold(actor: Actor) -> QuerySet[Report]:
    """Reports that were looked at, of which the person has not read so."""
    return reports_visible_to(actor).filter(case__state=CaseState.RESOLVED, told_at__isnull=True)
