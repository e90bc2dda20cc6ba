"""The public API: answers as its document says, only what everybody may read, only with the scope."""

import json
from datetime import timedelta
from uuid import uuid4

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from hearten.accounts.models import Account
from hearten.accounts.tests.factories import make_account, make_programme
from hearten.forum import actions as forum
from hearten.forum.tests.factories import make_space, write
from hearten.forum.tests.factories import start as begin
from hearten.foundation import clock
from hearten.groups import actions as groups
from hearten.groups.tests.factories import TESTS, come, start
from hearten.integrations import actions
from hearten.integrations.models import ApiToken, Scope
from hearten.integrations.rules import PER_MINUTE, Cursor
from hearten.integrations.tests.contract import broken

pytestmark = pytest.mark.django_db
DOCUMENT = "/api/v1/openapi.json"


class World:
    """A public space with a thread, a members' space, and groups that are listed and not."""

    def __init__(self) -> None:
        self.programme = make_programme()
        self.writer, self.host = (make_account(programme=self.programme) for _one in range(2))
        space = make_space(self.programme, "Zqpublic")
        begin(space, self.writer, title="zqbefore", face="Zqface one")
        self.space = forum.open_to_all(space=space, for_engines=False, by=TESTS)
        said = {"text": "zq*words*", "face": "Zqface", "knows_public": True}
        self.thread = begin(self.space, self.writer, title="zqtitle", notes=["grief"], **said)
        begin(make_space(self.programme, "Zqinside"), self.writer, title="zqinside")
        self.group = start(self.programme, self.host, name="Zqlisted")
        self.closed = start(self.programme, self.host, name="Zqclosed", entry="closed")
        come(self.group, self.writer, called="Zqcalled one", introduction="zqintroduction")
        for group in (self.group, self.closed):
            soon = clock.now() + timedelta(days=1)
            groups.set_meeting(group=group, starts_at=soon, minutes=60, by=self.host)
        self.addresses = {
            Scope.SPACES: [
                reverse("api:spaces"),
                reverse("api:threads", args=[self.space.pk]),
                reverse("api:posts", args=[self.thread.pk]),
            ],
            Scope.GROUPS: [reverse("api:groups")],
            Scope.EVENTS: [reverse("api:events")],
        }

    def secret(self, *scopes: Scope) -> str:
        return token(self.programme, *scopes).secret

    def every(self) -> list[str]:
        return [address for some in self.addresses.values() for address in some]


def token(programme, *scopes: Scope, days: int = 30) -> actions.Made:
    said = {"name": "Website", "scopes": scopes or tuple(Scope), "days": days}
    return actions.make_token(programme=programme, token_id=uuid4(), **said, by=TESTS)


@pytest.fixture
def world() -> World:
    return World()


def ask(address, secret="", **more):
    headers = {"Authorization": f"Bearer {secret}"} if secret else {}
    return Client().get(address, headers=headers | more)


def items(address, secret):
    return ask(address, secret).json()["items"]


def schema_of(document, address, status):
    """What the document says of an answer; the address is one of an operation in it."""
    for path, operations in document["paths"].items():
        parts, given = path.split("/"), address.partition("?")[0].split("/")
        pairs = list(zip(parts, given, strict=False))
        same = all(one == two or one.startswith("{") for one, two in pairs)
        if len(parts) == len(given) and same:
            [(kind, said)] = operations["get"]["responses"][str(status)]["content"].items()
            return kind, said["schema"]
    raise AssertionError(address)


def test_every_operation_answers_as_its_document_says(world):
    document, secret = Client().get(DOCUMENT).json(), world.secret()
    for address in world.every():
        answer = ask(address, secret)
        assert answer.status_code == 200
        kind, schema = schema_of(document, address, 200)
        assert (answer["Content-Type"].split(";")[0], len(answer.json()["items"])) == (kind, 1)
        assert broken(document, schema, answer.json()) == []
    assert document["components"]["securitySchemes"]["Token"] == {
        "type": "http",
        "scheme": "bearer",
    }


def test_the_check_of_the_contract_can_fail(world):
    document, address = Client().get(DOCUMENT).json(), reverse("api:groups")
    [one] = items(address, world.secret())
    _kind, schema = schema_of(document, address, 200)
    for change in ({"free_places": "two"}, {"id": "no id"}, {"who": "somebody"}):
        assert len(broken(document, schema, {"items": [one | change], "next": None})) == 1
    assert broken(document, schema, {"items": [one]}) == ["$.next: missing"]


