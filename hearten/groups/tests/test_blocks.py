"""Two people with a block never come together in a group; made inside, neither sees the other."""

import pytest

from hearten.accounts import actions as accounts
from hearten.accounts.tests.factories import client_of, make_account
from hearten.foundation.errors import NotAllowed
from hearten.groups import actions, queries
from hearten.groups.tests.factories import TESTS, come, names_seen, seat_of, start, state_of

pytestmark = pytest.mark.django_db
BOTH_WAYS = pytest.mark.parametrize("turned", [False, True])


def block(one, other, *, turned):
    by, of = (other, one) if turned else (one, other)
    accounts.block(of=of, by=by)


@BOTH_WAYS
@pytest.mark.parametrize("entry", ["open", "request", "closed"])
def test_where_one_is_there_is_no_group_for_the_other(programme, host, other, third, entry, turned):
    group = start(programme, host, entry=entry)
    block(host, other, turned=turned)
    assert not queries.groups_visible_to(other).exists()
    assert not queries.groups_listed_for(other, programme).exists()
    assert queries.group_of_code(other, programme, group.code) is None
    assert client_of(other).get(f"/groups/{group.pk}/").status_code == 404
    for code in ("", group.code):
        with pytest.raises(NotAllowed):
            come(group, other, code=code)
    assert queries.group_of_code(third, programme, group.code) == group  # the others find it


@BOTH_WAYS
def test_a_code_that_a_block_closes_is_answered_like_a_wrong_one(programme, host, other, turned):
    group = start(programme, host, entry="closed")
    block(host, other, turned=turned)
    client = client_of(other)
    answers = [client.post("/groups/code/", {"code": code}) for code in (group.code, "ABCDEFGHJK")]
    assert [one.status_code for one in answers] == [422, 422]
    said = [one.content.decode().replace(group.code, "ABCDEFGHJK") for one in answers]
    assert (
        said[0].count("This code opens no group.") == said[1].count("This code opens no group.") > 0
    )


@BOTH_WAYS
def test_made_inside_neither_sees_the_other_and_both_are_told_that_somebody_may_be_missing(
    group, host, other, third, turned
):
    come(group, other, called="Late Comet")
    come(group, third, called="Early Robin")
    block(other, third, turned=turned)
    assert "Early Robin" not in names_seen(other, group)
    assert "Late Comet" not in names_seen(third, group)
    assert {"Late Comet", "Early Robin"} <= set(names_seen(host, group))
    for reader in (other, third):
        assert "Somebody may be missing here for you" in page(reader, group)
    assert "Somebody may be missing" not in page(host, group)


def page(reader, group):
    answer = client_of(reader).get(f"/groups/{group.pk}/")
    assert answer.status_code == 200
    return answer.content.decode()


@BOTH_WAYS
def test_on_the_waiting_list_they_are_passed_over_until_the_block_is_gone(
    group, host, other, third, programme, turned
):
    fourth = make_account(programme=programme)
    for person in (other, third, fourth):
        come(group, person)
    later = make_account(programme=programme)
    come(group, later)
    block(host, fourth, turned=turned)
    actions.leave(group=group, by=other)
    assert [state_of(group, one) for one in (fourth, later)] == ["waiting", "here"]
    actions.leave(group=group, by=third)
    assert state_of(group, fourth) == "waiting"
    accounts.unblock(of=host if turned else fourth, by=fourth if turned else host)
    assert actions.look_after(by=TESTS) == 1
    assert state_of(group, fourth) == "here"


@BOTH_WAYS
def test_who_asks_is_not_shown_to_a_host_with_a_block_and_a_yes_brings_nobody_together(
    programme, host, other, third, turned
):
    group = start(programme, host, entry="request")
    actions.answer_asking(seat=come(group, third), yes=True, by=host)
    actions.give_role(seat=seat_of(group, third), co_host=True, by=host)
    seat = come(group, other)
    block(host, other, turned=turned)
    assert queries.askings_for(host, group) == []
    assert [one.seat for one in queries.askings_for(third, group)] == [seat]
    assert actions.answer_asking(seat=seat, yes=True, by=third).state == "waiting"
