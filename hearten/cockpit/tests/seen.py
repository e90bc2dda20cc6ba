"""What somebody finds at a meeting, in short."""

from datetime import timedelta

from hearten.accounts.models import Account
from hearten.cockpit import actions, queries
from hearten.cockpit.models import Attendance, Run
from hearten.cockpit.queries import Somebody, Stage


def stage(reader: Account, run: Run, *, hosts: bool = False) -> Stage:
    """As this reader finds it now."""
    run.refresh_from_db()
    return queries.stage_for(reader, run, hosts=hosts)


def name(one: Somebody | None) -> str | None:
    """Under which name, "you" and "somebody" included."""
    if one is None:
        return None
    return "you" if one.own else one.name or "somebody"


def order(reader: Account, run: Run) -> tuple[str | None, list[str | None]]:
    """Whose turn it is, and who comes after."""
    now = stage(reader, run)
    return name(now.turn), [name(one) for one in now.coming]


def row(run: Run, person: Account) -> Attendance:
    """Their place at the meeting."""
    return Attendance.objects.get(run=run, seat__account=person)


def go_to(run: Run, step: int, by: Account) -> None:
    """On to this step, from 0."""
    run.refresh_from_db()
    while run.step < step:
        actions.next_step(group=run.group, after=run.step, by=by)
        run.refresh_from_db()


def minutes(count: float) -> timedelta:
    """So many."""
    return timedelta(minutes=count)
