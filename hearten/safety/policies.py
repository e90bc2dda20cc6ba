"""Who may report, and who may work a case."""

from uuid import UUID

from hearten.accounts.models import Programme, Role
from hearten.accounts.policies import may_manage, may_moderate
from hearten.accounts.queries import has_role
from hearten.conduct.queries import is_reviewed
from hearten.foundation.actors import Actor
from hearten.safety.models import Alert, Case, CaseState, Report
from hearten.safety.queries import footing_of
from hearten.safety.queries.screenings import screens


def may_report(actor: Actor, programme: Programme) -> bool:
    """Everybody in the programme, and automation that found something."""
    if actor.actor_id is None:
        return bool(actor.actor_name)
    return has_role(actor.actor_id, programme.id, *Role)


def may_note_findings(by: Actor) -> bool:
    """Automation alone: a person who is worried reports."""
    return by.actor_id is None


def may_work(actor_id: UUID | None, case: Case) -> bool:
    """Moderators of the programme, but nobody a case about themselves or one they reported: fair
    process needs somebody who is not a part of it."""
    return may_moderate(actor_id, case.programme) and not is_party(actor_id, case)


def is_party(actor_id: UUID | None, case: Case) -> bool:
    """Whether this person is whom the case is about, or reported it."""
    if actor_id == case.about_id:
        return True
    return Report.objects.filter(case=case, reporter_id=actor_id).exists()


def may_take(actor_id: UUID | None, case: Case) -> bool:
    """Whoever may work it, while nobody has it, nobody who is still a moderator, or nobody who has
    answered its open alert."""
    taken = (
        case.assignee_id is not None
        and may_moderate(case.assignee_id, case.programme)
        and not case.alerts.filter(closed_at__isnull=True).exists()
    )
    return case.state != CaseState.RESOLVED and not taken and may_work(actor_id, case)


def has_case(actor_id: UUID | None, case: Case) -> bool:
    """The moderator who has the case."""
    return case.assignee_id == actor_id and may_work(actor_id, case)


def may_screen(actor_id: UUID | None, case: Case) -> bool:
    """Whoever has the case, where the programme uses the screening questions."""
    return screens(case.programme) and has_case(actor_id, case)


def may_read_evidence(actor_id: UUID | None, case: Case) -> bool:
    """The moderator who has the case, and while a measure that rests on it is proposed or appealed
    the moderators who may decide that: everybody else, moderators too, has no need to."""
    if has_case(actor_id, case):
        return True
    return is_reviewed(footing_of(case)) and may_work(actor_id, case)


def may_escalate(by: Actor) -> bool:
    """Raising alerts and taking their steps is the system's own: nobody calls people by hand."""
    return by.actor_id is None


def may_practise(by: Actor, programme: Programme) -> bool:
    """Managers of the programme, and the weekly job."""
    return by.actor_id is None or may_manage(by.actor_id, programme)


def may_answer(actor_id: UUID | None, alert: Alert) -> bool:
    """Moderators of the programme; of a danger alert, those who may work the case."""
    if alert.case is not None:
        return may_work(actor_id, alert.case)
    return may_moderate(actor_id, alert.programme)
