import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from hearten.accounts import actions, queries
from hearten.accounts.models import Account, AgeRule, Role
from hearten.accounts.tests.factories import TESTS, client_of, make_account, make_programme
from hearten.accounts.urls import _managing
from hearten.foundation.ids import new_id

pytestmark = pytest.mark.django_db


@pytest.fixture
def manager(programme):
    return make_account(
        "Manager Fox".replace("Manager ", ""), programme=programme, roles=[Role.MANAGER]
    )


@pytest.fixture
def client(manager):
    return client_of(manager)


def test_names_are_those_of_the_active(programme):
    wren, gone = make_account("Wren", programme=programme), make_account(programme=programme)
    Account.objects.filter(pk=gone.pk).update(is_active=False)
    assert queries.pseudonyms_of([wren.pk, gone.pk, new_id()]) == {wren.pk: "Wren"}


def names(page):
    return [one.pseudonym for one in page.context["part"].people]


def manager_addresses(programme, person):
    given = {"account_id": person.id, "kind": "terms", "language": "es"}
    for one in _managing:
        route = str(one.pattern)
        for part in ("<uuid:account_id>", "<slug:kind>", "<slug:language>"):
            route = route.replace(part, str(given[part.strip("<>").split(":")[1]]))
        yield f"/{route}"


def test_manager_pages_do_not_exist_for_anybody_else(programme, manager):
    otter = make_account(programme=programme)
    addresses = list(manager_addresses(programme, otter))
    assert len(addresses) == 10
    others = [
        client_of(make_account(programme=programme, roles={role} - {Role.MEMBER}))
        for role in Role
        if role != Role.MANAGER
    ]
    stranger = client_of(make_account(programme=make_programme(), roles=[Role.MANAGER]))
    for address in addresses:
        for one in others:
            assert {one.get(address).status_code, one.post(address).status_code} <= {404, 405}, (
                address
            )
        assert Client().get(address).status_code in (302, 405)
        if str(otter.id) in address:
            assert {
                stranger.get(address).status_code,
                stranger.post(address, {"role": "manager", "reason": "harm"}).status_code,
            } <= {404, 405}
    otter.refresh_from_db()
    assert otter.is_active
    assert queries.roles_of(otter, programme) == {Role.MEMBER}


def test_people_are_listed_by_name_with_roles_and_nothing_private(programme, client):
    otter = make_account(
        "Quiet Otter", programme=programme, roles=[Role.SUPPORTER], time_zone="Pacific/Tongatapu"
    )
    otter.pronouns, otter.country = "xe", "TO"
    otter.save()
    make_account("Apple", programme=programme)
    make_account("Elsewhere", programme=make_programme())
    page = client.get("/programme/people/")
    assert names(page) == ["Apple", "Fox", "Quiet Otter"]
    assert "Peer supporter" in page.text
    for private in ("Tongatapu", "xe<", ">TO<", "Elsewhere"):
        assert private not in page.text
        assert private not in client.get(f"/programme/people/{otter.id}/").text


def test_people_are_found_by_the_beginning_of_their_name(programme, client):
    for name in ("Quiet Otter", "quiet moon", "Otter Quiet"):
        make_account(name, programme=programme)
    assert names(client.get("/programme/people/", {"q": "QUIET "})) == ["quiet moon", "Quiet Otter"]
    assert names(client.get("/programme/people/", {"q": "quiet o"})) == ["Quiet Otter"]
    none = client.get("/programme/people/", {"q": "<b>%_"})
    assert names(none) == []
    assert "Nobody by that name" in none.text
    assert "&lt;b&gt;%_" in none.text


def test_a_long_list_is_walked_forth_and_back(programme, client, monkeypatch):
    monkeypatch.setattr("hearten.accounts.queries.people.PART", 2)
    for name in ("Ash", "Birch", "Cedar", "Dogwood"):
        make_account(name, programme=programme)
    first = client.get("/programme/people/")
    assert names(first) == ["Ash", "Birch"]
    second = client.get("/programme/people/", {"after": first.context["part"].people[-1].id})
    assert names(second) == ["Cedar", "Dogwood"]
    third = client.get("/programme/people/", {"after": second.context["part"].people[-1].id})
    assert names(third) == ["Fox"]
    part = third.context["part"]
    assert (part.more_before, part.more_after) == (True, False)
    back = client.get("/programme/people/", {"before": part.people[0].id})
    assert names(back) == ["Cedar", "Dogwood"]
    start = client.get("/programme/people/", {"before": back.context["part"].people[0].id})
    assert names(start) == ["Ash", "Birch"]
    assert (start.context["part"].more_before, start.context["part"].more_after) == (False, True)
    assert names(client.get("/programme/people/", {"after": "not-an-id"})) == ["Ash", "Birch"]


def test_the_list_costs_the_same_for_ten_times_the_people(programme, client):
    for _turn in range(3):
        make_account(programme=programme, roles=[Role.SUPPORTER])
    few = _count(client)
    for _turn in range(27):
        make_account(programme=programme, roles=[Role.SUPPORTER])
    assert _count(client) == few


