"""The supporter's and the member's answers."""

from datetime import timedelta
from unittest.mock import patch

import pytest
from procrastinate.contrib.django.models import ProcrastinateJob

from hearten.accounts.actions import block, end_role
from hearten.accounts.models import Role
from hearten.accounts.tests.factories import TESTS
from hearten.audit.queries import events_about
from hearten.foundation import clock
from hearten.foundation.errors import NotAllowed, NotPossible
from hearten.matching import actions, queries
from hearten.matching.models import Pairing, Proposal, RequestKind, RequestState, Stage
from hearten.matching.tests.factories import (
    WEDNESDAY,
    answer,
    ask,
    make_programme,
    member_of,
    propose,
    supporter_of,
    sweep,
)

pytestmark = pytest.mark.django_db
MINUTE = timedelta(minutes=1)


@pytest.fixture
def asked() -> Proposal:
    """A member asked now; a supporter is asked, on a Wednesday evening."""
    programme = make_programme()
    supporter_of(programme)
    with clock.frozen(WEDNESDAY):
        return propose(member_of(programme), programme, RequestKind.NOW)


def test_the_supporter_s_yes_passes_it_to_the_member_with_a_new_deadline(asked: Proposal) -> None:
    assert asked.answer_by == WEDNESDAY + 5 * MINUTE
    with clock.frozen(WEDNESDAY + 2 * MINUTE):
        passed = answer(asked, asked.supporter)
    assert (passed.stage, passed.supporter_said, passed.member_said) == (
        Stage.ASKED_MEMBER,
        True,
        None,
    )
    assert passed.answer_by == WEDNESDAY + 17 * MINUTE
    moments = ProcrastinateJob.objects.filter(scheduled_at__isnull=False)
    assert sorted(job.scheduled_at for job in moments) == [
        WEDNESDAY + 5 * MINUTE,
        WEDNESDAY + 17 * MINUTE,
    ]


def test_two_yeses_make_one_pairing_with_a_place_to_talk(asked: Proposal) -> None:
    member = asked.request.member
    with (
        clock.frozen(WEDNESDAY + MINUTE),
        patch("hearten.matching.ports.open_conversation") as opened,
    ):
        answer(asked, asked.supporter)
        answer(asked, member)
        answer(asked, member)
    [pairing] = Pairing.objects.all()
    opened.assert_called_once_with(pairing_id=pairing.pk, by=member)
    asked.request.refresh_from_db()
    assert (asked.request.state, asked.request.closed_at) == (
        RequestState.PAIRED,
        WEDNESDAY + MINUTE,
    )
    assert (pairing.member, pairing.supporter) == (member, asked.supporter)
    assert [event.verb for event in events_about(pairing)] == ["matching.paired"]


def test_no_pairing_without_a_place_to_talk(asked: Proposal) -> None:
    with clock.frozen(WEDNESDAY + MINUTE):
        answer(asked, asked.supporter)
        with (
            patch("hearten.matching.ports.open_conversation", side_effect=RuntimeError("no room")),
            pytest.raises(RuntimeError, match="no room"),
        ):
            answer(asked, asked.request.member)
    asked.refresh_from_db()
    assert asked.stage == Stage.ASKED_MEMBER
    assert not Pairing.objects.exists()


def test_the_member_cannot_answer_before_the_supporter(asked: Proposal) -> None:
    with clock.frozen(WEDNESDAY + MINUTE), pytest.raises(NotPossible, match="asked first"):
        answer(asked, asked.request.member)


@pytest.mark.parametrize("side", ["supporter", "member"])
def test_a_no_sends_the_request_back_to_its_old_place(asked: Proposal, side: str) -> None:
    with clock.frozen(WEDNESDAY + MINUTE):
        if side == "member":
            answer(asked, asked.supporter)
        answer(asked, asked.supporter if side == "supporter" else asked.request.member, yes=False)
        asked.refresh_from_db()
        request = asked.request
        assert (asked.stage, request.state) == (Stage.DECLINED, RequestState.WAITING)
        assert request.waiting_since == WEDNESDAY
        assert sweep(request.programme) == []  # who declined is not asked again for this


@pytest.mark.parametrize("side", ["supporter", "member"])
def test_a_no_stands(asked: Proposal, side: str) -> None:
    who = asked.supporter if side == "supporter" else asked.request.member
    with clock.frozen(WEDNESDAY + MINUTE):
        if side == "member":
            answer(asked, asked.supporter)
        answer(asked, who, yes=False)
        with pytest.raises(NotPossible, match="does not stand any more"):
            answer(asked, who)


def test_a_yes_can_be_taken_back_until_both_said_yes(asked: Proposal) -> None:
    with clock.frozen(WEDNESDAY + MINUTE):
        answer(asked, asked.supporter)
        back = answer(asked, asked.supporter, yes=False)
    assert (back.stage, back.supporter_said) == (Stage.DECLINED, False)


def test_a_pairing_is_ended_not_declined(asked: Proposal) -> None:
    with clock.frozen(WEDNESDAY + MINUTE):
        answer(asked, asked.supporter)
        answer(asked, asked.request.member)
        with pytest.raises(NotPossible, match="end the conversation"):
            answer(asked, asked.request.member, yes=False)


def test_an_answer_in_the_last_moment_counts_and_after_it_does_not(asked: Proposal) -> None:
    with clock.frozen(asked.answer_by), pytest.raises(NotPossible) as late:
        answer(asked, asked.supporter)
    assert late.value.code == "expired"
    assert "Somebody else is being asked" in late.value.message
    with clock.frozen(asked.answer_by - timedelta(microseconds=1)):
        assert answer(asked, asked.supporter).stage == Stage.ASKED_MEMBER


