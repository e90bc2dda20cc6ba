"""Coming in: at once, when hosts decided, with a code, when a place is free."""

import pytest

from hearten.accounts import actions as accounts
from hearten.accounts.models import Role, SuspendReason
from hearten.accounts.tests.factories import make_account, make_programme
from hearten.audit.models import Event
from hearten.foundation.errors import Invalid, NotAllowed, NotPossible
from hearten.groups import actions, queries
from hearten.groups.models import Group, Seat
from hearten.groups.tests.factories import (
    TESTS,
    come,
    names_seen,
    seat_of,
    start,
    state_of,
    told_of,
)

pytestmark = pytest.mark.django_db


def test_into_an_open_group_one_comes_at_once_and_everybody_sees_who(group, host, other):
    for _twice in range(2):
        seat = come(group, other, called="Late Comet", introduction="Awake too.")
    assert (seat.state, seat.role, seat.agreed) == ("here", "member", 1)
    for reader in (host, other):
        seen = queries.people_here(reader, group)
        assert [(one.seat.name, one.introduction) for one in seen][1:] == [
            ("Late Comet", "Awake too.")
        ]
    group.refresh_from_db()
    assert group.taken == 2
    joined = Event.objects.filter(verb="groups.joined")
    assert joined.count() == 2


def test_without_accepting_these_agreements_nobody_comes(group, host, other):
    actions.change_agreements(group=group, text="We listen.", by=host)
    with pytest.raises(Invalid) as refused:
        come(group, other, agreed=1)
    assert (refused.value.code, list(refused.value.fields)) == ("changed", ["agreed"])
    assert not Seat.objects.filter(account=other).exists()


def test_without_a_word_about_oneself_nobody_comes(group, other):
    with pytest.raises(Invalid) as refused:
        come(group, other, introduction="")
    assert list(refused.value.fields) == ["introduction"]


def test_by_request_hosts_read_and_say_yes(programme, host, other):
    group = start(programme, host, entry="request", questions=["What would you like?"])
    seat = come(group, other, called="Late Comet", answers="Company at night.")
    assert seat.state == "asked"
    assert names_seen(host, group)[1:] == []
    assert told_of(group) == [host.pk]
    [asking] = queries.askings_for(host, group)
    assert (asking.seat, asking.answers) == (seat, "Company at night.")
    for _twice in range(2):
        seat = actions.answer_asking(seat=seat, yes=True, by=host)
    assert (seat.state, bytes(seat.sealed_answers)) == ("here", b"")
    assert names_seen(host, group)[1:] == ["Late Comet"]
    assert told_of(group) == [host.pk, other.pk]


def test_or_no_with_words_that_the_person_reads_until_they_close_them(programme, host, other):
    group = start(programme, host, entry="request")
    seat = come(group, other)
    with pytest.raises(Invalid) as refused:
        actions.answer_asking(seat=seat, yes=False, words=" ", by=host)
    assert list(refused.value.fields) == ["words"]
    actions.answer_asking(seat=seat, yes=False, words="It does not fit.", by=host)
    assert actions.answer_asking(seat=seat, yes=True, by=host).state == "gone"
    [letter] = queries.letters_for(other, programme)
    assert (letter.words, letter.seat.gone_how) == ("It does not fit.", "declined")
    assert not queries.groups_visible_to(other).exists()
    with pytest.raises(NotAllowed):
        come(group, other)
    with pytest.raises(NotAllowed):
        actions.put_letter_away(seat=letter.seat, by=host)
    actions.put_letter_away(seat=letter.seat, by=other)
    assert queries.letters_for(other, programme) == []
    assert bytes(seat_of(group, other).sealed_words) == b""


def test_only_hosts_decide(programme, host, other, third):
    group = start(programme, host, entry="request")
    seat = come(group, other)
    for by in (third, other, TESTS):
        with pytest.raises(NotAllowed):
            actions.answer_asking(seat=seat, yes=True, by=by)
    assert state_of(group, other) == "asked"


def test_a_closed_group_opens_to_its_code_however_it_is_typed(programme, host, other):
    group = start(programme, host, entry="closed")
    assert not queries.groups_visible_to(other).exists()
    with pytest.raises(NotAllowed):
        come(group, other)
    typed = f" {group.code[:5].lower()} - {group.code[5:]} "
    assert queries.group_of_code(other, programme, typed) == group
    far = make_account(programme=make_programme())
    assert queries.group_of_code(far, make_programme(), typed) is None
    assert come(group, other, code=typed).state == "here"
    old = group.code
    actions.draw_new_code(group=group, by=host)
    assert queries.group_of_code(other, programme, old) is None


