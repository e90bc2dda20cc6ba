"""Asking for support, and taking it back."""

import pytest
from procrastinate.contrib.django.models import ProcrastinateJob

from hearten.accounts.actions import end_role
from hearten.accounts.models import Role
from hearten.accounts.tests.factories import TESTS
from hearten.audit.queries import events_about
from hearten.foundation.errors import Invalid, NotAllowed, NotPossible
from hearten.matching import actions, queries
from hearten.matching.models import RequestKind, RequestState, Stage, SupportRequest
from hearten.matching.tests.factories import (
    answer,
    ask,
    make_programme,
    member_of,
    pair,
    propose,
    supporter_of,
)

pytestmark = pytest.mark.django_db


def test_asking_opens_a_request_that_waits_from_now() -> None:
    programme = make_programme()
    member = member_of(programme)
    request = ask(member, programme, RequestKind.NOW, "  It is loud in my head \r\n tonight ")
    request.refresh_from_db()
    assert (request.state, request.kind, request.closed_at) == ("waiting", "now", None)
    assert request.waiting_since == request.made_at
    assert queries.words_of(request) == "It is loud in my head \n tonight"
    assert [event.details for event in events_about(request)] == [
        {"kind": "now", "follows": None, "chooses": False}
    ]


def test_words_can_be_skipped() -> None:
    programme = make_programme()
    request = ask(member_of(programme), programme, words="  ")
    assert request.sealed_words is None
    assert queries.words_of(request) == ""


def test_asking_enqueues_one_look_at_the_queue() -> None:
    programme = make_programme()
    for _ in range(2):
        ask(member_of(programme), programme)
    [job] = ProcrastinateJob.objects.filter(task_name="matching.match_waiting")
    assert job.args == {"programme_id": str(programme.id)}
    assert job.scheduled_at is None


@pytest.mark.parametrize(
    ("kind", "words"), [(RequestKind.NOW, "the same"), (RequestKind.WEEKS, "other words")]
)
def test_asking_for_something_else_while_waiting_is_not_dropped_silently(
    kind: RequestKind, words: str
) -> None:
    programme = make_programme()
    member = member_of(programme)
    first = ask(member, programme, RequestKind.WEEKS, "the same")
    with pytest.raises(NotPossible) as refused:
        ask(member, programme, kind, words)
    assert refused.value.code == "already_waiting"
    assert list(SupportRequest.objects.filter(member=member)) == [first]


@pytest.mark.parametrize(
    ("words", "code"),
    [("x" * 1001, "too_long"), ("a\x00b", "binary"), ("\u202eevil", "bidi")],
)
def test_words_that_cannot_be_taken_are_refused_beside_their_field(words: str, code: str) -> None:
    programme = make_programme()
    with pytest.raises(Invalid) as refused:
        ask(member_of(programme), programme, words=words)
    assert refused.value.code == code
    assert list(refused.value.fields) == ["words"]
    assert not SupportRequest.objects.exists()


def test_only_members_ask() -> None:
    programme = make_programme()
    person = member_of(programme)
    end_role(account=person, programme=programme, role=Role.MEMBER, by=TESTS)
    with pytest.raises(NotAllowed):
        ask(person, programme)
    with pytest.raises(NotAllowed):
        ask(person, make_programme())


def test_after_a_pairing_one_can_ask_for_more() -> None:
    programme = make_programme()
    member = member_of(programme)
    pair(member, supporter_of(programme), programme)
    assert ask(member, programme, RequestKind.NOW).state == RequestState.WAITING


def test_cancelling_takes_back_what_was_asked_of_a_supporter() -> None:
    programme = make_programme()
    supporter = supporter_of(programme)
    proposal = propose(member_of(programme), programme)
    request = actions.cancel(request=proposal.request, by=proposal.request.member)
    proposal.refresh_from_db()
    assert (request.state, proposal.stage) == (RequestState.CANCELLED, Stage.WITHDRAWN)
    assert request.closed_at is not None
    assert queries.inbox_count(supporter, programme) == 0


def test_a_pairing_is_not_cancelled() -> None:
    programme = make_programme()
    member = member_of(programme)
    pairing = pair(member, supporter_of(programme), programme)
    with pytest.raises(NotPossible, match="paired a moment ago"):
        actions.cancel(request=pairing.proposal.request, by=member)


def test_after_cancelling_one_waits_anew() -> None:
    programme = make_programme()
    member = member_of(programme)
    first = ask(member, programme)
    actions.cancel(request=first, by=member)
    second = ask(member, programme)
    assert second != first
    assert second.waiting_since > first.waiting_since


def test_a_proposal_answered_after_cancelling_makes_no_pairing() -> None:
    programme = make_programme()
    supporter = supporter_of(programme)
    proposal = propose(member_of(programme), programme)
    actions.cancel(request=proposal.request, by=proposal.request.member)
    with pytest.raises(NotPossible, match="nothing you need to do"):
        answer(proposal, supporter)
