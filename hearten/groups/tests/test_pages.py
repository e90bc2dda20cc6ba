"""Pages: from the list to a group of one's own, coming in, hosting; by forms alone."""

from uuid import UUID

import pytest
from django.urls import reverse

from hearten.accounts.models import Role
from hearten.accounts.tests.factories import client_of, make_account
from hearten.groups import actions, queries
from hearten.groups.models import Group, Seat
from hearten.groups.tests.factories import come, seat_of, start

pytestmark = pytest.mark.django_db
ABOUT = {
    "name": "Awake at three",
    "purpose": "For who cannot sleep",
    "language": "en",
    "entry": "request",
    "size_limit": "6",
}


def at(name, *args):
    return reverse(f"groups:{name}", args=args)


def said(answer):
    return " ".join(answer.content.decode().split())


def hidden(html, name):
    """The value of a hidden field."""
    part = html.partition(f'name="{name}"')[2]
    return part.partition('value="')[2].partition('"')[0]


def test_a_group_is_started_in_three_steps_and_nothing_is_there_before_the_last(programme, host):
    client = client_of(host)
    page = said(client.get(at("formats")))
    assert page.count(at("start", "reflection")) == 1
    address = at("start", "check_in")
    assert client.get(address).status_code == 200
    last = client.post(address, ABOUT | {"on": "1"})
    html = last.content.decode()
    assert "What is said here stays here." in html
    assert not Group.objects.exists()
    own = {
        "group_id": hidden(html, "group_id"),
        "agreements": "We listen.",
        "questions": "What would you like?\n\nHow do you sleep?",
        "called": "Quiet Heron",
        "introduction": "I am awake.",
    }
    for _twice in range(2):
        done = client.post(address, ABOUT | own | {"finish": "1"})
    group = Group.objects.get()
    assert (done.status_code, done.url) == (302, at("group", group.pk))
    assert group.pk == UUID(own["group_id"])
    assert group.questions == ["What would you like?", "How do you sleep?"]
    assert "Quiet Heron" in said(client.get(done.url))


def test_going_back_and_errors_lose_nothing_that_was_typed(programme, host):
    client, address = client_of(host), at("start", "topic")
    wrong = client.post(address, ABOUT | {"name": "", "on": "1"})
    assert (wrong.status_code, "For who cannot sleep" in wrong.content.decode()) == (422, True)
    last = client.post(address, ABOUT | {"on": "1"}).content.decode()
    typed = {
        "group_id": hidden(last, "group_id"),
        "agreements": "Zqtyped agreements",
        "questions": "1\n2\n3\n4",
        "called": "x",
        "introduction": "Zqtyped words",
    }
    refused = client.post(address, ABOUT | typed | {"finish": "1"})
    assert refused.status_code == 422
    html = refused.content.decode()
    assert "Please keep it to three questions." in html
    assert "For who cannot sleep" in html
    assert hidden(html, "group_id") == typed["group_id"]
    back = client.post(address, ABOUT | typed | {"back": "1"})
    assert (back.status_code, "Zqtyped words" in back.content.decode()) == (200, True)
    again = client.post(address, ABOUT | typed | {"on": "1"}).content.decode()
    for words in ("Zqtyped agreements", "Zqtyped words"):
        assert words in again
    assert hidden(again, "group_id") == typed["group_id"]


def test_first_agreements_are_in_the_language_of_the_group(programme, host):
    client = client_of(host)
    page = client.post(at("start", "check_in"), ABOUT | {"language": "sw", "on": "1"})
    assert "What is said here stays here." in page.content.decode()
    assert client.get(at("start", "dancing")).status_code == 404


def test_the_list_shows_what_a_group_is_and_never_who_is_in_it(group, host, other, third):
    come(group, other, called="Zqname", introduction="Zqwords")
    page = said(client_of(third).get(at("groups")))
    assert "Awake at three" in page
    assert "1 place is free" in page
    outside = said(client_of(third).get(at("group", group.pk)))
    assert "Nobody has to speak." in outside
    for secret in ("Zqname", "Zqwords", seat_of(group, host).name, str(seat_of(group, other).pk)):
        assert secret not in page + outside
    inside = said(client_of(host).get(at("group", group.pk)))
    assert "Zqname" in inside
    assert "Zqwords" in inside


def test_one_comes_in_by_one_page(programme, host, other):
    group = start(programme, host)
    client, address = client_of(other), at("join", group.pk)
    html = client.get(address).content.decode()
    form = {"agreed": hidden(html, "agreed"), "called": "Late Comet", "introduction": "Me."}
    refused = client.post(address, form)
    assert refused.status_code == 422
    assert "Please accept the agreements" in refused.content.decode()
    came = client.post(address, form | {"accepts": "on"})
    assert (came.status_code, came.url) == (302, at("group", group.pk))
    assert "Welcome. You are in the group now." in said(client.get(came.url))
    assert client.get(address).url == at("group", group.pk)


def test_agreements_that_changed_meanwhile_are_read_again_and_nothing_typed_is_lost(
    group, host, other
):
    client, address = client_of(other), at("join", group.pk)
    form = {"agreed": "1", "called": "Late Comet", "introduction": "Zqtyped", "accepts": "on"}
    actions.change_agreements(group=group, text="Zqnew agreement", by=host)
    answer = client.post(address, form)
    html = answer.content.decode()
    assert answer.status_code == 422
    for words in ("Zqnew agreement", "Zqtyped", "Please read them once more."):
        assert words in html
    assert hidden(html, "agreed") == "2"
    assert client.post(address, form | {"agreed": "2"}).status_code == 302


