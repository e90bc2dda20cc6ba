"""Somebody who waits again is told why, and how long they have waited in all."""

from collections.abc import Callable
from datetime import timedelta

import pytest
from django.urls import reverse

from hearten.accounts import actions as accounts
from hearten.accounts.models import Account, Programme, Role, SuspendReason
from hearten.accounts.tests.factories import TESTS, client_of
from hearten.foundation import clock
from hearten.matching import actions, queries
from hearten.matching.models import EndReason, Pairing, Proposal, RequestKind, SupportRequest
from hearten.matching.tests.factories import (
    KEEPER,
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

pytestmark = pytest.mark.django_db
HOUR = timedelta(hours=1)
ENDED = (
    "The person you were talking with cannot go on supporting here. That has nothing to do with you."
    " We look for somebody new, and the time you waited before counts."
)
NOT_THIS_TIME = (
    "The person we asked cannot be there this time. That says nothing about you. You keep your"
    " place, and we look for somebody else."
)
CHOSEN_NOT = (
    "The person you chose cannot be there this time. That says nothing about you. You keep your"
    " place, and we look for somebody else. You can also choose again."
)
WENT_BY = (
    "The time to say yes or no went by. That is all right. You keep your place, and we look for"
    " somebody else. If it goes by once more, we stop looking, and you can ask again at any time."
)


def told(member: Account, programme: Programme) -> str:
    """What home and the waiting page say: the same, each once, and in what is announced."""
    request = SupportRequest.objects.get(member=member, closed_at__isnull=True)
    text = queries.waiting_of(request).again
    assert queries.current_for(member, programme).again == text
    client = client_of(member)
    home, waiting = client.get("/").text, client.get(reverse("matching:waiting")).text
    for sentence in (ENDED, NOT_THIS_TIME, CHOSEN_NOT, WENT_BY):
        shown = 1 if text == sentence else 0
        assert (home.count(sentence), waiting.count(sentence)) == (shown, shown)
    if text:
        assert text in waiting.split("data-announce", 1)[1].split('class="lead"', 1)[0]
        assert 'aria-describedby="again"' in home
    for page in (home, waiting):
        assert "uspend" not in page
    return text


def _pause(supporter: Account, programme: Programme) -> None:
    actions.save_supporter_settings(
        supporter=supporter, programme=programme, paused=True, by=supporter
    )


def _suspend(supporter: Account, _programme: Programme) -> None:
    accounts.suspend(account=supporter, reason=SuspendReason.SAFETY, by=TESTS)


def _stop(supporter: Account, programme: Programme) -> None:
    accounts.end_role(account=supporter, programme=programme, role=Role.SUPPORTER, by=TESTS)


def _say_no(supporter: Account, _programme: Programme) -> None:
    answer(Proposal.objects.get(supporter=supporter), supporter, yes=False)


def _say_yes_and_take_it_back(supporter: Account, programme: Programme) -> None:
    answer(Proposal.objects.get(supporter=supporter), supporter)
    _say_no(supporter, programme)


@pytest.mark.parametrize("happens", [_pause, _stop, _say_no, _say_yes_and_take_it_back])
def test_whoever_was_asked_is_not_there(happens: Callable[[Account, Programme], None]) -> None:
    programme = make_programme()
    member, supporter = member_of(programme), supporter_of(programme, "Calm Owl")
    propose(member, programme)
    assert told(member, programme) == ""
    happens(supporter, programme)
    sweep(programme)
    assert told(member, programme) == NOT_THIS_TIME
    assert "Calm Owl" not in client_of(member).get(reverse("matching:waiting")).text
    supporter_of(programme)
    sweep(programme)
    assert told(member, programme) == "", "somebody else is asked: that is the news now"


def test_an_answer_that_did_not_come_in_time() -> None:
    programme = make_programme()
    member, supporter = member_of(programme), supporter_of(programme)
    with clock.frozen(WEDNESDAY):
        proposal = propose(member, programme, RequestKind.NOW)
    with clock.frozen(proposal.answer_by):
        sweep(programme)
        assert told(member, programme) == NOT_THIS_TIME
        other = supporter_of(programme)
        [proposal] = sweep(programme)
        answer(proposal, other)
        proposal.refresh_from_db()
    with clock.frozen(proposal.answer_by):
        sweep(programme)
        assert told(member, programme) == WENT_BY
    assert supporter != other


def test_whom_they_chose_says_no() -> None:
    programme = make_programme()
    member, supporter = member_of(programme), supporter_of(programme)
    request = ask(member, programme, choose=True)
    proposal = actions.choose_supporter(request=request, supporter=supporter, by=member)
    answer(proposal, supporter, yes=False)
    assert told(member, programme) == CHOSEN_NOT


def test_who_said_no_themselves_is_told_nothing() -> None:
    programme = make_programme()
    member, supporter = member_of(programme), supporter_of(programme)
    proposal = propose(member, programme)
    answer(proposal, supporter)
    answer(proposal, member, yes=False)
    assert told(member, programme) == ""


@pytest.mark.parametrize("happens", [_stop, _suspend])
def test_the_supporter_they_talked_with_is_there_no_more(
    happens: Callable[[Account, Programme], None],
) -> None:
    with clock.frozen(WEDNESDAY):
        programme = make_programme()
        member, supporter = member_of(programme), supporter_of(programme)
        ask(member, programme)
    with clock.frozen(WEDNESDAY + 5 * HOUR):
        [proposal] = sweep(programme)
        answer(proposal, supporter)
        answer(proposal, member)
    with clock.frozen(WEDNESDAY + 99 * HOUR):
        happens(supporter, programme)
    with clock.frozen(WEDNESDAY + 101 * HOUR):
        assert told(member, programme) == ENDED
        request = SupportRequest.objects.get(member=member, closed_at__isnull=True)
        waited = queries.waiting_of(request).waited
        assert (waited.total, waited.before, waited.asked) == (7 * HOUR, 5 * HOUR, 2 * HOUR)
        client = client_of(member)
        home, waiting = client.get("/").text, client.get(reverse("matching:waiting")).text
        assert "You have waited about 7 hours. That includes about 5 hours from before" in home
        assert (
            "You have waited <strong>about 7 hours</strong>. That includes <strong>about 5"
            " hours</strong> from before you asked again" in waiting
        )
        assert "You asked again about 2 hours ago." in waiting
        other = supporter_of(programme)
        [proposal] = sweep(programme)
        assert told(member, programme) == ""
        answer(proposal, other, yes=False)
        assert told(member, programme) == NOT_THIS_TIME, "the newest counts"


def test_the_newest_counts_also_when_an_ending_comes_after_a_no() -> None:
    """Somebody who talks and asks for one more person; then the one they talk with is gone."""
    programme = make_programme()
    member, supporter = member_of(programme), supporter_of(programme)
    pair(member, supporter, programme)
    other = supporter_of(programme)
    proposal = propose(member, programme)
    answer(proposal, other, yes=False)
    assert told(member, programme) == NOT_THIS_TIME
    _stop(supporter, programme)
    assert told(member, programme) == ENDED


def test_who_was_away_themselves_is_not_told_that_the_supporter_is_gone() -> None:
    programme = make_programme()
    member, supporter = member_of(programme), supporter_of(programme)
    pairing = pair(member, supporter, programme)
    actions.end_all_for(account_id=member.id, by=KEEPER)
    assert Pairing.objects.get().end_reason == EndReason.SUSPENDED
    actions.ask_again(pairing_id=pairing.pk, by=member)
    assert told(member, programme) == ""


def test_a_kept_wait_of_less_than_a_minute_is_not_worth_a_sentence() -> None:
    request = SupportRequest(made_at=WEDNESDAY, waiting_since=WEDNESDAY - timedelta(seconds=59))
    with clock.frozen(WEDNESDAY + HOUR):
        assert queries.waited_of(request).before == timedelta(0)
        request.waiting_since = WEDNESDAY - timedelta(seconds=60)
        assert queries.waited_of(request).before == timedelta(minutes=1)
