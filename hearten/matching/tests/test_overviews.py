"""Places, estimates, inboxes and sums; as many queries however many people."""

from collections.abc import Callable
from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from hearten.accounts.actions import block
from hearten.accounts.models import Account, Programme
from hearten.foundation import clock
from hearten.matching import actions, models, queries, rules
from hearten.matching.models import RequestKind, RequestState, SupportRequest
from hearten.matching.queries.supporters import meeting_of
from hearten.matching.tests.factories import (
    WEDNESDAY,
    answer,
    ask,
    make_programme,
    member_of,
    pair,
    propose,
    supporter_of,
    sweep,
)
from hearten.profiles.tests.factories import profile, topic

pytestmark = pytest.mark.django_db
HOUR = timedelta(hours=1)


def test_the_place_is_that_of_the_rules() -> None:
    programme = make_programme()
    for number, (kind, hours) in enumerate(
        [("now", 1), ("weeks", 30), ("now", 8), ("weeks", 2), ("weeks", 26), ("now", 1)]
    ):
        with clock.frozen(WEDNESDAY - hours * HOUR):
            ask(member_of(programme), programme, RequestKind(kind), str(number))
    away = make_programme()
    with clock.frozen(WEDNESDAY - 99 * HOUR):
        ask(member_of(away), away)
    requests = list(SupportRequest.objects.filter(programme=programme).select_related("member"))
    needs = meeting_of(programme, requests).needs
    expected = {one.pk: rules.place_in_queue(needs, one.pk) for one in requests}
    assert {one.pk: queries.place_of(one) for one in requests} == expected
    assert sorted(expected.values()) == [1, 2, 3, 4, 5, 6]


def past_request(programme: Programme, *, made: timedelta, waited: timedelta | None) -> None:
    """Somebody asked `made` ago and was paired after `waited`, or still waits."""
    made_at = WEDNESDAY - made
    SupportRequest.objects.create(
        programme=programme,
        member=member_of(programme),
        kind=RequestKind.WEEKS,
        state=RequestState.WAITING if waited is None else RequestState.PAIRED,
        made_at=made_at,
        waiting_since=made_at - 50 * HOUR,  # kept time counts for the place, not for the estimate
        closed_at=None if waited is None else made_at + waited,
    )


def test_the_estimate_counts_recent_requests_of_the_same_kind_and_those_who_still_wait() -> None:
    programme = make_programme()
    for hours in range(1, 7):
        past_request(programme, made=48 * HOUR, waited=hours * HOUR)
    for _ in range(3):
        past_request(programme, made=12 * HOUR, waited=None)
    past_request(programme, made=24 * 61 * HOUR, waited=HOUR)  # too long ago
    with clock.frozen(WEDNESDAY):
        found = queries.estimate_of(programme.id, RequestKind.WEEKS)
        other = queries.estimate_of(programme.id, RequestKind.NOW)
    assert found is not None
    assert (found.basis, found.unfinished) == (6, 3)
    assert (found.median, found.p90, found.seen_for) == (5 * HOUR, None, 12 * HOUR)
    assert other is None


def test_what_a_waiting_member_learns() -> None:
    programme = make_programme()
    member = member_of(programme)
    with clock.frozen(WEDNESDAY):
        request = ask(member, programme)
        supporter = supporter_of(programme)
        nobody = queries.waiting_of(request)
        assert (nobody.place, nobody.asking, nobody.to_answer, nobody.estimate) == (
            1,
            False,
            None,
            None,
        )
        [proposal] = sweep(programme)
        request.refresh_from_db()
        asked = queries.waiting_of(request)
        assert (asked.asking, asked.chosen, asked.to_answer, asked.obstacles) == (
            True,
            None,
            None,
            (),
        )
        answer(proposal, supporter)
        mine = queries.waiting_of(request)
        assert (mine.asking, mine.to_answer) == (False, proposal)


def test_why_nobody_fits_is_said_without_betraying_anybody() -> None:
    programme = make_programme()
    member = member_of(programme, language="en")
    blocker, busy = supporter_of(programme), supporter_of(programme, capacity=0)
    block(of=member, by=blocker)
    profile(busy, programme, languages=["ar"])
    request = ask(member, programme)
    assert queries.waiting_of(request).obstacles == (
        "Some supporters are already with as many people as they can be.",
        "Some supporters do not speak your languages.",
    )
    supporter_of(programme)
    assert queries.waiting_of(request).obstacles == ()


def test_the_inbox_of_a_supporter() -> None:
    programme = make_programme()
    supporter = supporter_of(programme, capacity=4)
    pairing = pair(member_of(programme), supporter, programme)
    waiting, passed = (propose(member_of(programme), programme, words=w) for w in ("One", "Two"))
    answer(passed, supporter)
    found = queries.inbox_of(supporter, programme)
    assert [card.words for card in found.to_answer] == ["One"]
    assert [card.proposal for card in found.to_answer] == [waiting]
    assert [card.proposal for card in found.with_member] == [passed]
    assert (list(found.pairings), found.free_places) == ([pairing], 3)
    assert queries.inbox_count(supporter, programme) == 1
    with clock.frozen(waiting.answer_by):
        assert queries.inbox_count(supporter, programme) == 0


