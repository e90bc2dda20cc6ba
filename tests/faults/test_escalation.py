"""Alerts under faults: workers killed before, during and after each send lose nothing.

ESCALATION_ALERTS=1000 runs it at the size the design names; 100 is what every run of the tests does.
"""

import os
import random
import subprocess
import sys
import time
from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import timedelta
from pathlib import Path
from uuid import UUID

import pytest
from django.db import connection

from hearten.accounts.models import Programme, Role
from hearten.accounts.tests.factories import make_account, make_programme
from hearten.foundation import clock
from hearten.foundation.actors import SystemActor
from hearten.notifications import actions as notifications
from hearten.notifications import ports
from hearten.notifications.models import Delivery, Way
from hearten.notifications.tests.browsers import Browser
from hearten.safety import actions
from hearten.safety.models import Alert, AlertStep, Case
from hearten.triage.rules import Signal, Verdict
from tests.faults.escalation import CLEAN, KINDS, Recorder
from tests.installation import ROOT

ALERTS = int(os.environ.get("ESCALATION_ALERTS", "100"))
ROUNDS = 2
PATIENCE_SECONDS = 120 + ALERTS
READER = SystemActor("reader of the fault test")


def _prepare(record: Path) -> list[UUID]:
    """Three moderators who are called by email, browser and text, and as many people in danger as there
    are alerts."""
    programme = make_programme("Fault Harbour")
    for kind in KINDS:
        ports.bind_provider(kind, Recorder(record))
    for number in range(3):
        moderator = make_account(programme=programme, roles=[Role.MODERATOR])
        notifications.add_way(kind="email", address=f"m{number}@example.org", by=moderator)
        notifications.add_way(kind="sms", address=f"+3460010020{number}", by=moderator)
        browser = Browser(f"https://push.example.org/{number}")
        notifications.add_browser(**browser.given, by=moderator)
    Way.objects.update(verified_at=clock.now(), sealed_code=None)
    Delivery.objects.all().delete()
    return [make_account(programme=programme).pk for _ in range(ALERTS)]


def _find_danger(author_id: UUID, number: int) -> None:
    programme = Programme.objects.get()
    actions.note_finding(
        programme=programme,
        author_id=author_id,
        verdict=Verdict(3, 0.9, (Signal("plan", 0.9, 0, 7, ("so",), 3),), "en", "fault.1"),
        text="planted words",
        place=f"conversation:{number}",
        subject_kind="conversations.message",
        subject_id=str(number),
        written_at=clock.now(),
        by=READER,
    )


@contextmanager
def _workers(record: Path) -> Iterator[None]:
    database = connection.settings_dict
    address = (
        f"postgresql://{database['USER']}@/{database['NAME']}?host={database['HOST']}"
        f"&port={database['PORT'] or 5432}"
    )
    process = subprocess.Popen(
        [sys.executable, "-m", "tests.faults.escalation", str(record)],
        cwd=ROOT,
        env={**os.environ, "DATABASE_URL": address, "PYTHONPATH": str(ROOT)},
    )
    try:
        yield
    finally:
        process.terminate()
        process.wait(30)


def _until(done: Callable[[], bool]) -> None:
    until = time.monotonic() + PATIENCE_SECONDS
    while not done():
        if time.monotonic() > until:
            pytest.fail("it did not come to an end")
        time.sleep(0.2)


def _taken(count: int) -> bool:
    taken = Counter(
        AlertStep.objects.filter(taken_at__isnull=False).values_list("alert", flat=True)
    )
    return len(taken) == ALERTS and min(taken.values()) >= count


def _make_due() -> None:
    """The next steps are due within the next seconds, not in minutes, some five in a second: what
    is due is what is stored."""
    with connection.cursor() as cursor:
        cursor.execute(
            "UPDATE safety_alertstep SET due_at = clock_timestamp() + random() * %s"
            " WHERE taken_at IS NULL",
            [timedelta(seconds=ALERTS / 5)],
        )


def _figures(name: str, values: list[float]) -> None:
    ordered = sorted(values)
    p99 = ordered[min(len(ordered) - 1, int(len(ordered) * 0.99))]
    print(
        f"{name}: median {ordered[len(ordered) // 2]:.2f} s, p99 {p99:.2f} s, most {ordered[-1]:.2f} s"
    )


@pytest.mark.django_db(transaction=True)
def test_no_alert_is_lost_whoever_dies(tmp_path: Path) -> None:
    record = tmp_path / "provider"
    authors = _prepare(record)
    with _workers(record):
        for number, author in enumerate(authors):
            _find_danger(author, number)
            time.sleep(random.uniform(0, 0.3))
        for taken in range(1, ROUNDS + 1):
            _until(lambda taken=taken: _taken(taken))
            if taken < ROUNDS:
                _make_due()
        record.with_suffix(f".{CLEAN}").touch()
        _until(lambda: not Delivery.objects.exclude(state="sent").exists())
    _check_steps()
    _check_deliveries(record)


def _check_steps() -> None:
    assert (Alert.objects.count(), Case.objects.count()) == (ALERTS, ALERTS)
    for alert in Alert.objects.prefetch_related("steps"):
        steps = list(alert.steps.all())
        assert [one.number for one in steps] == list(range(1, len(steps) + 1))
        assert [one.taken_at is None for one in steps] == [False] * (len(steps) - 1) + [True]
    late = [
        (one.taken_at - one.due_at).total_seconds()
        for one in AlertStep.objects.filter(taken_at__isnull=False)
    ]
    print(f"\n{ALERTS} alerts, {len(late)} steps")
    _figures("steps late", late)


def _check_deliveries(record: Path) -> None:
    lines = [line.split(" ", 2) for line in record.read_text().splitlines()]
    said_yes = Counter(key for what, key, _text in lines if what == "yes")
    rows = {str(one.id): one for one in Delivery.objects.filter(kind__in=KINDS)}
    steps = AlertStep.objects.filter(taken_at__isnull=False).count()
    assert len(rows) == 3 * len(KINDS) * steps
    assert set(said_yes) == set(rows)  # none lost, none that nobody asked for
    again = {key: count for key, count in said_yes.items() if count > 1}
    # A repeat has the same key, and only where an attempt ended without our mark.
    assert all(count <= rows[key].attempts for key, count in again.items())
    died = Counter(what for what, _key, _text in lines if what.startswith("died"))
    assert {text for _what, _key, text in lines} == {
        "Something needs you|Something needs you. Please open the app."
    }
    deaths = len(record.with_suffix(".deaths").read_text())
    assert deaths > 0
    print(
        f"{deaths} deaths, of them in a send {dict(died)}; {len(again)} of {len(rows)} sent again"
    )
    sent = [(one.sent_at - one.made_at).total_seconds() for one in rows.values()]
    whole = [
        (one.sent_at - one.made_at).total_seconds() for one in rows.values() if one.attempts == 1
    ]
    _figures("sent after", sent)
    _figures("sent after, without a death", whole)
