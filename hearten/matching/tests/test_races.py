"""Two things at once, with real transactions. Each race is run as: both at the door, then go."""

from datetime import datetime, timedelta

import pytest

from hearten.accounts import actions as accounts
from hearten.accounts.models import Account, Programme, Role
from hearten.audit.models import Event
from hearten.foundation import clock
from hearten.foundation.errors import NotPossible
from hearten.foundation.tests.at_once import at_once
from hearten.matching import actions
from hearten.matching.models import (
    MatchingSettings,
    Pairing,
    Proposal,
    RequestState,
    Stage,
    SupportRequest,
)
from hearten.matching.tests.factories import (
    KEEPER,
    answer,
    ask,
    make_programme,
    member_of,
    propose,
    supporter_of,
    sweep,
)

pytestmark = pytest.mark.django_db(transaction=True)


def refusals(results: list[object]) -> list[NotPossible]:
    return [one for one in results if isinstance(one, NotPossible)]


def two_asked(capacity: int) -> tuple[Proposal, Proposal]:
    """Two members proposed to one supporter who then lowers their number."""
    programme = make_programme()
    supporter = supporter_of(programme, capacity=2)
    for _ in range(2):
        ask(member_of(programme), programme)
    first, second = sweep(programme)
    actions.save_supporter_settings(
        supporter=supporter, programme=programme, capacity=capacity, by=supporter
    )
    return first, second


def test_a_supporter_with_one_place_says_yes_to_two_at_once() -> None:
    first, second = two_asked(capacity=1)
    results = at_once(
        lambda: answer(first, first.supporter), lambda: answer(second, second.supporter)
    )
    assert [error.code for error in refusals(results)] == ["full"]
    assert Proposal.objects.filter(stage=Stage.ASKED_MEMBER).count() == 1


def test_two_members_say_yes_at_once_to_a_supporter_with_one_place() -> None:
    first, second = two_asked(capacity=2)
    for proposal in (first, second):
        answer(proposal, proposal.supporter)
    actions.save_supporter_settings(
        supporter=first.supporter, programme=first.request.programme, capacity=1, by=first.supporter
    )
    results = at_once(
        lambda: answer(first, first.request.member), lambda: answer(second, second.request.member)
    )
    assert [error.code for error in refusals(results)] == ["full"]
    assert Pairing.objects.count() == 1


def asked() -> Proposal:
    programme = make_programme()
    supporter_of(programme)
    return propose(member_of(programme), programme)


def test_the_last_yes_pressed_twice_makes_one_pairing() -> None:
    proposal = asked()
    answer(proposal, proposal.supporter)
    member = proposal.request.member
    results = at_once(*[lambda: answer(proposal, member)] * 2)
    assert refusals(results) == []
    assert Pairing.objects.count() == 1


def test_an_answer_and_the_deadline_at_once_leave_one_outcome() -> None:
    """The sweep's clock stands just behind the deadline, the answer's just before."""
    proposal = asked()
    programme, supporter = proposal.request.programme, proposal.supporter
    supporter_of(programme)
    before = proposal.answer_by - timedelta(seconds=1)

    def answering() -> object:
        with clock.frozen(before):
            return answer(proposal, supporter)

    def sweeping() -> object:
        with clock.frozen(proposal.answer_by):
            return sweep(programme)

    results = at_once(answering, sweeping)
    proposal.refresh_from_db()
    request = SupportRequest.objects.get()
    if refusals(results):  # the sweep was first: somebody else is asked
        assert proposal.stage == Stage.EXPIRED
        assert request.state == RequestState.PROPOSED
        assert Proposal.objects.exclude(pk=proposal.pk).get().stage == Stage.ASKED_SUPPORTER
    else:  # the yes was first: the sweep saw the member's new deadline
        assert proposal.stage == Stage.ASKED_MEMBER
        assert Proposal.objects.count() == 1


def test_two_sweeps_at_once_make_one_proposal() -> None:
    programme = make_programme()
    for _ in range(3):
        supporter_of(programme)
    ask(member_of(programme), programme)
    made = at_once(*[lambda: sweep(programme)] * 3)
    assert sorted(len(one) for one in made if isinstance(one, list)) == [0, 0, 1]
    assert Proposal.objects.count() == 1


def test_a_choice_and_a_sweep_at_once_make_one_proposal() -> None:
    programme = make_programme()
    supporter = supporter_of(programme)
    member = member_of(programme)
    request = ask(member, programme)
    at_once(
        lambda: sweep(programme),
        lambda: actions.choose_supporter(request=request, supporter=supporter, by=member),
    )
    assert Proposal.objects.count() == 1


def a_chooser() -> tuple[Account, SupportRequest, Account]:
    """Somebody who chooses among several, and one whom they choose."""
    programme = make_programme()
    people = [supporter_of(programme) for _ in range(3)]
    member = member_of(programme)
    request = ask(member, programme, choose=True)
    assert request.choose_until is not None
    return member, request, people[-1]


