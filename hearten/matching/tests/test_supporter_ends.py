"""A supporter's role ends: nobody they were with is left with somebody who is no supporter."""

from datetime import timedelta

import pytest

from hearten.accounts import actions as accounts
from hearten.accounts.models import Account, Programme, Role
from hearten.audit.models import Event
from hearten.foundation import clock
from hearten.foundation.errors import NotAllowed
from hearten.matching import actions, queries
from hearten.matching.models import (
    EndReason,
    Pairing,
    RequestState,
    Stage,
    SupportRequest,
)
from hearten.matching.tests.factories import (
    KEEPER,
    WEDNESDAY,
    answer,
    ask,
    make_account,
    make_programme,
    manager_of,
    member_of,
    pair,
    propose,
    supporter_of,
)

pytestmark = pytest.mark.django_db
HOUR = timedelta(hours=1)


def ended(supporter: Account, programme: Programme) -> tuple[object, ...]:
    return actions.end_support(supporter_id=supporter.id, programme_id=programme.id, by=KEEPER)


def test_their_members_wait_again_with_the_time_they_had_waited() -> None:
    programme = make_programme()
    supporter = supporter_of(programme)
    with clock.frozen(WEDNESDAY):
        proposals = [propose(member_of(programme), programme) for _ in range(2)]
    with clock.frozen(WEDNESDAY + 3 * HOUR):
        for proposal in proposals:
            answer(proposal, supporter)
            answer(proposal, proposal.request.member)
    later = WEDNESDAY + timedelta(days=9)
    with clock.frozen(later):
        found = actions.end_support(
            supporter_id=supporter.id, programme_id=programme.id, by=manager_of(programme)
        )
    assert set(found) == set(Pairing.objects.values_list("pk", flat=True))
    assert len(found) == 2
    for pairing in Pairing.objects.all():
        assert (pairing.end_reason, pairing.ended_at) == (EndReason.ROLE_ENDED, later)
        again = SupportRequest.objects.get(follows=pairing)
        assert (again.member_id, again.state) == (pairing.member_id, RequestState.WAITING)
        assert again.waiting_since == later - 3 * HOUR


@pytest.mark.parametrize("said_yes", [False, True])
def test_what_they_were_asked_is_withdrawn_at_once(said_yes: bool) -> None:
    programme = make_programme()
    supporter = supporter_of(programme)
    proposal = propose(member_of(programme), programme)
    if said_yes:
        answer(proposal, supporter)
    assert ended(supporter, programme) == ()
    proposal.refresh_from_db()
    assert (proposal.stage, proposal.request.state) == (Stage.WITHDRAWN, RequestState.WAITING)


def test_what_they_have_as_a_member_goes_on() -> None:
    programme = make_programme()
    supporter = supporter_of(programme)
    theirs = pair(member_of(programme), supporter, programme)
    actions.save_supporter_settings(
        supporter=supporter, programme=programme, paused=True, by=supporter
    )
    own = pair(supporter, supporter_of(programme), programme)
    waits = ask(supporter, programme, words="I need one more")
    assert ended(supporter, programme) == (theirs.pk,)
    own.refresh_from_db()
    waits.refresh_from_db()
    assert (own.ended_at, own.end_reason) == (None, "")
    assert waits.state == RequestState.WAITING


def test_what_they_do_in_another_programme_goes_on() -> None:
    here, there = make_programme(), make_programme()
    supporter = supporter_of(here)
    accounts.give_role(account=supporter, programme=there, role=Role.SUPPORTER, by=KEEPER)
    elsewhere = pair(member_of(there), supporter, there)
    gone = pair(member_of(here), supporter, here)
    assert ended(supporter, here) == (gone.pk,)
    elsewhere.refresh_from_db()
    assert elsewhere.ended_at is None


def test_a_suspended_member_of_theirs_does_not_wait_again() -> None:
    programme = make_programme()
    supporter = supporter_of(programme)
    pairing = pair(member_of(programme), supporter, programme)
    Account.objects.filter(pk=pairing.member_id).update(is_active=False)
    assert ended(supporter, programme) == (pairing.pk,)
    assert not SupportRequest.objects.filter(follows=pairing).exists()


def test_who_waits_already_has_one_request_afterwards() -> None:
    programme = make_programme()
    pairing = pair(member_of(programme), supporter_of(programme), programme)
    open_one = ask(pairing.member, programme, words="one more")
    ended(pairing.supporter, programme)
    waiting = SupportRequest.objects.filter(member=pairing.member, state=RequestState.WAITING)
    assert list(waiting) == [open_one]


def test_only_managers_of_this_programme_and_the_system_do_this() -> None:
    programme = make_programme()
    pairing = pair(member_of(programme), supporter_of(programme), programme)
    others = [
        pairing.supporter,
        pairing.member,
        make_account(programme=programme, roles=[Role.MODERATOR, Role.SUPERVISOR]),
        manager_of(make_programme()),
    ]
    for by in others:
        with pytest.raises(NotAllowed):
            actions.end_support(supporter_id=pairing.supporter_id, programme_id=programme.id, by=by)
    pairing.refresh_from_db()
    assert pairing.ended_at is None


def test_who_is_with_nobody_is_left_alone() -> None:
    programme = make_programme()
    supporter = supporter_of(programme)
    before = Event.objects.count()
    assert ended(supporter, programme) == ()
    assert Event.objects.count() == before


def test_the_record_says_why_without_calling_it_a_suspension() -> None:
    programme = make_programme()
    pairing = pair(member_of(programme), supporter_of(programme), programme)
    ended(pairing.supporter, programme)
    event = Event.objects.get(verb="matching.pairing_ended")
    assert event.details == {"reason": "role_ended", "side": ""}
    assert "uspen" not in str(EndReason.ROLE_ENDED.label)


def test_neither_of_the_two_can_give_the_programme_s_reasons() -> None:
    programme = make_programme()
    pairing = pair(member_of(programme), supporter_of(programme), programme)
    for reason in queries.RULED_ENDINGS:
        for who in (pairing.member, pairing.supporter):
            with pytest.raises(NotAllowed):
                actions.end_pairing(pairing_id=pairing.pk, reason=reason, by=who)


def test_people_are_counted_while_they_are_supported_here() -> None:
    programme, away = make_programme(), make_programme()
    supporter = supporter_of(programme)
    accounts.give_role(account=supporter, programme=away, role=Role.SUPPORTER, by=KEEPER)
    pair(member_of(away), supporter, away)
    actions.save_supporter_settings(
        supporter=supporter, programme=programme, capacity=5, by=supporter
    )
    first, _second = (pair(member_of(programme), supporter, programme) for _ in range(2))
    propose(member_of(programme), programme)

    def counted() -> int:
        return queries.supported_by(account_id=supporter.id, programme_id=programme.id)

    assert counted() == 2
    actions.end_pairing(pairing_id=first.pk, reason=EndReason.HELPED, by=supporter)
    assert counted() == 1
    ended(supporter, programme)
    assert counted() == 0
    assert queries.supported_by(account_id=supporter.id, programme_id=away.id) == 1
