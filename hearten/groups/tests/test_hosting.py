"""Roles, agreements in versions, tired hosts."""

import pytest

from hearten.accounts import actions as accounts
from hearten.accounts.models import Role
from hearten.accounts.tests.factories import make_account, make_programme
from hearten.audit.models import Event
from hearten.foundation.errors import Invalid, NotAllowed, NotPossible
from hearten.groups import actions, policies, queries
from hearten.groups.models import Agreements, HelpAsked, Seat
from hearten.groups.tests.factories import come, seat_of, told_of

pytestmark = pytest.mark.django_db


def roles(group):
    seats = Seat.objects.filter(group=group, state="here").order_by("asked_at")
    return list(seats.values_list("role", flat=True))


@pytest.fixture
def inside(group, other, third):
    come(group, other)
    come(group, third)
    group.refresh_from_db()
    return group


def test_the_host_makes_a_co_host_and_takes_it_back(inside, host, other, third):
    for co_host in (True, True):
        actions.give_role(seat=seat_of(inside, other), co_host=co_host, by=host)
    assert roles(inside) == ["host", "co_host", "member"]
    assert told_of(inside) == [other.pk]
    for by in (other, third):
        with pytest.raises(NotAllowed):
            actions.give_role(seat=seat_of(inside, third), co_host=True, by=by)
    with pytest.raises(NotPossible) as refused:
        actions.give_role(seat=seat_of(inside, host), co_host=False, by=host)
    assert refused.value.code == "host"
    actions.give_role(seat=seat_of(inside, other), co_host=False, by=host)
    assert roles(inside) == ["host", "member", "member"]


def test_the_host_hands_over_and_stays_as_co_host(inside, host, other, third):
    with pytest.raises(NotAllowed):
        actions.hand_over(seat=seat_of(inside, third), by=other)
    for _twice in range(2):
        seat = seat_of(inside, other)
        actions.hand_over(seat=seat, by=host if seat.role == "member" else other)
    assert roles(inside) == ["co_host", "host", "member"]
    assert Event.objects.filter(verb="groups.host_changed").count() == 1


def test_when_the_host_leaves_the_first_co_host_is_host(inside, host, other, third):
    actions.give_role(seat=seat_of(inside, third), co_host=True, by=host)
    actions.leave(group=inside, by=host)
    assert (seat_of(inside, third).role, seat_of(inside, other).role) == ("host", "member")
    assert told_of(inside) == [third.pk, third.pk]


def test_to_somebody_who_left_nothing_is_given(inside, host, other):
    seat = seat_of(inside, other)
    actions.leave(group=inside, by=other)
    for give in (
        lambda: actions.give_role(seat=seat, co_host=True, by=host),
        lambda: actions.hand_over(seat=seat, by=host),
    ):
        with pytest.raises(NotPossible) as refused:
            give()
        assert refused.value.code == "gone"


def test_new_agreements_are_accepted_by_everybody_anew(inside, host, other, third):
    for _twice in range(2):
        made = actions.change_agreements(group=inside, text="We listen.\nWe laugh.", by=host)
    assert (made.number, Agreements.objects.count()) == (2, 2)
    assert set(told_of(inside)) == {other.pk, third.pk}
    assert (seat_of(inside, host).agreed, seat_of(inside, other).agreed) == (2, 1)
    assert policies.may_write(queries.seat_in(host.pk, inside))
    assert not policies.may_write(queries.seat_in(other.pk, inside))
    assert queries.waits_for_me(other, inside.programme) == 1
    with pytest.raises(NotPossible) as refused:
        actions.accept_agreements(group=inside, number=1, by=other)
    assert refused.value.code == "changed"
    for _twice in range(2):
        actions.accept_agreements(group=inside, number=2, by=other)
    assert policies.may_write(queries.seat_in(other.pk, inside))
    assert queries.waits_for_me(other, inside.programme) == 0
    assert Event.objects.filter(verb="groups.agreements_accepted", actor_id=other.pk).count() == 1


