"""Endings, asking again, handovers, suspensions."""

from datetime import timedelta

import pytest

from hearten.accounts.actions import block
from hearten.accounts.tests.factories import TESTS
from hearten.audit.models import Event
from hearten.audit.queries import events_about
from hearten.foundation import clock
from hearten.foundation.errors import Invalid, NotAllowed, NotPossible
from hearten.matching import actions, queries
from hearten.matching.models import (
    EndReason,
    Feedback,
    Pairing,
    Proposal,
    RequestKind,
    RequestState,
    Stage,
    SupportRequest,
)
from hearten.matching.tests.factories import (
    WEDNESDAY,
    answer,
    ask,
    make_account,
    make_programme,
    manager_of,
    member_of,
    propose,
    supporter_of,
    sweep,
)
from hearten.matching.tests.scenes import ended, paired

pytestmark = pytest.mark.django_db
HOUR = timedelta(hours=1)


@pytest.mark.parametrize("side", ["member", "supporter"])
def test_either_side_ends(side: str) -> None:
    pairing = paired()
    who = getattr(pairing, side)
    actions.end_pairing(pairing_id=pairing.pk, reason=EndReason.HELPED, by=who)
    pairing.refresh_from_db()
    assert (pairing.end_reason, pairing.ended_by) == (EndReason.HELPED, who)
    assert pairing.ended_at is not None


def test_the_first_ending_stands() -> None:
    pairing = ended(reason=EndReason.HELPED)
    first = pairing.ended_at
    actions.end_pairing(pairing_id=pairing.pk, reason=EndReason.NOT_FITTING, by=pairing.member)
    pairing.refresh_from_db()
    assert (pairing.end_reason, pairing.ended_at) == (EndReason.HELPED, first)
    assert pairing.ended_by == pairing.supporter


def test_the_other_may_still_say_never_again() -> None:
    pairing = ended()
    actions.end_pairing(
        pairing_id=pairing.pk, reason=EndReason.NO_REASON, never_again=True, by=pairing.member
    )
    pairing.refresh_from_db()
    assert pairing.never_again


def test_only_the_programme_ends_by_suspension() -> None:
    pairing = paired()
    with pytest.raises(NotAllowed):
        actions.end_pairing(pairing_id=pairing.pk, reason=EndReason.SUSPENDED, by=pairing.member)


def test_asking_again_keeps_the_time_one_had_waited_and_the_words() -> None:
    programme = make_programme()
    member, supporter = member_of(programme), supporter_of(programme)
    with clock.frozen(WEDNESDAY):
        proposal = propose(member, programme, RequestKind.WEEKS, "Evenings are hard")
    with clock.frozen(WEDNESDAY + 5 * HOUR):
        answer(proposal, supporter)
        answer(proposal, member)
    pairing = Pairing.objects.get()
    later = WEDNESDAY + timedelta(days=90)
    with clock.frozen(later):
        actions.end_pairing(pairing_id=pairing.pk, reason=EndReason.AVAILABILITY, by=supporter)
        again = actions.ask_again(pairing_id=pairing.pk, by=member)
    assert (again.made_at, again.waiting_since) == (later, later - 5 * HOUR)
    assert (again.kind, again.follows, again.hands_over) == (RequestKind.WEEKS, pairing, False)
    assert queries.words_of(again) == "Evenings are hard"


def test_who_asks_again_is_not_sent_back_to_the_one_they_left() -> None:
    pairing = ended(reason=EndReason.HELPED)
    actions.ask_again(pairing_id=pairing.pk, by=pairing.member)
    assert sweep(pairing.programme) == []
    colleague = supporter_of(pairing.programme)
    assert [one.supporter for one in sweep(pairing.programme)] == [colleague]


def test_time_kept_twice_adds_up_and_counts_no_pairing() -> None:
    """Waited 5 hours, then 2 more: 7 hours count, not the months in between."""
    programme = make_programme()
    member = member_of(programme)
    for _ in range(2):
        supporter_of(programme)
    moment = WEDNESDAY
    with clock.frozen(moment):
        request = ask(member, programme)
    for waited in (5 * HOUR, 2 * HOUR):
        moment += waited
        with clock.frozen(moment):
            [proposal] = sweep(programme)
            answer(proposal, proposal.supporter)
            answer(proposal, member)
        moment += timedelta(days=30)
        with clock.frozen(moment):
            pairing = Pairing.objects.get(ended_at=None)
            actions.end_pairing(pairing_id=pairing.pk, reason=EndReason.TIME, by=member)
            request = actions.ask_again(pairing_id=pairing.pk, by=member)
    assert request.made_at - request.waiting_since == 7 * HOUR