def test_where_a_member_stands() -> None:
    programme = make_programme()
    member, supporter = member_of(programme), supporter_of(programme)
    assert queries.current_for(member, programme).request is None
    proposal = propose(member, programme)
    asking = queries.current_for(member, programme)
    assert (asking.request, asking.asking, asking.to_answer) == (proposal.request, True, None)
    answer(proposal, supporter)
    turn = queries.current_for(member, programme)
    assert (turn.asking, turn.to_answer) == (False, proposal)
    answer(proposal, member)
    pairing = models.Pairing.objects.get()
    assert list(queries.current_for(member, programme).pairings) == [pairing]
    assert list(queries.current_for(supporter, programme).pairings) == []
    actions.end_pairing(
        pairing_id=pairing.pk, reason=models.EndReason.TIME, handover="Words", by=supporter
    )
    after = queries.current_for(member, programme)
    assert (list(after.pairings), list(after.handovers), list(after.feedback_open)) == (
        [],
        [pairing],
        [pairing],
    )
    actions.answer_handover(pairing_id=pairing.pk, yes=False, by=member)
    actions.give_feedback(pairing_id=pairing.pk, felt_heard=4, by=member)
    done = queries.current_for(member, programme)
    assert (list(done.handovers), list(done.feedback_open)) == ([], [])


def test_marks_are_shown_from_five_members_on() -> None:
    programme = make_programme()
    supporter = supporter_of(programme, capacity=9)
    for number, mark in enumerate((5, 4, 5, 3, 4), start=1):
        pairing = pair(member_of(programme), supporter, programme)
        actions.end_pairing(pairing_id=pairing.pk, reason=models.EndReason.HELPED, by=supporter)
        actions.give_feedback(pairing_id=pairing.pk, felt_heard=1, by=supporter)
        actions.give_feedback(pairing_id=pairing.pk, felt_heard=mark, by=pairing.member)
        marks = queries.marks_of(supporter, programme)
        assert (marks is None) is (number < 5)
    assert marks is not None
    assert (marks.felt_heard, marks.found_useful) == (4.2, None)


def test_marks_are_counted_by_people_not_by_answers() -> None:
    programme = make_programme()
    supporter = supporter_of(programme, capacity=9)
    people = [member_of(programme) for _ in range(5)]
    for member in [*people[:4], *people[:4], people[4]]:
        assert queries.marks_of(supporter, programme) is None
        assert queries.marks_in(programme) is None
        pairing = pair(member, supporter, programme)
        actions.end_pairing(pairing_id=pairing.pk, reason=models.EndReason.HELPED, by=supporter)
        actions.give_feedback(pairing_id=pairing.pk, felt_heard=3, by=member)
    for marks in (queries.marks_of(supporter, programme), queries.marks_in(programme)):
        assert marks is not None
        assert (marks.felt_heard, marks.found_useful) == (3.0, None)


def test_a_manager_s_view_of_the_queue() -> None:
    programme = make_programme()
    with clock.frozen(WEDNESDAY - 9 * HOUR):
        ask(member_of(programme, "Brisk Lantern", language="ar"), programme, words="My secret")
    supporter = supporter_of(programme, capacity=2)
    profile(supporter, programme, languages=["en"])
    with clock.frozen(WEDNESDAY - 2 * HOUR):
        propose(member_of(programme, language="en"), programme, RequestKind.WEEKS)
    with clock.frozen(WEDNESDAY):
        waits = queries.waits_of(programme)
    now, weeks = waits.kinds
    assert (now.waiting, now.longest) == (0, None)
    assert (weeks.waiting, weeks.longest, weeks.estimate) == (2, 9 * HOUR, None)
    assert [(one.waited, one.asking, one.fitting) for one in waits.oldest] == [
        (9 * HOUR, False, False),
        (2 * HOUR, True, False),
    ]
    assert (waits.nobody_fits, waits.obstacles) == (
        1,
        [("Some supporters do not share a language with the person.", 1)],
    )
    [room] = waits.rooms
    assert (room.supporter_id, room.capacity, room.pairings, room.proposals, room.paused) == (
        supporter.id,
        2,
        0,
        1,
        False,
    )
    assert "My secret" not in repr(waits)
    assert "Brisk Lantern" not in repr(waits)


def _crowd(size: int) -> tuple[Programme, Account, SupportRequest]:
    """A programme with `size` of everything; one of its supporters and one open request."""
    programme = make_programme()
    supporter = supporter_of(programme, capacity=30)
    models.MatchingSettings.objects.create(programme=programme, open_proposals_most=10)
    grief = topic(programme, "Grief")
    profile(supporter, programme, lived=[grief.id], languages=["en"])
    for _ in range(size):
        pair(member_of(programme), supporter, programme)
    for _ in range(size):  # first, so that obstacles are looked for on the first page of waits
        stuck = member_of(programme)
        profile(stuck, programme, languages=["ar"])
        request = ask(stuck, programme)
        profile(supporter_of(programme), programme, languages=["fr"])
    for _ in range(size):
        person = member_of(programme)
        profile(person, programme, lived=[grief.id], languages=["en"], wishes="Patience")
        propose(person, programme, words="Words")
    return programme, supporter, request


READS: list[Callable[[Programme, Account, SupportRequest], object]] = [
    lambda _programme, _supporter, request: queries.waiting_of(request),
    lambda _programme, _supporter, request: queries.suggestions_for(request),
    lambda programme, supporter, _request: queries.inbox_of(supporter, programme),
    lambda programme, _supporter, _request: queries.waits_of(programme),
    lambda programme, _supporter, request: queries.current_for(request.member, programme),
]


def test_reading_takes_as_many_queries_for_ten_times_the_people() -> None:
    def counted(size: int) -> list[int]:
        crowd = _crowd(size)
        counts = []
        for read in READS:
            with CaptureQueriesContext(connection) as captured:
                read(*crowd)
            counts.append(len(captured))
        return counts

    assert counted(1) == counted(10)
