"""`hearten demo`: what it refuses, what it leaves alone, what it says."""

from datetime import UTC, datetime
from io import StringIO

import pytest
from django.core.management import CommandError, call_command
from django.db import connection
from django.test.utils import CaptureQueriesContext

from hearten.accounts.models import Account, Programme
from hearten.accounts.tests.factories import make_account, make_programme
from hearten.demo import build, programme, reading
from hearten.demo.management.commands import demo as command

pytestmark = pytest.mark.django_db


@pytest.fixture
def built(monkeypatch):
    """What would be built: building itself is tested elsewhere and takes seconds."""
    calls = []

    def record(**options):
        calls.append(options)
        return make_programme(programme.NAME, slug=programme.SLUG)

    def crowd(made, members, **options):
        calls.append({"crowd": members})

    monkeypatch.setattr(build, "build", record)
    monkeypatch.setattr(command, "grow", crowd)
    return calls


def demo(*arguments, **options) -> str:
    out = StringIO()
    call_command("demo", *arguments, stdout=out, **options)
    return out.getvalue()


def test_in_an_empty_installation_it_builds_and_says_how_to_sign_in(built):
    said = demo("--seed", "3", "--until", "2026-03-18T09:41")
    assert built == [{"seed": 3, "until": datetime(2026, 3, 18, 9, 41, tzinfo=UTC)}]
    assert programme.PASSPHRASE in said
    for written in reading.people("sign-ins"):
        assert written.text("name") in said


def test_a_larger_one_gets_a_crowd(built):
    demo("--members", "1000")
    assert built[1:] == [{"crowd": 960}]


def test_it_has_at_least_its_written_members(built):
    with pytest.raises(CommandError, match="at least 40"):
        demo("--members", "39")
    assert built == []


def test_it_never_mixes_with_real_people(built):
    make_account()
    with pytest.raises(CommandError, match="not empty"):
        demo()
    assert built == []


def test_it_never_mixes_with_a_programme_that_has_nobody_yet(built):
    make_programme()
    with pytest.raises(CommandError, match="not empty"):
        demo()
    assert built == []


def test_beside_a_programme_only_by_force(built):
    make_programme()
    demo("--force")
    assert len(built) == 1


def test_a_second_time_is_refused_also_by_force(built):
    demo()
    for arguments in ((), ("--force",)):
        with pytest.raises(CommandError, match="already"):
            demo(*arguments)
    assert len(built) == 1


def test_the_start_builds_in_an_empty_installation_and_only_there(built, settings):
    settings.DEMO = True
    demo("--if-empty")
    assert len(built) == 1
    assert demo("--if-empty") == ""
    assert len(built) == 1


def test_the_start_leaves_a_real_installation_alone(built, settings):
    settings.DEMO = True
    make_account()
    assert demo("--if-empty") == ""
    assert demo("--sign-ins", address="http://localhost:8000/") == ""
    assert built == []


def test_without_the_wish_for_a_demo_there_is_none(built, settings):
    settings.DEMO = False
    assert demo("--if-empty") == ""
    assert built == []


def test_sign_ins_name_the_address(built):
    demo()
    said = demo("--sign-ins", address="http://localhost:8000/")
    assert "http://localhost:8000/" in said
    assert programme.PASSPHRASE in said


def test_the_second_start_asks_two_questions(built, settings):
    settings.DEMO = True
    demo()
    with CaptureQueriesContext(connection) as captured:
        demo("--if-empty")
        demo("--sign-ins", address="http://localhost:8000/")
    assert len(captured) == 2


def test_nothing_is_left_of_a_build_that_fails(monkeypatch):
    def fail(*arguments, **options):
        raise RuntimeError("the power went out")

    monkeypatch.setattr(build.people, "give_passphrase", fail)
    monkeypatch.setattr(build.stories, "plan", lambda cast, timeline: None)
    monkeypatch.setattr(build.Queue, "plan", lambda self: None)
    with pytest.raises(RuntimeError):
        demo()
    assert (Programme.objects.count(), Account.objects.count()) == (0, 0)
