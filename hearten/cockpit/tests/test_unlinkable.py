"""Nothing of a meeting leads to an account, and two with a block find no name of each other."""

from uuid import uuid4

import pytest
from django.urls import reverse

from hearten.accounts.models import Block, Role
from hearten.accounts.tests.factories import client_of, make_account
from hearten.cockpit import actions, queries
from hearten.cockpit.actions import Counted
from hearten.cockpit.tests.seen import go_to, name, order, stage
from hearten.groups import actions as groups
from hearten.groups.tests.factories import come, seat_of
from hearten.ui.avatars import avatar_svg

pytestmark = pytest.mark.django_db
PAGES = ("meeting", "now", "out", "closing", "words", "close")


def picture(seed):
    """What is drawn, without its size."""
    return avatar_svg(seed).partition("focusable")[2]


def pages(reader, group, names):
    client = client_of(reader)
    for one in names:
        answer = client.get(reverse(f"cockpit:{one}", args=[group.pk]))
        if answer.status_code == 200:
            yield one, answer.content.decode() + str(answer.headers)


@pytest.fixture
def full(run, host, other, third):
    """A meeting in which everything happens: turns, hands, somebody out, words, a co-host."""
    groups.give_role(seat=seat_of(run.group, third), co_host=True, by=host)
    for by, words in ((host, "From the host"), (third, "From the co-host")):
        actions.tell_hosts(group=run.group, words_id=uuid4(), text=words, by=by)
    for person in (host, other, third):
        groups.say(group=run.group, text="In the room", client_id=uuid4(), by=person)
    go_to(run, 2, host)
    actions.raise_hand(group=run.group, step=2, by=third)
    actions.raise_hand(group=run.group, step=2, by=other)
    return run


def test_no_page_holds_anything_of_an_account(full, host, other, third):
    secrets = [
        secret
        for person in (host, other, third)
        for secret in (
            str(person.pk),
            person.pk.hex,
            person.pseudonym,
            picture(person.pseudonym),
            picture(str(person.pk)),
        )
    ]
    seen = set()
    for step in (2, 3):
        go_to(full, step, host)
        for reader in (host, other, third):
            for one, html in pages(reader, full.group, PAGES):
                seen.add(one)
                found = [secret for secret in secrets if secret in html]
                assert found == [], f"{one} by {reader.pseudonym}"
    actions.close_run(run=full, by=host)
    counted = Counted(came=3, stepped_out=0, stayed=3, words="Kind words.")
    actions.confirm_note(run=full, counted=counted, by=host)
    for reader in (host, other):
        for one, html in pages(reader, full.group, ("meeting", "note")):
            seen.add(one)
            assert [secret for secret in secrets if secret in html] == []
    assert seen == {*PAGES, "note"}


def test_two_with_a_block_are_somebody_for_each_other_in_the_same_order(full, host, other, third):
    Block.objects.create(by=third, of=other)
    assert order(host, full) == ("Wool Sock", ["Last Stop"])
    assert order(other, full) == ("somebody", ["you"])
    assert order(third, full) == ("you", ["somebody"])
    actions.step_out(group=full.group, by=other)
    assert [name(one) for one in stage(third, full, hosts=True).out] == ["somebody"]
    go_to(full, 3, host)
    actions.come(group=full.group, by=other)
    actions.answer_closing(group=full.group, takes="Zqtea", rating=2, by=other)
    seats = {person.pk: seat_of(full.group, person) for person in (other, third)}
    for reader, hidden in ((other, third), (third, other)):
        for one, html in pages(reader, full.group, PAGES):
            seat = seats[hidden.pk]
            for secret in (seat.name, str(seat.pk), picture(seat.seed)):
                assert secret not in html, one
            assert ("Zqtea" in html) is False or reader == other
    for reader, read in (
        (host, {"From the host", "From the co-host"}),
        (third, {"From the co-host"}),
    ):
        Block.objects.get_or_create(by=third, of=host if reader == third else other)
        assert {one.text for one in queries.host_words_for(reader, full)} == read


def test_hosts_words_and_who_was_asked_for_are_for_hosts(full, host, other, third):
    actions.step_out(group=full.group, by=other)
    for reader, hosts in ((host, True), (third, True), (other, False)):
        html = "".join(text for _one, text in pages(reader, full.group, ("meeting", "now")))
        assert ("From the host" in html) is hosts
        assert ("has been asked to be with them" in html) is hosts
    groups.give_role(seat=seat_of(full.group, third), co_host=False, by=host)
    html = "".join(text for _one, text in pages(third, full.group, ("meeting", "now")))
    assert "Last Stop</bdi> has stepped out." in html
    for hidden in ("From the host", "has been asked to be with them"):
        assert hidden not in html


def test_who_is_not_in_the_group_finds_nothing(full):
    for roles in ([], [Role.SUPERVISOR], [Role.MODERATOR], [Role.MANAGER]):
        outside = make_account(programme=full.group.programme, roles=roles)
        assert list(pages(outside, full.group, (*PAGES, "note"))) == []
    asking = make_account(programme=full.group.programme)
    come(full.group, asking)
    assert [one for one, _html in pages(asking, full.group, ("meeting",))] == ["meeting"]


def test_an_export_holds_one_s_own_words_only(full, host, other, third):
    go_to(full, 3, host)
    for person, words in ((host, "Zqhost"), (other, "Zqother")):
        actions.answer_closing(group=full.group, takes=words, rating=3, by=person)
    mine = str(queries.export_of(host))
    for said, there in (("Zqhost", True), ("From the host", True), ("'rating': 3", True)):
        assert (said in mine) is there
    for hidden in ("Zqother", "From the co-host", "Last Stop", str(other.pk)):
        assert hidden not in mine
