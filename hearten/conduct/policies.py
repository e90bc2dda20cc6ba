"""Who may decide about somebody, who may look at it again, and what somebody held may do."""

from uuid import UUID

from hearten.accounts.models import Account, Programme
from hearten.accounts.policies import may_change_programme, may_moderate
from hearten.conduct import queries
from hearten.conduct.models import Letter, Measure
from hearten.conduct.ports import Footing
from hearten.foundation.actors import Actor


def may_impose(by: Actor, account: Account, programme: Programme, footing: Footing) -> bool:
    """The moderator who works the ground; never the person themselves, never one who has a part in
    it."""
    if by.actor_id is None or by.actor_id == account.id:
        return False
    return (
        may_moderate(by.actor_id, programme)
        and footing.ground.is_at(footing.id, by.actor_id)
        and by.actor_id not in footing.ground.parties(footing.id)
    )


def may_second(by: Actor, measure: Measure) -> bool:
    """Another moderator who has no part in it; a manager only where there is none."""
    return any(one.id == by.actor_id for one in queries.judges_of(measure))


def has_read(by: Actor, measure: Measure) -> bool:
    """Whether the second person has opened what was reported. A manager, who stands in where there is
    no other moderator, cannot open it: they judge by the reason and what the measure rests on."""
    if by.actor_id is None or not may_moderate(by.actor_id, measure.programme):
        return True
    ground = queries.footing_of(measure).ground
    return ground.opened_by(measure.ground_id, by.actor_id)


def may_decide(by: Actor, measure: Measure) -> bool:
    """Who decides an appeal: the same, and so never who imposed or confirmed the measure."""
    return may_second(by, measure)


def may_withdraw(by: Actor, measure: Measure) -> bool:
    """Whoever proposed it thinks again."""
    return by.actor_id is not None and by.actor_id == measure.proposed_by_id


def may_lift(by: Actor, measure: Measure) -> bool:
    """A moderator of the programme who is not the person and has no part in the ground. Taking back
    is easier than imposing, so whoever imposed it may."""
    parties = queries.footing_of(measure).ground.parties(measure.ground_id)
    return (
        by.actor_id is not None
        and by.actor_id != measure.account_id
        and by.actor_id not in parties
        and may_moderate(by.actor_id, measure.programme)
    )


def may_appeal(by: Actor, measure: Measure) -> bool:
    """The person it is about, suspended or not."""
    return by.actor_id is not None and by.actor_id == measure.account_id


def may_answer(by: Actor, letter: Letter) -> bool:
    """The person the team wrote to, suspended or not."""
    return by.actor_id is not None and by.actor_id == letter.account_id


def may_end_by_time(by: Actor) -> bool:
    """What has run out ends by rule."""
    return by.actor_id is None


def may_promise(by: Actor, programme: Programme) -> bool:
    """What the programme promises: its managers."""
    return may_change_programme(by, programme)


def may_write(account_id: UUID) -> bool:
    """Whether nothing keeps this person from writing to others now."""
    hold = queries.hold_on(account_id)
    return hold is None or hold.scope != queries.Scope.WRITING


def may_begin(account_id: UUID) -> bool:
    """Whether nothing keeps this person from asking for support, or saying yes to somebody, now."""
    return queries.hold_on(account_id) is None