def test_the_same_wait_is_kept_only_once() -> None:
    pairing = ended()
    again = actions.ask_again(pairing_id=pairing.pk, by=pairing.member)
    actions.cancel(request=again, by=pairing.member)
    with pytest.raises(NotPossible) as refused:
        actions.ask_again(pairing_id=pairing.pk, by=pairing.member)
    assert refused.value.code == "asked_again"


def test_asking_again_while_waiting_gives_the_open_request() -> None:
    pairing = ended()
    present = ask(pairing.member, pairing.programme)
    assert actions.ask_again(pairing_id=pairing.pk, by=pairing.member) == present


def test_asking_again_comes_after_the_ending() -> None:
    pairing = paired()
    with pytest.raises(NotPossible, match="still paired"):
        actions.ask_again(pairing_id=pairing.pk, by=pairing.member)


def test_a_handover_is_read_by_the_member_first_and_by_the_next_supporter_after_a_yes() -> None:
    pairing = ended(handover="Walks help more than talk")
    colleague = supporter_of(pairing.programme)
    assert queries.handover_of(pairing) == "Walks help more than talk"
    request = actions.answer_handover(pairing_id=pairing.pk, yes=True, by=pairing.member)
    assert request is not None
    assert (request.follows, request.hands_over) == (pairing, True)
    assert [one.supporter for one in sweep(pairing.programme)] == [colleague]
    [proposal] = queries.proposals_visible_to(colleague)
    assert queries.card_of(proposal, colleague).handover == "Walks help more than talk"


def test_without_the_member_s_yes_nobody_reads_it() -> None:
    pairing = ended(handover="Walks help more than talk")
    supporter_of(pairing.programme)
    actions.ask_again(pairing_id=pairing.pk, by=pairing.member)
    [proposal] = sweep(pairing.programme)
    assert queries.card_of(proposal, proposal.supporter).handover == ""


def test_a_no_destroys_it() -> None:
    pairing = ended(handover="Walks help more than talk")
    assert actions.answer_handover(pairing_id=pairing.pk, yes=False, by=pairing.member) is None
    pairing.refresh_from_db()
    assert pairing.sealed_handover is None
    assert pairing.handover_answered_at is not None
    assert not SupportRequest.objects.filter(follows=pairing).exists()
    with pytest.raises(NotPossible, match="answered this already"):
        actions.answer_handover(pairing_id=pairing.pk, yes=True, by=pairing.member)
    with pytest.raises(NotPossible, match="before the member answers"):
        actions.hand_over(pairing_id=pairing.pk, words="Once more", by=pairing.supporter)


def test_the_named_colleague_is_asked_first() -> None:
    pairing = paired()
    others = [supporter_of(pairing.programme) for _ in range(3)]
    colleague = others[1]
    actions.end_pairing(
        pairing_id=pairing.pk,
        reason=EndReason.AVAILABILITY,
        handover="They like to write",
        handover_to=colleague,
        by=pairing.supporter,
    )
    actions.answer_handover(pairing_id=pairing.pk, yes=True, by=pairing.member)
    [proposal] = Proposal.objects.filter(stage=Stage.ASKED_SUPPORTER)
    assert proposal.supporter == colleague


def test_a_colleague_without_room_is_not_asked_and_the_member_waits() -> None:
    pairing = paired()
    colleague = supporter_of(pairing.programme, capacity=0)
    actions.end_pairing(
        pairing_id=pairing.pk,
        reason=EndReason.AVAILABILITY,
        handover="They like to write",
        handover_to=colleague,
        by=pairing.supporter,
    )
    request = actions.answer_handover(pairing_id=pairing.pk, yes=True, by=pairing.member)
    assert request is not None
    assert request.state == RequestState.WAITING


def test_a_handover_joins_a_request_that_is_open_already() -> None:
    pairing = ended(handover="They like to write")
    present = ask(pairing.member, pairing.programme)
    request = actions.answer_handover(pairing_id=pairing.pk, yes=True, by=pairing.member)
    assert request == present
    assert request is not None
    assert (request.follows, request.hands_over) == (pairing, True)


