"""Reporting a message: a copy of one message reaches moderators, and nothing else does."""

from typing import Any
from uuid import uuid4

import pytest

from hearten.accounts.models import Role
from hearten.accounts.queries import is_blocked
from hearten.accounts.tests.factories import client_of, make_account
from hearten.conversations import actions, queries
from hearten.conversations.tests.factories import RULE, Pair, person
from hearten.conversations.tests.test_pages import end, text_of, url
from hearten.foundation.errors import Invalid, NotAllowed, NotPossible
from hearten.safety import actions as safety
from hearten.safety.queries import ReportReason, cases_visible_to


@pytest.fixture
def pair(db: None) -> Pair:
    return Pair()


def evidence(pair: Pair) -> list[tuple[str, str, str]]:
    """(reason, words, evidence) of each report, as the moderator who takes the case reads it."""
    moderator = make_account(programme=pair.programme, roles=[Role.MODERATOR])
    cases = [safety.assign_case(case=one, by=moderator) for one in cases_visible_to(moderator)]
    return [
        (one.reason, one.words, one.evidence)
        for case in cases
        for one in safety.read_evidence(case=case, by=moderator)
    ]


def report(pair: Pair, seq: int, by: Any, words: str = "") -> None:
    actions.report_message(
        conversation_id=pair.id, seq=seq, reason=ReportReason.MONEY, words=words, by=by
    )


def test_a_report_holds_the_message_and_nothing_beside_it(pair: Pair) -> None:
    pair.say("a secret of mine")
    seq = pair.say("lend me a hundred", by=pair.supporter)
    pair.say("another secret")
    answer = client_of(pair.member).post(
        url("report", pair.id, seq), {"reason": "money", "words": "Twice now."}
    )
    assert (answer.status_code, answer["Location"]) == (302, url("reported", pair.id))
    [(reason, words, copied)] = evidence(pair)
    assert (words, copied) == ("Twice now.", "lend me a hundred")
    assert reason == ReportReason.MONEY.label
    assert not is_blocked(pair.member.id, pair.supporter.id)


def test_reporting_twice_reports_once(pair: Pair) -> None:
    seq = pair.say("lend me a hundred", by=pair.supporter)
    report(pair, seq, pair.member)
    report(pair, seq, pair.member)
    assert len(evidence(pair)) == 1


def test_nothing_in_the_talk_tells_the_other(pair: Pair) -> None:
    seq = pair.say("lend me a hundred", by=pair.supporter)
    reader = client_of(pair.supporter)
    before = text_of(reader.get(url("show", pair.id)))
    report(pair, seq, pair.member)
    assert text_of(reader.get(url("show", pair.id))) == before


def test_reporting_and_blocking_in_one_step(pair: Pair) -> None:
    seq = pair.say("lend me a hundred", by=pair.supporter)
    answer = client_of(pair.member).post(
        url("report", pair.id, seq), {"reason": "money", "also_block": "on"}, follow=True
    )
    assert "Your report is with the moderators" in text_of(answer)
    assert is_blocked(pair.member.id, pair.supporter.id)
    assert len(evidence(pair)) == 1


def test_a_message_can_be_reported_after_the_ending_and_after_its_key(pair: Pair) -> None:
    seq = pair.say("lend me a hundred", by=pair.supporter)
    end(pair, pair.supporter)
    report(pair, seq, pair.member)
    actions.destroy_key(conversation_id=pair.id, by=RULE)
    report(pair, 3, pair.member)
    assert [copied for _reason, _words, copied in evidence(pair)] == ["lend me a hundred", ""]


def test_the_page_shows_the_message_and_says_who_will_see_it(pair: Pair) -> None:
    seq = pair.say("lend <b>me</b> a hundred", by=pair.supporter)
    page = client_of(pair.member).get(url("report", pair.id, seq))
    assert "lend &lt;b&gt;me&lt;/b&gt; a hundred" in page.content.decode()
    assert "The other person is not told that you reported." in text_of(page)


def test_a_report_without_a_reason_keeps_the_words(pair: Pair) -> None:
    seq = pair.say("lend me a hundred", by=pair.supporter)
    answer = client_of(pair.member).post(url("report", pair.id, seq), {"words": "Twice now."})
    assert answer.status_code == 422
    assert "Twice now." in answer.content.decode()
    assert evidence(pair) == []


def test_ones_own_words_notices_and_what_is_not_there_cannot_be_reported(pair: Pair) -> None:
    own = pair.say("mine")
    client = client_of(pair.member)
    for seq in (own, 1, 99, 2**80):
        assert client.get(url("report", pair.id, seq)).status_code == 404
        assert client.post(url("report", pair.id, seq), {"reason": "money"}).status_code == 404
    for seq in (own, 1):
        with pytest.raises(NotPossible):
            report(pair, seq, pair.member)
    with pytest.raises(NotAllowed):
        report(pair, 99, pair.member)
    assert evidence(pair) == []


def test_a_stranger_cannot_report_what_they_cannot_see(pair: Pair) -> None:
    seq = pair.say("hello")
    with pytest.raises(NotAllowed):
        report(pair, seq, person(pair.programme))
    with pytest.raises(NotAllowed):
        actions.report_message(
            conversation_id=uuid4(), seq=1, reason=ReportReason.OTHER, words="", by=pair.member
        )


def test_words_that_cannot_be_taken_are_refused(pair: Pair) -> None:
    seq = pair.say("hello")
    with pytest.raises(Invalid):
        report(pair, seq, pair.supporter, words="\x00")


def test_a_forgotten_author_cannot_be_reported(pair: Pair) -> None:
    from hearten.conversations.models import Message

    seq = pair.say("hello")
    Message.objects.filter(conversation=pair.id, seq=seq).update(author=None)
    assert client_of(pair.supporter).get(url("report", pair.id, seq)).status_code == 404
    assert queries.line_of(pair.id, seq) is not None
