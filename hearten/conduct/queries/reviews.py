"""What waits for a second person: proposals and appeals, as far as this reader may decide them."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _

from hearten.accounts.models import Account, Programme, Role
from hearten.accounts.queries import has_role, people_with
from hearten.conduct.models import Appeal, ConductSettings, Measure, MeasureState
from hearten.conduct.ports import Footing
from hearten.conduct.rules import Basis
from hearten.foundation import clock
from hearten.foundation.actors import Actor

_BASES = {
    Basis.LIGHT: _("It takes little away, so one moderator decides."),
    Basis.EARLIER: _("An earlier measure, about something else, did not help."),
    Basis.VOICES: _("Several people who do not belong together reported."),
    Basis.EVIDENCE: _("What was reported is grave. Two moderators have to read it."),
}


def words_of_basis(basis: str) -> str:
    """What a measure rests on, for whoever decides about it."""
    return str(_BASES[Basis(basis)])


def footing_of(measure: Measure) -> Footing:
    """What it rests on."""
    return Footing(measure.ground_kind, measure.ground_id)


def involved_in(measure: Measure) -> frozenset[UUID]:
    """Everybody who decides nothing more about it: whom it is about, who proposed or confirmed it,
    who has a part in its ground."""
    own = {measure.account_id, measure.proposed_by_id, measure.confirmed_by_id} - {None}
    parties = footing_of(measure).ground.parties(measure.ground_id)
    return frozenset(one for one in own if one is not None) | parties


def judges_of(measure: Measure) -> list[Account]:
    """Who may be the second person: moderators who have no part in it; where there is none, the
    programme's managers who have none."""
    out = involved_in(measure)
    for role in (Role.MODERATOR, Role.MANAGER):
        found = list(people_with(measure.programme, role).exclude(id__in=out))
        if found:
            return found
    return []


def measures_on(footing: Footing) -> QuerySet[Measure]:
    """All measures that rest on one ground, in order."""
    found = Measure.objects.filter(ground_kind=footing.kind, ground_id=footing.id)
    return found.select_related("account").order_by("proposed_at", "id")


def is_reviewed(footing: Footing) -> bool:
    """Whether a second person looks at this ground now: a proposal or an appeal is open."""
    found = measures_on(footing)
    return (
        found.filter(state=MeasureState.PROPOSED).exists()
        or found.filter(appeal__outcome="").exists()
    )


def proposals_visible_to(actor: Actor, programme: Programme) -> QuerySet[Measure]:
    """Open proposals of a programme, for its moderators and managers, without those in which they
    have a part: nobody learns here what is planned about themselves or whom they reported."""
    if not has_role(actor.actor_id, programme.id, Role.MODERATOR, Role.MANAGER):
        return Measure.objects.none()
    waiting = Measure.objects.filter(programme=programme, state=MeasureState.PROPOSED)
    parted = [one.pk for one in waiting if _has_a_part(actor, one)]
    return (
        waiting.exclude(pk__in=parted)
        .select_related("account", "programme")
        .order_by("proposed_at", "id")
    )


def _has_a_part(actor: Actor, measure: Measure) -> bool:
    """Whom it is about, or who has a part in its ground. Whoever proposed it may look at it."""
    parties = footing_of(measure).ground.parties(measure.ground_id)
    return actor.actor_id == measure.account_id or actor.actor_id in parties


def measures_visible_to(actor: Actor, programme: Programme) -> QuerySet[Measure]:
    """Every measure of a programme, for its moderators, without those about themselves."""
    if not has_role(actor.actor_id, programme.id, Role.MODERATOR):
        return Measure.objects.none()
    found = Measure.objects.filter(programme=programme).exclude(account=actor.actor_id)
    return found.select_related("account", "programme")


def appeals_visible_to(actor: Actor, programme: Programme) -> QuerySet[Appeal]:
    """Appeals of a programme, for its moderators and managers, without those in which they have a
    part: what was promised soonest first."""
    if not has_role(actor.actor_id, programme.id, Role.MODERATOR, Role.MANAGER):
        return Appeal.objects.none()
    found = Appeal.objects.filter(measure__programme=programme).select_related("measure")
    parted = [one.pk for one in found if _has_a_part(actor, one.measure)]
    return (
        found.exclude(pk__in=parted)
        .select_related("measure__account", "measure__programme")
        .order_by("decide_by", "id")
    )


@dataclass(frozen=True, slots=True, kw_only=True)
class Waiting:
    """One thing on the moderators' list of what waits for a second person."""

    id: UUID
    appeal: bool
    what: str
    """The measure's kind, in words."""
    since: datetime
    by: datetime | None
    """Until when it has to be decided."""
    overdue: bool
    mine: bool
    """Whether this reader may decide it."""


def waiting_for(actor: Actor, programme: Programme) -> list[Waiting]:
    """Overdue first, then what is due soonest, then the longest waiting."""
    appeals = [
        _of_appeal(one, actor) for one in appeals_visible_to(actor, programme).filter(outcome="")
    ]
    proposals = [_of_proposal(one, actor) for one in proposals_visible_to(actor, programme)]
    return sorted([*proposals, *appeals], key=_order)


def _order(one: Waiting) -> tuple[bool, bool, datetime]:
    return not one.overdue, one.by is None, one.by or one.since


def _of_appeal(appeal: Appeal, actor: Actor) -> Waiting:
    return Waiting(
        id=appeal.id,
        appeal=True,
        what=appeal.measure.get_kind_display(),
        since=appeal.made_at,
        by=appeal.decide_by,
        overdue=appeal.decide_by < clock.now(),
        mine=_may(actor, judges_of(appeal.measure)),
    )


def _of_proposal(measure: Measure, actor: Actor) -> Waiting:
    return Waiting(
        id=measure.id,
        appeal=False,
        what=measure.get_kind_display(),
        since=measure.proposed_at,
        by=measure.provisional_until,
        overdue=False,
        mine=_may(actor, judges_of(measure)),
    )


def _may(actor: Actor, judges: Iterable[Account]) -> bool:
    return any(one.id == actor.actor_id for one in judges)


@dataclass(frozen=True, slots=True, kw_only=True)
class ReviewCounts:
    """What waits for a second person, in numbers."""

    proposals: int
    appeals: int
    overdue: int


def review_counts(actor: Actor, programme: Programme) -> ReviewCounts:
    """For the top of the moderators' list."""
    ends = list(
        appeals_visible_to(actor, programme).filter(outcome="").values_list("decide_by", flat=True)
    )
    now = clock.now()
    return ReviewCounts(
        proposals=proposals_visible_to(actor, programme).count(),
        appeals=len(ends),
        overdue=sum(one < now for one in ends),
    )


def settings_of(programme: Programme) -> ConductSettings:
    """What the programme promises, or what it promises unless it says otherwise."""
    stored = ConductSettings.objects.filter(programme=programme).first()
    return stored or ConductSettings(programme=programme)