def _count(client):
    client.get("/programme/people/")
    with CaptureQueriesContext(connection) as made:
        assert client.get("/programme/people/").status_code == 200
    return len(made)


def test_a_manager_gives_and_ends_a_role(programme, client):
    otter = make_account("Quiet Otter", programme=programme)
    address = f"/programme/people/{otter.id}/"
    assert client.post(f"{address}role/", {"role": "supporter"}).url == address
    assert queries.roles_of(otter, programme) == {Role.MEMBER, Role.SUPPORTER}
    assert "Peer supporter" in client.get(address).text
    assert client.post(f"{address}role/", {"role": "emperor"}).url == address
    assert client.post(f"{address}role/end/", {"role": "supporter"}).url == address
    assert queries.roles_of(otter, programme) == {Role.MEMBER}


def test_the_last_manager_is_told_why_not(programme, manager, client):
    address = f"/programme/people/{manager.id}/"
    client.post(f"{address}role/end/", {"role": "manager"})
    assert "This is the only manager" in client.get(address).text
    assert Role.MANAGER in queries.roles_of(manager, programme)


def test_a_manager_suspends_and_restores_with_a_reason(programme, client):
    otter = make_account("Quiet Otter", programme=programme)
    theirs = client_of(otter)
    address = f"/programme/people/{otter.id}/"
    client.post(f"{address}suspend/", {"reason": ""})
    assert "Please choose a reason" in client.get(address).text
    assert Account.objects.get(pk=otter.pk).is_active
    client.post(f"{address}suspend/", {"reason": "harm"})
    assert theirs.get("/me/account/").status_code == 302
    page = client.get(address)
    assert "Suspended" in page.text
    assert "Suspended" in client.get("/programme/people/").text
    client.post(f"{address}restore/", {"reason": "mistake"})
    assert Account.objects.get(pk=otter.pk).is_active


def test_a_manager_is_not_offered_to_suspend_themselves(manager, client):
    address = f"/programme/people/{manager.id}/"
    assert "Suspend the account" not in client.get(address).text
    client.post(f"{address}suspend/", {"reason": "harm"})
    assert Account.objects.get(pk=manager.pk).is_active


# The programme's settings.


def changed(**changes):
    return {
        "name": "Harbour House",
        "language": "en",
        "welcome_en": "Come in.\nSit down.",
        "age_rule": "older_teens",
        "country": "PT",
        "open_to_join": "on",
    } | changes


def test_a_manager_changes_the_programme(programme, client):
    assert client.post("/programme/settings/", changed()).url == "/programme/settings/"
    programme.refresh_from_db()
    assert (
        programme.name,
        queries.welcomes_of(programme),
        programme.age_rule,
        programme.country,
        programme.open_to_join,
    ) == (
        "Harbour House",
        {"en": "Come in.\nSit down."},
        AgeRule.OLDER_TEENS,
        "PT",
        True,
    )
    assert programme.slug == "harbour"  # addresses people kept stay true
    client.post("/programme/settings/", changed())
    from hearten.audit.models import Event

    event = Event.objects.get(verb="accounts.programme_changed")
    assert event.details == {"fields": ["age_rule", "country", "name", "welcome"]}


@pytest.mark.parametrize(
    ("changes", "field"),
    [
        ({"name": ""}, "name"),
        ({"name": "x" * 81}, "name"),
        ({"welcome_es": "x" * 2001}, "welcome_es"),
        ({"language": "tlh"}, "language"),
        ({"age_rule": "babies"}, "age_rule"),
        ({"country": "ZZ"}, "country"),
        ({"name": "a\x00b"}, "name"),
    ],
)
def test_what_is_wrong_stands_beside_its_field(programme, client, changes, field):
    page = client.post("/programme/settings/", changed(**changes))
    assert page.status_code == 422
    assert list(page.context["form"].errors) == [field]
    programme.refresh_from_db()
    assert programme.name == "Harbour"


def test_a_programme_is_founded_only_by_the_installation(programme, manager):
    from hearten.foundation.errors import Invalid, NotAllowed

    with pytest.raises(NotAllowed):
        actions.create_programme(name="Mine", by=manager)
    with pytest.raises(NotAllowed):
        actions.change_programme(
            programme=programme,
            name="x",
            language="en",
            welcomes={},
            age_rule=AgeRule.ADULTS,
            country="GB",
            open_to_join=True,
            by=make_account(programme=programme),
        )
    with pytest.raises(Invalid):
        actions.change_programme(
            programme=programme,
            name="x",
            language="en",
            welcomes={},
            age_rule=AgeRule.ADULTS,
            country="gb",
            open_to_join=True,
            by=TESTS,
        )
    assert actions.create_programme(name="Other", slug="harbour", by=TESTS) == programme
    programme.refresh_from_db()
    assert programme.name == "Harbour"