def test_unfit_colleagues_are_refused_in_the_same_words() -> None:
    pairing = ended()
    blocked = supporter_of(pairing.programme)
    block(of=blocked, by=pairing.member)
    messages = set()
    for to in (blocked, member_of(pairing.programme), pairing.member, pairing.supporter):
        with pytest.raises(Invalid) as refused:
            actions.hand_over(pairing_id=pairing.pk, words="Words", to=to, by=pairing.supporter)
        assert list(refused.value.fields) == ["handover_to"]
        messages.add(refused.value.message)
    assert len(messages) == 1


def test_only_the_supporter_hands_over_and_words_are_checked() -> None:
    pairing = ended()
    with pytest.raises(NotAllowed):
        actions.hand_over(pairing_id=pairing.pk, words="Words", by=pairing.member)
    for words in ("", "x" * 2001, "a\x00"):
        with pytest.raises(Invalid) as refused:
            actions.hand_over(pairing_id=pairing.pk, words=words, by=pairing.supporter)
        assert list(refused.value.fields) == ["handover"]


def test_nothing_to_hand_over() -> None:
    pairing = ended()
    with pytest.raises(NotPossible, match="nothing to hand over"):
        actions.answer_handover(pairing_id=pairing.pk, yes=True, by=pairing.member)


def test_feedback_is_optional_in_every_part_and_can_be_changed() -> None:
    pairing = ended()
    actions.give_feedback(pairing_id=pairing.pk, by=pairing.member)
    actions.give_feedback(
        pairing_id=pairing.pk, felt_heard=4, found_useful=1, words="Kind", by=pairing.member
    )
    [given] = Feedback.objects.all()
    assert (given.felt_heard, given.found_useful) == (4, 1)
    assert [said.words for said in queries.words_to(pairing.programme)] == ["Kind"]
    assert [event.details for event in events_about(pairing)][-2:] == [
        {"answered": 0},
        {"answered": 3},
    ]


@pytest.mark.parametrize("mark", [0, 6, -1])
def test_marks_stay_on_the_scale(mark: int) -> None:
    pairing = ended()
    with pytest.raises(Invalid) as refused:
        actions.give_feedback(pairing_id=pairing.pk, found_useful=mark, by=pairing.member)
    assert list(refused.value.fields) == ["found_useful"]


def test_feedback_comes_after_the_ending() -> None:
    pairing = paired()
    with pytest.raises(NotPossible):
        actions.give_feedback(pairing_id=pairing.pk, felt_heard=5, by=pairing.member)


def test_a_suspended_supporter_strands_nobody() -> None:
    programme = make_programme()
    supporter = supporter_of(programme)
    with clock.frozen(WEDNESDAY):
        proposals = [propose(member_of(programme), programme) for _ in range(2)]
    with clock.frozen(WEDNESDAY + 3 * HOUR):
        for proposal in proposals:
            answer(proposal, supporter)
            answer(proposal, proposal.request.member)
    waiting = propose(member_of(programme), programme)
    own = ask(supporter, programme)
    later = WEDNESDAY + timedelta(days=9)
    with clock.frozen(later):
        ended_ones = actions.end_all_for(account_id=supporter.id, by=manager_of(programme))
    assert set(ended_ones) == set(Pairing.objects.values_list("pk", flat=True))
    assert set(Pairing.objects.values_list("end_reason", flat=True)) == {EndReason.SUSPENDED}
    for pairing in Pairing.objects.all():
        again = SupportRequest.objects.get(follows=pairing)
        assert (again.state, again.waiting_since) == (RequestState.WAITING, later - 3 * HOUR)
        assert again.member == pairing.member
    waiting.refresh_from_db()
    own.refresh_from_db()
    assert (waiting.stage, waiting.request.state) == (Stage.WITHDRAWN, RequestState.WAITING)
    assert own.state == RequestState.CANCELLED


def test_a_suspended_member_s_request_and_pairing_end_and_nothing_new_opens() -> None:
    pairing = paired()
    ask(pairing.member, pairing.programme, RequestKind.NOW)
    assert actions.end_all_for(account_id=pairing.member_id, by=TESTS) == (pairing.pk,)
    assert set(SupportRequest.objects.values_list("state", flat=True)) == {
        RequestState.PAIRED,
        RequestState.CANCELLED,
    }


def test_who_has_nothing_open_is_left_alone() -> None:
    account = make_account()
    before = Event.objects.count()
    assert actions.end_all_for(account_id=account.id, by=TESTS) == ()
    assert Event.objects.count() == before
