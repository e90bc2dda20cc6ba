"""The room: for who is here, from when they came, under the name they have there."""

from datetime import timedelta
from uuid import uuid4

import pytest
from django.apps import apps
from django.urls import reverse

from hearten.accounts import actions as accounts
from hearten.accounts.models import Role
from hearten.accounts.tests.factories import client_of, make_account
from hearten.conversations import actions as talks
from hearten.conversations.queries import circles_visible_to, participants_of
from hearten.foundation import clock
from hearten.foundation.errors import NotAllowed, NotPossible
from hearten.groups import actions, queries
from hearten.groups.tests.factories import TESTS, come, seat_of, start
from hearten.safety.queries import ReportReason

pytestmark = pytest.mark.django_db
Case, Report, Finding = (apps.get_model("safety", name) for name in ("Case", "Report", "Finding"))
HEAVY = "I want to kill myself tonight. I have the pills here."


def say(group, by, text="Hello", client_id=None):
    return actions.say(group=group, text=text, client_id=client_id or uuid4(), by=by)


def read(reader, group):
    return [one.line.text for one in queries.said_before(reader, group, None)]


def at(name, *args):
    return reverse(f"groups:{name}", args=args)


def said(answer):
    return " ".join(answer.content.decode().split())


def in_room(group):
    return participants_of(group.conversation_id)


def test_whoever_is_here_is_in_the_room_and_nobody_else(programme, host, other, third):
    group = start(programme, host, entry="request")
    seat = come(group, other)
    assert in_room(group) == {host.pk}
    actions.answer_asking(seat=seat, yes=True, by=host)
    assert in_room(group) == {host.pk, other.pk}
    actions.remove_person(seat=seat, words="It got loud.", by=host)
    assert in_room(group) == {host.pk}
    come(group, third)
    assert in_room(group) == {host.pk}
    with pytest.raises(NotAllowed):
        say(group, third)


def test_who_moves_up_is_in_the_room_and_who_leaves_is_out_at_once(
    group, host, other, third, programme
):
    fourth = make_account(programme=programme)
    for person in (other, third, fourth):
        come(group, person)
    assert fourth.pk not in in_room(group)
    actions.leave(group=group, by=other)
    assert in_room(group) == {host.pk, third.pk, fourth.pk}
    assert client_of(other).get(at("room", group.pk)).status_code == 404


def test_what_is_said_is_read_by_everybody_from_when_they_came(group, host, other, third):
    come(group, other)
    client_id = uuid4()
    for _twice in range(2):
        say(group, host, "before", client_id)
    with clock.frozen(clock.now() + timedelta(minutes=1)):
        come(group, third)
        say(group, other, "after")
    assert read(host, group) == read(other, group) == ["before", "after"]
    assert read(third, group) == ["after"]


def test_until_new_agreements_are_accepted_one_reads_and_writes_nothing(group, host, other):
    come(group, other)
    actions.change_agreements(group=group, text="We listen.", by=host)
    with pytest.raises(NotPossible) as refused:
        say(group, other)
    assert refused.value.code == "agreements"
    say(group, host, "from the host")
    assert read(other, group) == ["from the host"]
    actions.accept_agreements(group=group, number=2, by=other)
    say(group, other, "accepted")
    assert read(host, group) == ["from the host", "accepted"]


def test_a_closed_group_takes_no_words_and_is_read_on(group, host, other):
    come(group, other)
    actions.close_group(group=group, words="It was good with you.", by=host)
    with pytest.raises(NotPossible) as refused:
        say(group, other)
    assert refused.value.code == "closed"
    page = said(client_of(other).get(at("room", group.pk)))
    assert "It was good with you." in page
    assert "composer-text" not in page


def test_two_with_a_block_do_not_read_each_other(group, host, other, third):
    for person in (other, third):
        come(group, person)
    for person in (host, other, third):
        say(group, person, person.pseudonym)
    accounts.block(of=other, by=third)
    assert read(other, group) == [host.pseudonym, other.pseudonym]
    assert read(third, group) == [host.pseudonym, third.pseudonym]
    assert len(read(host, group)) == 3
    assert client_of(third).get(at("report", group.pk, 2)).status_code == 404


def test_the_page_writes_without_scripts_and_keeps_what_it_cannot_send(group, host, other):
    come(group, other, called="Late Comet")
    client, address = client_of(other), at("room", group.pk)
    form = {"client_id": str(uuid4()), "text": "Zqspoken"}
    for _twice in range(2):
        answer = client.post(address, form)
        assert (answer.status_code, answer.url) == (302, f"{address}#newest")
    page = said(client_of(host).get(address))
    assert page.count("Zqspoken") == 1
    assert "Late Comet" in page
    empty = client.post(address, {"client_id": str(uuid4()), "text": " "})
    assert (empty.status_code, "Please write something first." in said(empty)) == (422, True)
    actions.change_agreements(group=group, text="We listen.", by=host)
    late = client.post(address, {"client_id": str(uuid4()), "text": "Zqtyped"})
    assert (late.status_code, "Zqtyped" in said(late)) == (422, True)