def test_after_the_deadline_the_member_hears_what_happens_next(asked: Proposal) -> None:
    with clock.frozen(WEDNESDAY + MINUTE):
        passed = answer(asked, asked.supporter)
    with clock.frozen(passed.answer_by), pytest.raises(NotPossible, match="You keep your place"):
        answer(asked, asked.request.member)


def test_strangers_and_the_system_cannot_answer(asked: Proposal) -> None:
    stranger = supporter_of(asked.request.programme)
    with clock.frozen(WEDNESDAY + MINUTE):
        for by in (stranger, TESTS):
            with pytest.raises(NotAllowed):
                actions.answer_proposal(proposal=asked, yes=True, by=by)


def test_a_block_since_stops_a_yes_and_names_nothing(asked: Proposal) -> None:
    block(of=asked.supporter, by=asked.request.member)
    with clock.frozen(WEDNESDAY + MINUTE):
        with pytest.raises(NotPossible) as refused:
            answer(asked, asked.supporter)
        assert refused.value.message == (
            "This does not stand any more. There is nothing you need to do."
        )
        assert answer(asked, asked.supporter, yes=False).stage == Stage.DECLINED


@pytest.mark.parametrize("role", [Role.SUPPORTER, Role.MEMBER])
def test_an_ended_role_since_stops_a_yes(asked: Proposal, role: Role) -> None:
    who = asked.supporter if role == Role.SUPPORTER else asked.request.member
    end_role(account=who, programme=asked.request.programme, role=role, by=TESTS)
    with clock.frozen(WEDNESDAY + MINUTE), pytest.raises(NotPossible):
        answer(asked, asked.supporter)


def test_a_yes_over_the_number_one_set_is_refused_kindly() -> None:
    programme = make_programme()
    supporter = supporter_of(programme, capacity=2)
    for _ in range(2):
        ask(member_of(programme), programme)
    first, second = sweep(programme)
    actions.save_supporter_settings(
        supporter=supporter, programme=programme, capacity=1, by=supporter
    )
    answer(first, supporter)
    with pytest.raises(NotPossible, match="Both are all right") as refused:
        answer(second, supporter)
    assert refused.value.code == "full"
    second.refresh_from_db()
    assert (second.stage, second.supporter_said) == (Stage.ASKED_SUPPORTER, None)


def test_a_member_s_yes_is_refused_when_the_last_place_has_gone() -> None:
    programme = make_programme()
    supporter = supporter_of(programme, capacity=2)
    for _ in range(2):
        ask(member_of(programme), programme)
    proposals = sweep(programme)
    for proposal in proposals:
        answer(proposal, supporter)
    actions.save_supporter_settings(
        supporter=supporter, programme=programme, capacity=1, by=supporter
    )
    answer(proposals[0], proposals[0].request.member)
    with pytest.raises(NotPossible, match="You keep your place"):
        answer(proposals[1], proposals[1].request.member)
    assert Pairing.objects.count() == 1
    sweep(programme)
    proposals[1].refresh_from_db()
    assert proposals[1].stage == Stage.WITHDRAWN


def test_choosing_is_the_member_s_yes() -> None:
    programme = make_programme()
    member, supporter = member_of(programme), supporter_of(programme)
    request = ask(member, programme)
    chosen = actions.choose_supporter(request=request, supporter=supporter, by=member)
    assert (chosen.stage, chosen.member_said, chosen.chosen_by_member) == (
        Stage.ASKED_SUPPORTER,
        True,
        True,
    )
    assert answer(chosen, supporter).stage == Stage.ACCEPTED
    assert Pairing.objects.get().member == member


def test_a_choice_can_be_taken_back() -> None:
    programme = make_programme()
    member, supporter = member_of(programme), supporter_of(programme)
    request = ask(member, programme)
    chosen = actions.choose_supporter(request=request, supporter=supporter, by=member)
    assert answer(chosen, member, yes=False).stage == Stage.DECLINED


def test_choosing_while_somebody_is_asked_is_not_possible() -> None:
    programme = make_programme()
    member, _one, other = member_of(programme), supporter_of(programme), supporter_of(programme)
    proposal = propose(member, programme)
    with pytest.raises(NotPossible, match="is being asked for you already"):
        actions.choose_supporter(request=proposal.request, supporter=other, by=member)
    assert Proposal.objects.count() == 1


def test_who_does_not_fit_any_more_cannot_be_chosen() -> None:
    programme = make_programme()
    member, supporter = member_of(programme), supporter_of(programme)
    request = ask(member, programme)
    for unfit in (supporter_of(programme, capacity=0), member_of(programme), member):
        with pytest.raises(NotPossible) as refused:
            actions.choose_supporter(request=request, supporter=unfit, by=member)
        assert refused.value.code == "taken"
    block(of=member, by=supporter)
    with pytest.raises(NotPossible):
        actions.choose_supporter(request=request, supporter=supporter, by=member)


def test_a_closed_request_chooses_nobody() -> None:
    programme = make_programme()
    member, supporter = member_of(programme), supporter_of(programme)
    request = ask(member, programme)
    actions.cancel(request=request, by=member)
    with pytest.raises(NotPossible, match="ask again at any time"):
        actions.choose_supporter(request=request, supporter=supporter, by=member)


def test_choosing_can_be_seen_by_both_at_once() -> None:
    programme = make_programme()
    member, supporter = member_of(programme), supporter_of(programme)
    request = ask(member, programme)
    chosen = actions.choose_supporter(request=request, supporter=supporter, by=member)
    for person in (member, supporter):
        assert list(queries.proposals_visible_to(person)) == [chosen]