def test_only_hosts_write_agreements_and_only_who_is_here_accepts_them(
    inside, host, other, programme
):
    with pytest.raises(NotAllowed):
        actions.change_agreements(group=inside, text="We laugh.", by=other)
    with pytest.raises(Invalid) as refused:
        actions.change_agreements(group=inside, text=" ", by=host)
    assert list(refused.value.fields) == ["text"]
    with pytest.raises(NotAllowed):
        actions.accept_agreements(group=inside, number=1, by=make_account(programme=programme))


def test_another_name_and_other_words_are_seen_by_everybody(inside, host, other):
    for _twice in range(2):
        actions.introduce(group=inside, called="Quiet Faro", introduction="Still awake.", by=other)
    seen = [(one.seat.name, one.introduction) for one in queries.people_here(host, inside)]
    assert ("Quiet Faro", "Still awake.") in seen
    assert Event.objects.filter(verb="groups.introduced").count() == 1
    with pytest.raises(Invalid) as refused:
        actions.introduce(group=inside, called="Quiet Faro", introduction="x@example.org", by=other)
    assert list(refused.value.fields) == ["introduction"]
    with pytest.raises(Invalid) as refused:
        actions.introduce(group=inside, called="quiet_far0", introduction="Me.", by=host)
    assert list(refused.value.fields) == ["called"]


def test_a_name_of_a_group_is_none_of_the_forum_and_the_other_way_round(inside, other):
    from hearten.forum import actions as forum
    from hearten.forum.tests.factories import make_space

    space = make_space(inside.programme)
    actions.introduce(group=inside, called="Quiet Faro", introduction="Me.", by=other)
    with pytest.raises(Invalid) as refused:
        forum.name_face(space=space, name="Quiet Far0", by=other)
    assert refused.value.code == "elsewhere"
    forum.name_face(space=space, name="Late Comet", by=other)
    with pytest.raises(Invalid) as refused:
        actions.introduce(group=inside, called="Late C0met", introduction="Me.", by=other)
    assert refused.value.code == "elsewhere"


def test_a_tired_host_reaches_a_supervisor_who_writes_back(inside, host, other, supervisor):
    for _twice in range(2):
        asked = actions.ask_help(group=inside, words="I am tired.", by=host)
    assert told_of(inside) == [supervisor.pk]
    [read] = queries.help_for_staff(supervisor, inside.programme)
    assert (read.asked, read.words, read.answer) == (asked, "I am tired.", "")
    with pytest.raises(NotAllowed):
        actions.ask_help(group=inside, words="Me too.", by=other)
    for by in (host, other):
        with pytest.raises(NotAllowed):
            actions.answer_help(asked=asked, words="Rest.", by=by)
    for words in ("Let us talk.", "Other words."):
        actions.answer_help(asked=asked, words=words, by=supervisor)
    [read] = queries.help_open(seat_of(inside, host))
    assert read.answer == "Let us talk."
    assert told_of(inside) == [supervisor.pk, host.pk]
    assert queries.help_for_staff(supervisor, inside.programme) == []
    actions.ask_help(group=inside, words="Again.", by=host)
    assert HelpAsked.objects.count() == 2


def test_without_a_supervisor_managers_are_told_and_nobody_with_a_block(inside, host):
    managers = [make_account(programme=inside.programme, roles=[Role.MANAGER]) for _two in range(2)]
    accounts.block(of=managers[0], by=host)
    make_account(programme=make_programme(), roles=[Role.SUPERVISOR])
    actions.ask_help(group=inside, words="I am tired.", by=host)
    assert told_of(inside) == [managers[1].pk]
    assert queries.help_for_staff(managers[0], inside.programme) == []
    assert len(queries.help_for_staff(managers[1], inside.programme)) == 1


def test_the_host_closes_it_and_everybody_is_told(inside, host, other, programme):
    waiting = make_account(programme=programme)
    come(inside, waiting)
    with pytest.raises(NotAllowed):
        actions.close_group(group=inside, words="Over.", by=other)
    for _twice in range(2):
        actions.close_group(group=inside, words="Goodbye.", by=host)
    assert Event.objects.filter(verb="groups.closed").count() == 1
    [letter] = queries.letters_for(waiting, programme)
    assert (letter.seat.gone_how, letter.words) == ("closed", "")
    assert waiting.pk in told_of(inside)
    assert host.pk not in told_of(inside)
    assert queries.groups_visible_to(other).get() == inside
