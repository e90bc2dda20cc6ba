"""The plan, opened."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.db.models import QuerySet

from hearten.accounts.models import Account
from hearten.foundation.actors import Actor
from hearten.toolkit import rules
from hearten.toolkit.models import Entry, Plan
from hearten.toolkit.queries.sealed import entry_context, opened
from hearten.toolkit.rules import PARTS, STEPS, Part, Step


@dataclass(frozen=True, slots=True, kw_only=True)
class EntryRead:
    """One line."""

    line: UUID
    text: str
    phone: str = ""

    @property
    def dial(self) -> str:
        """What a tel: link dials; empty without a number."""
        return rules.dialled(self.phone)


@dataclass(frozen=True, slots=True, kw_only=True)
class StepRead:
    """One step: its lists with their lines, in order."""

    step: Step
    parts: dict[Part, Sequence[EntryRead]]

    @property
    def is_empty(self) -> bool:
        """Whether nothing is written here."""
        return not any(self.parts.values())


@dataclass(frozen=True, slots=True, kw_only=True)
class PlanRead:
    """A whole plan. All six steps are always there."""

    id: UUID | None
    """None while nothing was ever written."""
    revision: int
    changed_at: datetime | None
    looked_at: datetime | None
    steps: Sequence[StepRead]

    @property
    def is_empty(self) -> bool:
        """Whether no step holds anything."""
        return all(step.is_empty for step in self.steps)

    @property
    def first_empty(self) -> Step | None:
        """The first step without a line; None when all have one."""
        return next((one.step for one in self.steps if one.is_empty), None)

    def step(self, step: Step) -> StepRead:
        """One of the six."""
        return self.steps[STEPS.index(step)]


def plans_visible_to(actor: Actor) -> QuerySet[Plan]:
    """A plan is its owner's: no role reads it. What is shared is read through `shared_with`."""
    if actor.actor_id is None:
        return Plan.objects.none()
    return Plan.objects.filter(account_id=actor.actor_id, account__is_active=True)


def plan_of(owner: Account, *, only: Collection[Step] = STEPS) -> PlanRead:
    """The plan of a person in two queries; steps that are not in `only` stay shut and empty.
    Who may read it is for the caller to have asked."""
    plan = Plan.objects.filter(account=owner).first()
    written: dict[Part, list[EntryRead]] = {part: [] for part in Part}
    if plan is not None:
        parts = [part for step in only for part in PARTS[step]]
        for entry in Entry.objects.filter(plan=plan, part__in=parts).order_by("position"):
            written[Part(entry.part)].append(_read(owner, entry))
    return PlanRead(
        id=plan.id if plan else None,
        revision=plan.revision if plan else 0,
        changed_at=plan.changed_at if plan else None,
        looked_at=plan.looked_at if plan else None,
        steps=[
            StepRead(step=step, parts={part: written[part] for part in PARTS[step]})
            for step in STEPS
        ],
    )


def _read(owner: Account, entry: Entry) -> EntryRead:
    return EntryRead(
        line=entry.line,
        text=opened(owner, entry.sealed_text, entry_context(entry, "text")),
        phone=opened(owner, entry.sealed_phone, entry_context(entry, "phone")),
    )
