"""Screens of groups and their meetings, for tests/browser/screens.py."""

from collections.abc import Callable
from datetime import timedelta

from hearten.accounts.models import Account, Role
from hearten.cockpit import actions as cockpit
from hearten.cockpit.models import Run
from hearten.foundation import clock
from hearten.foundation.actors import SystemActor
from hearten.foundation.ids import new_id
from hearten.groups import actions as groups
from hearten.groups.actions import Coming
from hearten.groups.models import Group, Seat
from hearten.groups.rules import QUIET_AFTER

Screen = Callable[..., None]


def circles(screen: Screen, supervisor: Account) -> None:
    """A group as its host, its people, who asks and who is outside find it; one that looks for a host,
    and staff to whom a tired host wrote."""
    group = Group.objects.get(name="Awake at three")
    seats = {one.name: one for one in Seat.objects.filter(group=group).select_related("account")}
    host, plain, asking = (
        seats[name].account for name in ("Lantern Row", "Wool Sock", "Half Moon")
    )
    newcomer = _no_group_of("en", host, plain, asking)
    place = {"group_id": group.pk}
    screen("groups", plain, "groups:groups")
    screen("groups-formats", newcomer, "groups:formats")
    screen("groups-start", newcomer, "groups:start", format="check_in")
    screen("groups-code", newcomer, "groups:code")
    screen("groups-handbook", newcomer, "groups:handbook")
    for name in ("group", "join"):
        screen(f"groups-{name}", newcomer, f"groups:{name}", **place)
    screen("groups-asking", asking, "groups:group", **place)
    groups.change_agreements(group=group, text="We listen.\nNobody has to speak.", by=host)
    screen("groups-agreements", seats["Last Stop"].account, "groups:agreements", **place)
    groups.accept_agreements(group=group, number=2, by=plain)
    for name in ("room", "introduce", "leave"):
        screen(f"groups-{name}", plain, f"groups:{name}", **place)
    soon = clock.now() + timedelta(days=2)
    groups.set_meeting(group=group, starts_at=soon, minutes=60, by=host)
    screen("groups-meeting", plain, "groups:meeting", **place)
    screen("groups-set-meeting", host, "groups:set_meeting", **place)
    screen("groups-inside", plain, "groups:group", **place)
    for name in ("host", "askings", "change", "change_agreements", "tired", "close"):
        screen(f"groups-{name}".replace("_", "-"), host, f"groups:{name}", **place)
    one = {"seat_id": seats["Wool Sock"].pk} | place
    screen("groups-report-person", host, "groups:report_person", **one)
    for name in ("hand_over", "remove"):
        screen(f"groups-{name}".replace("_", "-"), host, f"groups:{name}", **one)
    screen("groups-decline", host, "groups:decline", seat_id=seats["Half Moon"].pk, **place)
    screen("groups-report", plain, "groups:report", seq=1, **place)
    screen("groups-reported", plain, "groups:reported", **place)
    _meetings(screen, group, host, plain)
    _troubled(screen, supervisor)


def _meetings(screen: Screen, group: Group, host: Account, plain: Account) -> None:
    """A meeting with a turn, a hand and somebody who stepped out, after one that was closed; another one
    at its two questions; a third that is not open yet."""
    place = {"group_id": group.pk}
    cockpit.close_run(run=_opened(group, host), by=host)
    run = _opened(group, host)
    out = Seat.objects.get(group=group, name="Last Stop").account
    groups.accept_agreements(group=group, number=2, by=out)
    for person in (plain, out):
        cockpit.come(group=group, by=person)
    _until(run, 2, host)
    for person in (plain, host):
        cockpit.raise_hand(group=group, step=2, by=person)
    cockpit.step_out(group=group, by=out)
    cockpit.tell_hosts(group=group, words_id=new_id(), text="Shall I write to them?", by=host)
    screen("meeting", plain, "cockpit:meeting", **place)
    screen("meeting-out", out, "cockpit:out", **place)
    screen("meeting-host", host, "cockpit:meeting", **place)
    for name in ("words", "close", "note"):
        screen(f"meeting-{name}", host, f"cockpit:{name}", **place)
    closing, waiting = (
        Group.objects.get(name="Después del alta"),
        Group.objects.get(language="en", format="skill"),
    )
    by = Seat.objects.get(group=closing, role="host").account
    _until(_opened(closing, by), 3, by)
    screen("meeting-closing", by, "cockpit:closing", group_id=closing.pk)
    by = Seat.objects.get(group=waiting, role="host").account
    soon = clock.now() + timedelta(minutes=10)
    groups.set_meeting(group=waiting, starts_at=soon, minutes=60, by=by)
    screen("meeting-lobby", by, "cockpit:meeting", group_id=waiting.pk)


def _opened(group: Group, by: Account) -> Run:
    """A meeting of theirs that is open."""
    soon = clock.now() + timedelta(minutes=5)
    meeting = groups.set_meeting(group=group, starts_at=soon, minutes=60, by=by)
    return cockpit.open_run(meeting=meeting, by=by)


def _until(run: Run, step: int, by: Account) -> None:
    for after in range(step):
        cockpit.next_step(group=run.group, after=after, by=by)


def _troubled(screen: Screen, supervisor: Account) -> None:
    """A tired host; a group that looks for a host; words that sound like danger; no, with words."""
    tired, quiet = (
        Group.objects.get(name="Después del alta"),
        Group.objects.get(language="en", format="skill"),
    )
    host = Seat.objects.get(group=tired, role="host").account
    asked = groups.ask_help(group=tired, words="Llevo el grupo sin ayuda y no puedo más.", by=host)
    screen("groups-help", supervisor, "groups:help")
    screen("groups-help-answer", supervisor, "groups:help_answer", asked_id=asked.pk)
    Group.objects.filter(pk=quiet.pk).update(hosted_at=clock.now() - QUIET_AFTER)
    groups.look_after(by=SystemActor("screens"))
    there = [one.account for one in Seat.objects.filter(group=quiet, role="member")]
    screen("groups-hostless", there[0], "groups:group", group_id=quiet.pk)
    groups.introduce(
        group=quiet,
        called="Open Drawer",
        introduction="I do not want to live like this any more.",
        by=there[1],
    )
    screen("groups-card", there[1], "groups:group", group_id=quiet.pk)
    newcomer = _no_group_of("en", *there)
    seat = groups.come_in(
        group=quiet,
        coming=Coming(called="Plain Ladder", introduction="I say yes too often.", agreed=1),
        by=newcomer,
    )
    by = Seat.objects.get(group=quiet, role="host").account
    groups.remove_person(seat=seat, words="It got too loud for us. I am sorry.", by=by)
    screen("groups-letter", newcomer, "groups:groups")


def _no_group_of(language: str, *but: Account) -> Account:
    """A member who reads this language and has no seat anywhere."""
    found = Account.objects.filter(memberships__role=Role.MEMBER, language=language, is_active=True)
    free = found.filter(group_seats__isnull=True).exclude(pk__in=[one.pk for one in but])
    return free.order_by("-pseudonym_key")[0]
