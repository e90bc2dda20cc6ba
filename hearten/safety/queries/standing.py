"""Where a case stands, for the domains above: they do not know its states."""

from django.db.models import QuerySet

from hearten.foundation.actors import Actor
from hearten.safety.models import Case, CaseNature, CaseState, Report


def is_welfare_at_work(case: Case) -> bool:
    """Whether it is about somebody's safety and somebody works it now."""
    return case.nature == CaseNature.WELFARE and case.state == CaseState.ASSIGNED


def is_closed(case: Case) -> bool:
    """Whether it is resolved."""
    return case.state == CaseState.RESOLVED


def reported_by(actor: Actor) -> QuerySet[Report]:
    """The cases (their ids) this person reported: they have a part in them."""
    return Report.objects.filter(reporter=actor.actor_id).values("case")  # type: ignore[return-value]