@settings(
    max_examples=8, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(after=st.text(max_size=20) | st.integers().map(str), limit=st.text(max_size=4))
def test_whatever_is_asked_it_answers_as_the_document_says(world, after, limit):
    document, secret = Client().get(DOCUMENT).json(), world.secret()
    for address in world.every():
        answer = Client().get(
            address, {"after": after, "limit": limit}, headers={"Authorization": f"Bearer {secret}"}
        )
        assert answer.status_code in {200, 422}
        kind, schema = schema_of(document, address, answer.status_code)
        assert answer["Content-Type"].split(";")[0] == kind
        assert broken(document, schema, answer.json()) == []


def test_without_a_token_401_and_without_the_scope_403(world):
    document = Client().get(DOCUMENT).json()
    for scope, addresses in world.addresses.items():
        others = [one for one in Scope if one != scope]
        mine, theirs = world.secret(scope), world.secret(*others)
        for address in addresses:
            answers = [ask(address), ask(address, "hearten_x"), ask(address, theirs)]
            assert [one.status_code for one in answers] == [401, 401, 403]
            assert answers[0]["WWW-Authenticate"] == "Bearer"
            for answer in answers:
                kind, schema = schema_of(document, address, answer.status_code)
                assert (answer["Content-Type"], kind) == ("application/problem+json",) * 2
                assert broken(document, schema, answer.json()) == []
            assert ask(address, mine).status_code == 200


def test_only_what_everybody_reads_and_nobody_s_name(world):
    secret = world.secret()
    said = "".join(ask(one, secret).content.decode() for one in world.every())
    names = ["zqbefore", "zqinside", "Zqinside", "Zqclosed", "Zqcalled", "zqintroduction"]
    people = [
        text for one in Account.objects.all() for text in (str(one.pk), one.pseudonym, one.pk.hex)
    ]
    assert [word for word in (*names, *people) if word in said] == []
    assert [
        word for word in ("Zqpublic", "zqtitle", "Zqface", "Zqlisted") if word not in said
    ] == []
    [post] = items(reverse("api:posts", args=[world.thread.pk]), secret)
    assert (post["covered"], post["touches"], post["html"]) == (
        True,
        ["grief"],
        "<p>zq<em>words</em></p>\n",
    )
    [group] = items(reverse("api:groups"), secret)
    assert (group["free_places"], group["format"], group["entry"]) == (1, "check_in", "open")


def test_another_programmes_token_finds_nothing(world):
    secret = token(make_programme()).secret
    for address in (reverse("api:spaces"), reverse("api:groups"), reverse("api:events")):
        assert items(address, secret) == []
    for address in world.addresses[Scope.SPACES][1:]:
        assert ask(address, secret).status_code == 404


def test_members_only_again_and_closed_it_is_gone_at_once(world):
    secret = world.secret()
    tag = ask(reverse("api:spaces"), secret)["ETag"]
    forum.keep_to_members(space=world.space, by=TESTS)
    groups.close_group(group=world.group, words="Bye", by=world.host)
    for name in ("spaces", "groups", "events"):
        answer = ask(reverse(f"api:{name}"), secret, **{"If-None-Match": tag})
        assert answer.json()["items"] == []
    assert [ask(one, secret).status_code for one in world.addresses[Scope.SPACES]] == [
        200,
        404,
        404,
    ]


def test_asked_again_it_says_in_a_line_that_nothing_changed(world):
    secret = world.secret()
    for address in world.every():
        first = ask(address, secret)
        again = ask(address, secret, **{"If-None-Match": first["ETag"]})
        assert (again.status_code, again.content, first["Cache-Control"]) == (304, b"", "no-cache")


def test_page_by_page_nothing_is_missed_when_something_comes_in(world, monkeypatch):
    monkeypatch.setattr("hearten.forum.rules.flooding.MOST_AT_ONCE", 100)
    secret, address = world.secret(), reverse("api:threads", args=[world.space.pk])
    for number in range(4):
        begin(world.space, world.writer, title=f"zq{number}")
    found, after = [], ""
    while True:
        page = ask(f"{address}?limit=2{after}", secret).json()
        found += [one["title"] for one in page["items"]]
        begin(world.space, world.writer, title="zqnew", text=f"Something else {len(found)}")
        if page["next"] is None:
            break
        after = f"&after={page['next']}"
    assert found == ["zq3", "zq2", "zq1", "zq0", "zqtitle"]


def test_posts_page_by_number(world):
    for _one in range(3):
        write(world.thread, world.writer)
    secret, address = world.secret(), reverse("api:posts", args=[world.thread.pk])
    first = ask(f"{address}?limit=3", secret).json()
    second = ask(f"{address}?limit=3&after={first['next']}", secret).json()
    numbers = [[one["number"] for one in page["items"]] for page in (first, second)]
    assert (numbers, second["next"]) == ([[1, 2, 3], [4]], None)


def test_a_token_that_ended_was_revoked_or_asks_too_often_opens_nothing(world):
    address, made = reverse("api:groups"), token(world.programme)
    with clock.frozen(made.token.expires_at):
        assert ask(address, made.secret).status_code == 401
    at = clock.now()
    with clock.frozen(at):
        assert ask(address, made.secret).status_code == 200
        ApiToken.objects.filter(pk=made.token.pk).update(asked=PER_MINUTE)
        often = ask(address, made.secret)
        assert (often.status_code, often["Retry-After"]) == (429, "60")
    with clock.frozen(at + timedelta(minutes=1)):
        assert ask(address, made.secret).status_code == 200
    actions.revoke_token(token=made.token, by=TESTS)
    assert ask(address, made.secret).status_code == 401


def test_the_queries_do_not_grow(world):
    secret = world.secret()

    def asked():
        counts = []
        for address in world.every():
            with CaptureQueriesContext(connection) as queries:
                ask(address, secret)
            counts.append(len(queries))
        return counts

    before = asked()
    for _one in range(3):
        write(world.thread, world.writer)
        begin(world.space, world.writer)
    assert (asked(), max(before)) == (before, 8)


def test_a_cursor_that_is_none_of_ours_is_told_so(world):
    secret = world.secret()
    for one in ("x", "W10", str(Cursor(clock.now(), uuid4()))[:-4], json.dumps([1, 2])):
        answer = ask(reverse("api:groups") + f"?after={one}", secret)
        assert (answer.status_code, answer.json()["detail"]) == (422, "Please look at: after.")
