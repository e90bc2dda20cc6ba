"""Every address × every person: what exists for them, and nothing else does."""

from collections.abc import Iterator
from copy import copy

import pytest
from django.db import transaction
from django.http import HttpResponse, HttpResponseNotFound
from django.test import Client
from django.urls import URLPattern, URLResolver, get_resolver, reverse

from hearten.audit.models import Event
from hearten.notifications import ports
from tests.matrix.table import EVERYBODY, GROUPS, MACHINES, NO_PERSON, SIGNED_IN, Row
from tests.matrix.world import NOBODY, World

pytestmark = pytest.mark.django_db
GONE = 404
NOT_HERE = {401, 403, GONE, 405}
OUT = {NOBODY, "suspended"}
OPEN, SIGN_IN, IN_VAIN = "open", "asked to sign in", "in vain"


def _names(patterns: list[URLPattern | URLResolver], space: str = "") -> Iterator[str]:
    for one in patterns:
        if isinstance(one, URLResolver):
            inner = f"{space}{one.namespace}:" if one.namespace else space
            yield from _names(one.url_patterns, inner)
        else:
            assert one.name, f"an address without a name: {one.pattern}"
            yield f"{space}{one.name}"


def test_every_address_has_a_row():
    rows = [name for group in GROUPS.values() for name in group]
    assert sorted(rows) == sorted(set(_names(get_resolver().url_patterns)))


class _Swallows:
    def send(self, letter: ports.Letter) -> str:
        return "swallowed"


@pytest.fixture(scope="module")
def world(django_db_setup, django_db_blocker) -> Iterator[World]:
    """One for all: whatever is asked of it is undone at once."""
    before = ports.provider_of("email")
    ports.bind_provider("email", _Swallows())
    with django_db_blocker.unblock(), transaction.atomic():
        yield World()
        transaction.set_rollback(True)
    ports.unbind_provider("email")
    if before is not None:
        ports.bind_provider("email", before)


@pytest.fixture
def bare(monkeypatch: pytest.MonkeyPatch) -> None:
    """What does not exist answers without its page, which others test: most answers here are that."""
    monkeypatch.setattr("config.urls.handler404", lambda request, exception: HttpResponseNotFound())


def _asked(client: Client, method: str, address: str) -> tuple[HttpResponse, bool]:
    """Ask, see whether what was sent did anything, and undo it."""
    saved, cookies = transaction.savepoint(), copy(client.cookies)
    try:
        if method == "GET":
            return client.get(address), False
        before = Event.objects.count()
        answer = client.post(address)
        return answer, Event.objects.count() > before
    finally:
        transaction.savepoint_rollback(saved)
        client.cookies = cookies


def _outcome(answer: HttpResponse, done: bool, row: Row, who: str) -> str:
    if answer.status_code == 401 or answer.headers.get("Location", "").startswith("/sign-in/?next"):
        return SIGN_IN
    if who in row.in_vain and answer.status_code in {200, 302, 403, 422}:
        return "done" if done else IN_VAIN
    return str(answer.status_code) if answer.status_code in NOT_HERE else OPEN


def _expected(row: Row, method: str, who: str) -> str:
    if who in row.people:
        return OPEN
    if who in row.told:
        return "403"
    if method == "POST" and who in row.in_vain:
        return IN_VAIN
    if row.people is MACHINES:
        return SIGN_IN
    return SIGN_IN if who in OUT and row.people is not NO_PERSON else str(GONE)


@pytest.mark.parametrize("group", GROUPS)
def test_it_exists_for_those_people_only(world: World, bare: None, group: str):
    wrong = []
    for name, row in GROUPS[group].items():
        address = reverse(name, kwargs=world.arguments.get(name))
        for who in sorted(EVERYBODY):
            for method in row.how.split():
                answer, done = _asked(world.clients[who], method, address)
                found = _outcome(answer, done, row, who)
                expected = _expected(row, method, who)
                if found != expected:
                    wrong.append(f"{method} {name} by {who}: {found}, not {expected}")
    assert not wrong, "\n".join(wrong)


def test_it_can_fail(world: World):
    """The world is not empty: a case opens for its moderator, and is gone for the other programme's."""
    address = reverse("safety:case", kwargs=world.arguments["safety:case"])
    answers = {who: world.clients[who].get(address).status_code for who in SIGNED_IN}
    assert {who for who, code in answers.items() if code == 200} == {"moderator", "second"}
    assert set(answers.values()) == {200, GONE}
