"""A case as the ground a measure rests on: what conduct asks about it."""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.urls import reverse

from hearten.accounts.models import Role
from hearten.accounts.queries import has_role
from hearten.audit.queries import events_about
from hearten.audit.vocabulary import Verb
from hearten.conduct.ports import Footing
from hearten.conduct.queries import measures_on
from hearten.conduct.rules import GRAVE, LIGHT
from hearten.safety import ports
from hearten.safety.models import RESOLUTIONS, Case, CaseNature, CaseState, Report, Resolution
from hearten.safety.rules.brigades import Brigade, Reporter, brigade_in, voices

CASE = "safety.case"
"""The kind of ground a case is."""


def footing_of(case: Case) -> Footing:
    """This case, as conduct names it."""
    return Footing(CASE, str(case.pk))


def reporters_of(case: Case) -> list[Reporter]:
    """The people who reported, each at their first report. Automation is nobody's voice."""
    rows = (
        Report.objects.filter(case=case, reporter__isnull=False)
        .order_by("at", "id")
        .values_list("reporter_id", "reporter__joined_at", "at")
    )
    first: dict[UUID, tuple[datetime, datetime]] = {}
    for account_id, joined_at, at in rows:
        first.setdefault(account_id, (joined_at, at))
    talked = ports.have_talked(account_id=case.about_id, among=list(first))
    return [
        Reporter(
            account_id=account_id,
            joined_at=joined_at,
            reported_at=at,
            has_talked=account_id in talked,
        )
        for account_id, (joined_at, at) in first.items()
    ]


def brigade_of(case: Case) -> Brigade | None:
    """Whether reports of this case may belong together."""
    return brigade_in(reporters_of(case))


@dataclass(frozen=True, slots=True)
class Decided:
    """What was decided about the person of a case, from it."""

    kinds: frozenset[str]
    """Of measures that stood, and were not taken back."""
    open: bool
    """Whether something still waits for a second person."""

    def resolutions(self, nature: CaseNature) -> tuple[Resolution, ...]:
        """How the case may end, in order."""
        needs = {Resolution.WARNED: LIGHT, Resolution.SUSPENDED: GRAVE}
        return tuple(
            one
            for one in RESOLUTIONS[nature]
            if one not in needs or self.kinds & {kind.value for kind in needs[one]}
        )


def decided_from(case: Case) -> Decided:
    """The measures that rest on this case, as far as its end depends on them."""
    rows = list(measures_on(footing_of(case)).values_list("kind", "state"))
    return Decided(
        kinds=frozenset(kind for kind, state in rows if state in ("standing", "over")),
        open=any(state == "proposed" for _kind, state in rows),
    )


class CaseGround:
    """For conduct.ports.bind_ground."""

    def parties(self, ground_id: str) -> frozenset[UUID]:
        """Whom the case is about, and everybody who reported."""
        case = Case.objects.get(pk=ground_id)
        reporters = Report.objects.filter(case=case, reporter__isnull=False)
        return frozenset({case.about_id, *reporters.values_list("reporter_id", flat=True)})

    def voices(self, ground_id: str) -> int:
        """How many people reported, independent of each other."""
        return voices(reporters_of(Case.objects.get(pk=ground_id)))

    def is_at(self, ground_id: str, account_id: UUID) -> bool:
        """Whether this moderator has the case."""
        held = Case.objects.filter(pk=ground_id, assignee=account_id, state=CaseState.ASSIGNED)
        case = held.first()
        return case is not None and has_role(account_id, case.programme_id, Role.MODERATOR)

    def opened_by(self, ground_id: str, account_id: UUID) -> bool:
        """Whether they have read what was reported: the record knows."""
        reads = events_about(Case(pk=UUID(ground_id))).filter(verb=Verb.CASE_EVIDENCE_READ)
        return reads.filter(actor_id=account_id).exists()

    def known_as(self, ground_id: str) -> str:
        """The name the case is about; empty for a person's pseudonym."""
        return Case.objects.get(pk=ground_id).known_as

    def address(self, ground_id: str) -> str:
        """The page of the case."""
        return reverse("safety:case", args=[ground_id])