def test_with_the_code_nobody_has_to_ask(programme, host, other):
    group = start(programme, host, entry="request", questions=["Why?"])
    assert come(group, other, code=group.code, answers="").state == "here"


def test_where_it_is_full_one_waits_and_comes_in_in_order(group, host, other, third, programme):
    late, later = (make_account(programme=programme) for _one in range(2))
    for person in (other, third, late, later):
        come(group, person)
    assert [state_of(group, one) for one in (other, third, late, later)] == [
        "here",
        "here",
        "waiting",
        "waiting",
    ]
    assert queries.comes_before(seat_of(group, later)) == 1
    actions.leave(group=group, by=other)
    assert [state_of(group, one) for one in (late, later)] == ["here", "waiting"]
    assert told_of(group) == [late.pk]
    actions.leave(group=group, by=later)
    assert state_of(group, later) == "gone"
    actions.leave(group=group, by=third)
    group.refresh_from_db()
    assert group.taken == 2


def test_a_decision_moves_nobody_back(programme, host, other, third):
    group = start(programme, host, entry="request")
    for person in (other, third):
        come(group, person)
    fourth, fifth = (make_account(programme=programme) for _one in range(2))
    first, second = come(group, fourth), come(group, fifth)
    for person in (other, third, fifth, fourth):
        actions.answer_asking(seat=seat_of(group, person), yes=True, by=host)
    assert (first.group_id, second.group_id) == (group.pk, group.pk)
    actions.leave(group=group, by=other)
    assert [state_of(group, one) for one in (fourth, fifth)] == ["here", "waiting"]


def test_whoever_left_is_nobody_there_and_may_come_again(group, other, host):
    come(group, other, called="Late Comet")
    for _twice in range(2):
        actions.leave(group=group, by=other)
    seat = seat_of(group, other)
    assert (seat.state, seat.name, bytes(seat.sealed_introduction)) == ("gone", "", b"")
    assert names_seen(host, group)[1:] == []
    assert come(group, other, called="Late Comet").pk == seat.pk


def test_who_was_asked_to_go_is_out_and_not_back_by_themselves(
    group, host, other, third, programme
):
    seat, known = come(group, other), group.code
    with pytest.raises(NotAllowed):
        actions.remove_person(seat=seat, words="Go.", by=other)
    actions.remove_person(seat=seat, words="It got too loud for us.", by=host)
    assert [one.words for one in queries.letters_for(other, programme)] == [
        "It got too loud for us."
    ]
    assert not queries.groups_visible_to(other).exists()
    for code in ("", known):
        with pytest.raises(NotAllowed):
            come(group, other, code=code)
    group.refresh_from_db()
    assert come(group, other, code=group.code).state == "here"
    with pytest.raises(NotAllowed):
        actions.remove_person(seat=seat_of(group, host), words="Go.", by=host)


def test_the_last_one_who_leaves_closes_it(group, host, other):
    come(group, other)
    for person in (host, other):
        actions.leave(group=group, by=person)
    group.refresh_from_db()
    assert (group.closed_for, group.taken) == ("empty", 0)
    with pytest.raises(NotPossible) as refused:
        come(group, other)
    assert refused.value.code == "closed"


def test_whoever_is_suspended_leaves_all_their_groups(group, host, other, third, programme):
    elsewhere = start(programme, other)
    come(group, other)
    accounts.suspend(account=other, reason=SuspendReason.HARM, by=TESTS)
    assert state_of(group, other) == "gone"
    elsewhere.refresh_from_db()
    assert elsewhere.closed_for == "empty"


def test_far_people_find_nothing(group, other):
    far = make_account(programme=make_programme(), roles=[Role.MANAGER])
    assert not queries.groups_visible_to(far).exists()
    with pytest.raises(NotAllowed):
        come(group, far)


def test_whoever_may_begin_nothing_new_comes_in_nowhere(group, other, monkeypatch):
    from hearten.groups.actions import places

    class Hold:
        words = "Until Friday."

    monkeypatch.setattr(places, "hold_on", lambda _account: Hold())
    with pytest.raises(NotPossible) as refused:
        come(group, other)
    assert (refused.value.code, refused.value.message) == ("held", "Until Friday.")


def test_a_failing_record_lets_nobody_in(group, other, monkeypatch):
    def fails(**_kwargs):
        raise RuntimeError

    monkeypatch.setattr("hearten.audit.actions.record", fails)
    with pytest.raises(RuntimeError):
        come(group, other)
    assert Group.objects.get().taken == 1