def test_a_code_leads_in_and_stands_in_no_address(programme, host, other):
    group = start(programme, host, entry="closed")
    client, address = client_of(other), at("code")
    page = client.post(address, {"code": group.code.lower()})
    assert (page.status_code, "Awake at three" in page.content.decode()) == (200, True)
    form = {
        "code": group.code,
        "agreed": "1",
        "called": "Late Comet",
        "introduction": "Me.",
        "accepts": "on",
    }
    came = client.post(address, form)
    assert came.url == at("group", group.pk)
    assert client.post(address, form).url == at("group", group.pk)


def test_hosts_read_who_asks_and_answer(programme, host, other, third):
    group = start(programme, host, entry="request", questions=["Why here?"])
    for person in (other, third):
        seat = come(group, person, introduction="Zqintroduced", answers="Zqanswered")
    client = client_of(host)
    assert "2 people ask to come in." in said(client.get(at("group", group.pk)))
    page = said(client.get(at("askings", group.pk)))
    for words in ("Zqintroduced", "Zqanswered", "Why here?"):
        assert words in page
    client.post(at("let_in", group.pk, seat_of(group, other).pk))
    assert seat_of(group, other).state == "here"
    decline = at("decline", group.pk, seat.pk)
    offered = said(client.get(decline))
    assert "That says nothing about you." in offered
    client.post(decline, {"words": "Not now."})
    assert seat_of(group, third).state == "gone"
    found = said(client_of(third).get(at("groups")))
    assert "Not now." in found
    client_of(third).post(at("letter", seat.pk))
    assert "Not now." not in said(client_of(third).get(at("groups")))


def test_the_host_gives_roles_hands_over_asks_to_go_and_closes(group, host, other, third):
    client = client_of(host)
    for person in (other, third):
        come(group, person)
    client.post(at("role", group.pk, seat_of(group, other).pk), {"co_host": "1"})
    assert seat_of(group, other).role == "co_host"
    client.post(at("remove", group.pk, seat_of(group, third).pk), {"words": "It got loud."})
    assert seat_of(group, third).state == "gone"
    client.post(at("hand_over", group.pk, seat_of(group, other).pk))
    assert seat_of(group, other).role == "host"
    assert client.get(at("close", group.pk)).status_code == 404
    new = client_of(other)
    new.post(at("close", group.pk), {"words": "It was good."})
    page = said(client.get(at("group", group.pk)))
    assert "This group is closed." in page
    assert new.get(at("host", group.pk)).status_code == 404


def test_what_is_agreed_is_changed_and_accepted(group, host, other):
    come(group, other)
    client_of(host).post(at("change_agreements", group.pk), {"text": "We laugh."})
    client = client_of(other)
    assert "The group has new agreements." in said(client.get(at("group", group.pk)))
    page = said(client.get(at("agreements", group.pk)))
    assert "We laugh." in page
    assert "Nobody has to speak." in page
    for number in ("1", "x", "²"):
        client.post(at("agreements", group.pk), {"number": number})
        assert seat_of(group, other).agreed == 1
    client.post(at("agreements", group.pk), {"number": "2"})
    assert "The group has new agreements." not in said(client.get(at("group", group.pk)))


def test_a_tired_host_and_somebody_of_the_programme_write_to_each_other(group, host, supervisor):
    client, staff = client_of(host), client_of(supervisor)
    client.post(at("tired", group.pk), {"words": "Zqtired"})
    page = said(staff.get(at("help")))
    assert "Zqtired" in page
    assert seat_of(group, host).name not in page
    assert "1 host is tired" in said(staff.get(at("groups")))
    [waiting] = queries.help_for_staff(supervisor, group.programme)
    staff.post(at("help_answer", waiting.asked.pk), {"words": "Zqrest"})
    assert "Zqrest" in said(client.get(at("host", group.pk)))
    assert staff.get(at("help_answer", waiting.asked.pk)).status_code == 404


def test_for_staff_a_group_they_are_not_in_is_what_it_is_for_everybody(group, other, programme):
    come(group, other, called="Zqname")
    for role in (Role.MODERATOR, Role.SUPERVISOR, Role.MANAGER):
        staff = make_account(programme=programme, roles=[role])
        assert "Zqname" not in said(client_of(staff).get(at("group", group.pk)))
        for page in ("host", "askings", "agreements", "introduce", "change", "close"):
            assert client_of(staff).get(at(page, group.pk)).status_code == 404


def test_the_menu_counts_what_waits(programme, host, other):
    group = start(programme, host, entry="request")
    come(group, other)
    assert queries.waits_for_me(host, programme) == 1
    assert queries.waits_for_me(other, programme) == 0
    actions.answer_asking(seat=seat_of(group, other), yes=False, words="Not now.", by=host)
    assert queries.waits_for_me(host, programme) == 0
    assert queries.waits_for_me(other, programme) == 1


def test_leaving_says_what_it_does_first(group, other):
    come(group, other)
    client = client_of(other)
    assert "You can leave at any time" in said(client.get(at("leave", group.pk)))
    assert seat_of(group, other).state == "here"
    client.post(at("leave", group.pk))
    assert Seat.objects.filter(account=other, state="gone").count() == 1
    assert client.post(at("leave", group.pk)).url == at("groups")
