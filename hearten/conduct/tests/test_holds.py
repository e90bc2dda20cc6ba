"""What a measure keeps people from, and until when. The doors that ask are tested where they are:
hearten/conversations/tests/test_held.py and hearten/matching/tests/test_held.py."""

from datetime import timedelta

import pytest
from django.urls import reverse

from hearten.accounts.tests.factories import client_of
from hearten.conduct import actions, policies, queries
from hearten.conduct.models import Scope
from hearten.conduct.rules import Kind
from hearten.foundation import clock

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize(
    ("kind", "more", "write", "begin"),
    [
        (Kind.REMINDER, {}, True, True),
        (Kind.WARNING, {}, False, False),
        (Kind.RESTRICTION, {"scope": "new", "days": 5}, True, False),
        (Kind.RESTRICTION, {"scope": "writing", "days": 5}, False, False),
    ],
)
def test_what_each_keeps_from(scene, kind, more, write, begin):
    assert (policies.may_write(scene.person.id), policies.may_begin(scene.person.id)) == (
        True,
        True,
    )
    scene.impose(kind, **more)
    assert (policies.may_write(scene.person.id), policies.may_begin(scene.person.id)) == (
        write,
        begin,
    )


def test_a_warning_holds_until_it_was_read(scene):
    made = scene.impose(Kind.WARNING)
    assert queries.hold_on(scene.person.id).until is None
    actions.acknowledge(measure=made, by=scene.person)
    assert queries.hold_on(scene.person.id) is None


def test_the_stored_time_ends_a_hold_also_when_no_job_came_by(scene):
    made = scene.impose(Kind.RESTRICTION)
    with clock.frozen(made.until - timedelta(seconds=1)):
        assert queries.hold_on(scene.person.id).scope == Scope.WRITING
        assert list(queries.held_accounts()) == [scene.person.id]
    with clock.frozen(made.until):
        assert queries.hold_on(scene.person.id) is None
        assert list(queries.held_accounts()) == []


def test_nobody_else_is_held_and_that_costs_one_query(scene, django_assert_num_queries):
    others = [scene.first.id, scene.second.id, scene.reporter.id]
    with django_assert_num_queries(1):
        assert queries.holds_on(others) == {}
    scene.impose(Kind.RESTRICTION)
    with django_assert_num_queries(2):  # the clock that all processes share is asked too
        assert list(queries.holds_on([*others, scene.person.id])) == [scene.person.id]


def test_a_warning_comes_before_every_page_but_crisis_help_and_the_plan(scene):
    made = scene.impose(Kind.WARNING)
    client = client_of(scene.person)
    decision = reverse("conduct:decision", args=[made.id])
    for name in ("pages:home", "accounts:settings", "profiles:about", "matching:inbox"):
        answer = client.get(reverse(name))
        assert (answer.status_code, answer.url) == (302, decision)
    for name in ("crisis:help", "toolkit:plan", "conduct:mine"):
        assert client.get(reverse(name)).status_code == 200
    page = client.get(decision)
    assert "I have read this" in page.text
    done = client.post(reverse("conduct:acknowledge", args=[made.id]))
    assert (done.status_code, done.url) == (302, "/")
    assert client.get("/").status_code == 200