def test_an_open_page_fetches_what_is_new_and_nothing_else(group, host, other):
    come(group, other)
    first = say(group, host, "Zqfirst")
    say(group, host, "Zqsecond")
    client = client_of(other)
    part = client.get(at("room_new", group.pk), {"after": first.seq})
    html = part.content.decode()
    assert ("Zqsecond" in html, "Zqfirst" in html) == (True, False)
    assert "<html" not in html
    for wrong in ("", "x", "-1", "9" * 40):
        assert client.get(at("room_new", group.pk), {"after": wrong}).status_code == 200
    [listed] = queries.groups_of(other, group.programme)
    assert listed.new == 0
    say(group, host)
    [listed] = queries.groups_of(other, group.programme)
    assert listed.new == 1


def test_the_page_holds_no_account(group, host, other):
    come(group, other)
    for person in (host, other):
        say(group, person)
    for reader in (host, other):
        for name in ("room", "room_new", "group"):
            html = client_of(reader).get(at(name, group.pk)).content.decode()
            for person in (host, other):
                assert str(person.pk) not in html
                assert person.pseudonym not in html


def test_words_of_danger_are_found_shown_and_answered(group, host, other):
    come(group, other)
    say(group, other, HEAVY)
    talks.read_for_danger(conversation_id=group.conversation_id, by=TESTS)
    assert Finding.objects.get(level=3).author == other
    for name in ("room", "room_new", "group"):
        own, others = (said(client_of(one).get(at(name, group.pk))) for one in (other, host))
        assert "You do not have to get through this alone" in own
        assert "Somebody here may be having a very hard time" in others
    say(group, host, "I am here.")
    talks.read_for_danger(conversation_id=group.conversation_id, by=TESTS)
    assert Finding.objects.get(level=3).answered_at is not None
    client_of(other).post(at("put_away", group.pk))
    assert "You do not have to get through this alone" not in said(
        client_of(other).get(at("room", group.pk))
    )


def test_a_word_in_the_room_turns_to_who_came_with_heavy_words(group, host, other):
    come(group, other, introduction="I do not want to live like this any more.")
    say(group, host, "I am glad you are here.")
    assert Finding.objects.get(level=2).answered_at is not None


def test_what_somebody_said_is_reported_under_their_name_there(group, host, other, programme):
    moderator = make_account(programme=programme, roles=[Role.MODERATOR])
    come(group, other, called="Late Comet")
    say(group, other, "Zqunkind")
    client = client_of(host)
    assert "Late Comet" in said(client.get(at("report", group.pk, 1)))
    for _twice in range(2):
        answer = client.post(at("report", group.pk, 1), {"reason": "harassment", "words": ""})
    assert answer.url == at("reported", group.pk)
    case, report = Case.objects.get(), Report.objects.get()
    assert (case.about, case.known_as) == (other, "Late Comet")
    assert report.reason == ReportReason.HARASSMENT
    page = said(client_of(moderator).get(reverse("safety:case", args=[case.pk])))
    assert other.pseudonym not in page
    assert client_of(other).get(at("report", group.pk, 1)).status_code == 404


def test_no_role_reads_along(group, host, programme):
    say(group, host, "Zqprivate")
    for role in Role:
        staff = make_account(programme=programme, roles=[role])
        assert not circles_visible_to(staff).exists()
        for name in ("room", "room_new", "reported"):
            assert client_of(staff).get(at(name, group.pk)).status_code == 404


def test_what_somebody_who_left_said_stays_without_a_name(group, host, other):
    come(group, other, called="Late Comet")
    say(group, other, "Zqstays")
    actions.leave(group=group, by=other)
    page = said(client_of(host).get(at("room", group.pk)))
    assert ("Zqstays" in page, "Late Comet" in page) == (True, False)
    assert "Somebody who has left" in page
    assert seat_of(group, other).name == ""


def test_how_somebody_introduced_themselves_is_reported_under_their_name_there(
    group, host, other, third, programme
):
    seat = come(group, other, called="Late Comet", introduction="Zqselling cheap pills.")
    client = client_of(host)
    address = at("report_person", group.pk, seat.pk)
    assert "Zqselling" in said(client.get(address))
    for _twice in range(2):
        assert client.post(address, {"reason": "harassment"}).url == at("reported", group.pk)
    case = Case.objects.get(nature="conduct")
    assert (case.about, case.known_as) == (other, "Late Comet")
    assert Report.objects.get(case=case).subject_id == f"{seat.pk}/1"
    reason = ReportReason.HARASSMENT
    for by in (other, third):
        with pytest.raises(NotPossible):
            actions.report_person(seat=seat, reason=reason, words="", by=by)
    assert client_of(other).get(address).status_code == 404
    actions.leave(group=group, by=other)
    with pytest.raises(NotPossible):
        actions.report_person(seat=seat, reason=reason, words="", by=host)