def test_a_choice_at_the_last_moment_and_the_queue_taking_over_make_one_proposal() -> None:
    """The chooser's clock stands just before the end of the time to choose, the sweep's at it."""
    outcomes = set()
    for _ in range(3):
        member, request, supporter = a_chooser()
        over = request.choose_until
        assert over is not None

        def choosing(
            request: SupportRequest = request, to: Account = supporter, by: Account = member
        ) -> object:
            with clock.frozen(request.choose_until - timedelta(seconds=1)):  # type: ignore[operator]
                return actions.choose_supporter(request=request, supporter=to, by=by)

        def sweeping(over: datetime = over, request: SupportRequest = request) -> object:
            with clock.frozen(over):
                return sweep(request.programme)

        results = at_once(choosing, sweeping)
        [proposal] = Proposal.objects.filter(request=request)
        assert proposal.chosen_by_member is not bool(refusals(results))
        request.refresh_from_db()
        assert (request.state, request.choose_until) == (RequestState.PROPOSED, None)
        outcomes.add(proposal.chosen_by_member)
    assert outcomes <= {True, False}


def test_leaving_it_to_the_queue_while_choosing_in_another_tab_makes_one_proposal() -> None:
    member, request, supporter = a_chooser()
    at_once(
        lambda: actions.stop_choosing(request=request, by=member),
        lambda: actions.choose_supporter(request=request, supporter=supporter, by=member),
        lambda: sweep(request.programme),
    )
    sweep(request.programme)
    assert Proposal.objects.filter(request=request).count() == 1


def test_a_choice_and_a_sweep_at_once_do_not_both_take_the_last_place() -> None:
    for _ in range(3):
        programme = make_programme()
        MatchingSettings.objects.create(programme=programme)  # making it would serialise them too
        supporter = supporter_of(programme, capacity=1)
        ask(member_of(programme), programme)
        chooser = member_of(programme)
        request = ask(chooser, programme)

        def choosing(
            request: SupportRequest = request,
            supporter: Account = supporter,
            chooser: Account = chooser,
        ) -> object:
            return actions.choose_supporter(request=request, supporter=supporter, by=chooser)

        at_once(lambda programme=programme: sweep(programme), choosing)
        assert Proposal.objects.filter(supporter=supporter).count() == 1


def test_asking_twice_at_once_opens_one_request() -> None:
    programme = make_programme()
    member = member_of(programme)
    results = at_once(*[lambda: ask(member, programme, words="Hello")] * 2)
    assert results[0] == results[1] == SupportRequest.objects.get()


def test_cancelling_and_the_last_yes_at_once_leave_one_outcome() -> None:
    proposal = asked()
    answer(proposal, proposal.supporter)
    request, member = proposal.request, proposal.request.member
    results = at_once(
        lambda: answer(proposal, member), lambda: actions.cancel(request=request, by=member)
    )
    request.refresh_from_db()
    assert len(refusals(results)) == 1
    paired = Pairing.objects.exists()
    assert request.state == (RequestState.PAIRED if paired else RequestState.CANCELLED)


def test_ending_twice_at_once_ends_once() -> None:
    proposal = asked()
    answer(proposal, proposal.supporter)
    answer(proposal, proposal.request.member)
    pairing = Pairing.objects.get()
    at_once(
        *[
            lambda who=who: actions.end_pairing(pairing_id=pairing.pk, reason="time", by=who)
            for who in (pairing.member, pairing.supporter)
        ]
    )
    assert Event.objects.filter(verb="matching.pairing_ended").count() == 1


def test_the_last_yes_while_the_supporter_s_role_ends_strands_nobody() -> None:
    """Either the yes is first and the new pairing is ended too, or it is refused."""
    for _ in range(3):
        proposal = asked()
        answer(proposal, proposal.supporter)
        programme, member = proposal.request.programme, proposal.request.member
        supporter = proposal.supporter

        def ending(supporter: Account = supporter, programme: Programme = programme) -> object:
            return accounts.end_role(
                account=supporter, programme=programme, role=Role.SUPPORTER, by=KEEPER
            )

        results = at_once(lambda p=proposal, m=member: answer(p, m), ending)
        assert len(refusals(results)) == (not Pairing.objects.filter(member=member).exists())
        assert not Pairing.objects.filter(member=member, ended_at__isnull=True).exists()
        waiting = SupportRequest.objects.filter(member=member, state=RequestState.WAITING)
        assert waiting.count() == 1


def test_suspending_a_supporter_while_the_queue_is_swept_and_answered() -> None:
    """Many locks, taken in one order: nobody waits for each other in a circle."""
    programme = make_programme()
    supporter, other = supporter_of(programme), supporter_of(programme)
    for _ in range(4):
        ask(member_of(programme), programme)
    proposals = sweep(programme)
    mine = [one for one in proposals if one.supporter_id == supporter.id]
    results = at_once(
        lambda: actions.end_all_for(account_id=supporter.id, by=KEEPER),
        lambda: sweep(programme),
        *[lambda one=one: answer(one, supporter) for one in mine],
        lambda: actions.save_supporter_settings(
            supporter=other, programme=programme, capacity=1, by=other
        ),
    )
    assert all(error.code == "over" for error in refusals(results))
    states = set(SupportRequest.objects.values_list("state", flat=True))
    assert states <= {RequestState.WAITING, RequestState.PROPOSED}
