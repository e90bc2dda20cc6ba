"""Who may read which step, who did, and what they suggested."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from django.db.models import QuerySet

from hearten.accounts.models import Account
from hearten.accounts.queries import blocked_with
from hearten.audit.queries import events_about
from hearten.audit.vocabulary import Verb
from hearten.foundation.actors import Actor
from hearten.matching import queries as matching
from hearten.toolkit.models import Plan, Share, Suggestion
from hearten.toolkit.queries.plans import StepRead, plan_of
from hearten.toolkit.queries.sealed import opened, suggestion_context
from hearten.toolkit.rules import STEPS, Part, Step

LOOKS_SHOWN = 20


def open_pairings_of(actor: Actor, *, supporting: bool = False) -> QuerySet[Any]:
    """The matching.Pairings that are open now and not parted by a block, in which this person is
    the member or, with `supporting`, the supporter."""
    if actor.actor_id is None:
        return matching.pairings_visible_to(actor).none()
    mine, other = ("supporter", "member") if supporting else ("member", "supporter")
    found = matching.pairings_visible_to(actor).filter(
        **{mine: actor.actor_id, f"{other}__is_active": True}, ended_at__isnull=True
    )
    return found.exclude(**{f"{other}__in": blocked_with(actor.actor_id)}).order_by("started_at")


def shares_of(plan_id: UUID | None) -> dict[UUID, frozenset[Step]]:
    """Shared steps by pairing, of ended pairings too: those give nobody anything."""
    shares: dict[UUID, set[Step]] = {}
    rows = Share.objects.filter(plan=plan_id).values_list("pairing_id", "step")
    for pairing_id, step in rows:
        shares.setdefault(pairing_id, set()).add(Step(step))
    return {pairing_id: frozenset(steps) for pairing_id, steps in shares.items()}


@dataclass(frozen=True, slots=True, kw_only=True)
class Shared:
    """What one supporter may read of one plan now."""

    pairing_id: UUID
    owner: Account
    plan: Plan | None
    steps: Sequence[StepRead]


def shared_with(actor: Actor, pairing_id: UUID) -> Shared | None:
    """What the supporter of an open pairing may read; None for everybody else, whatever their role,
    and once the pairing ended or a block parts the two. Nothing shared and no plan look the same."""
    pairing = open_pairings_of(actor, supporting=True).filter(pk=pairing_id).first()
    if pairing is None:
        return None
    owner: Account = pairing.member
    plan = Plan.objects.filter(account=owner).first()
    allowed = shared_steps(plan, pairing_id)
    read = plan_of(owner, only=allowed) if allowed else None
    return Shared(
        pairing_id=pairing_id,
        owner=owner,
        plan=plan,
        steps=[one for one in read.steps if one.step in allowed] if read else [],
    )


def shared_steps(plan: Plan | None, pairing_id: UUID) -> tuple[Step, ...]:
    """The steps shared in a pairing, in order."""
    shared = Share.objects.filter(plan=plan, pairing=pairing_id) if plan else Share.objects.none()
    given = set(shared.values_list("step", flat=True))
    return tuple(step for step in STEPS if step in given)


@dataclass(frozen=True, slots=True, kw_only=True)
class Look:
    """Somebody read shared steps."""

    pseudonym: str
    """Empty once their account is gone."""
    at: datetime
    steps: Sequence[Step]


def looks_at(plan: Plan) -> list[Look]:
    """Who read what of a plan and when, the latest first: from the record, for its owner."""
    events = events_about(plan).filter(verb=Verb.PLAN_READ_BY_SUPPORTER).order_by("-id")
    latest = list(events[:LOOKS_SHOWN])
    names = dict(
        Account.objects.filter(id__in=[one.actor_id for one in latest]).values_list(
            "id", "pseudonym"
        )
    )
    return [
        Look(
            pseudonym=names.get(one.actor_id, "") if one.actor_id else "",
            at=one.at,
            steps=[step for step in STEPS if step in one.details.get("steps", [])],
        )
        for one in latest
    ]


def looked_since(plan: Plan, actor: Actor, steps: Sequence[Step], since: datetime) -> bool:
    """Whether somebody's latest look since then was at exactly these steps."""
    looks = events_about(plan).filter(
        verb=Verb.PLAN_READ_BY_SUPPORTER, actor_id=actor.actor_id, at__gte=since
    )
    latest = looks.order_by("-id").first()
    return latest is not None and latest.details.get("steps") == [step.value for step in steps]


@dataclass(frozen=True, slots=True, kw_only=True)
class SuggestionRead:
    """A line somebody offers, opened for the plan's owner."""

    id: UUID
    part: Part
    text: str
    pseudonym: str
    at: datetime


def suggestions_visible_to(actor: Actor) -> QuerySet[Suggestion]:
    """A suggestion is for the plan's owner; one from somebody they are parted from is gone."""
    if actor.actor_id is None:
        return Suggestion.objects.none()
    parted = blocked_with(actor.actor_id)
    mine = Suggestion.objects.filter(plan__account_id=actor.actor_id)
    return mine.exclude(pairing__supporter__in=parted).select_related("pairing__supporter", "plan")


def suggestions_for(owner: Account) -> list[SuggestionRead]:
    """What waits for the owner's yes or no, oldest first."""
    return [
        SuggestionRead(
            id=one.id,
            part=Part(one.part),
            text=opened(owner, one.sealed_text, suggestion_context(one)),
            pseudonym=one.pairing.supporter.pseudonym,
            at=one.at,
        )
        for one in suggestions_visible_to(owner).order_by("at", "id")
    ]
