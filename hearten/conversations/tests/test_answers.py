"""A message may answer an earlier one, and shows it short."""

from typing import Any
from uuid import uuid4

import pytest
from django.db import IntegrityError, connection, transaction

from hearten.accounts.tests.factories import client_of
from hearten.conversations import actions, queries
from hearten.conversations.actions import Draft
from hearten.conversations.commands import SEND
from hearten.conversations.queries import export_of
from hearten.conversations.rules import MOST_SEQ
from hearten.conversations.tests.factories import RULE, Pair, run
from hearten.conversations.tests.test_live import listener
from hearten.conversations.tests.test_messages import codes, send
from hearten.conversations.tests.test_pages import end, hidden, text_of, url
from hearten.conversations.topics import CONVERSATION
from hearten.foundation.live import Done, Frame


@pytest.fixture
def pair(db: None) -> Pair:
    return Pair()


def answer(pair: Pair, about: int | None, text: str = "Yes", client_id: Any = None) -> Draft:
    return Draft(pair.supporter.id, client_id or uuid4(), text, about)


def test_an_answer_knows_what_it_is_about(pair: Pair) -> None:
    asked = pair.say("Are you there?")
    assert codes(send(pair, answer(pair, asked), answer(pair, None))) == [3, 4]
    lines = queries.lines_before(pair.id, None, 10)
    assert [(line.about, line.quote and line.quote.text) for line in lines] == [
        (None, None),
        (None, None),
        (asked, "Are you there?"),
        (None, None),
    ]


def test_only_a_text_of_the_same_conversation_can_be_answered(pair: Pair) -> None:
    other = Pair()
    other.say("one")
    theirs = other.say("two")
    drafts = [answer(pair, about) for about in (1, 0, -1, theirs, 99, MOST_SEQ)]
    assert codes(send(pair, *drafts)) == ["not_there"] * 6
    assert queries.newest_seq(pair.id) == 1


def test_one_cannot_answer_what_is_said_in_the_same_batch(pair: Pair) -> None:
    assert codes(send(pair, answer(pair, None), answer(pair, 2))) == [2, "not_there"]


def test_the_same_id_for_another_message_is_refused(pair: Pair) -> None:
    one, two = pair.say("one"), pair.say("two")
    first = answer(pair, one)
    assert codes(send(pair, first, first)) == [4, 4]
    again = [answer(pair, about, "Yes", first.client_id) for about in (one, two, None)]
    assert codes(send(pair, *again)) == [4, "changed", "changed"]


def test_answering_costs_two_queries_a_batch(pair: Pair, django_assert_num_queries: Any) -> None:
    asked = pair.say("one")
    with django_assert_num_queries(11):
        send(pair, answer(pair, asked))
    with django_assert_num_queries(11):
        send(pair, *(answer(pair, asked) for _ in range(30)))
    with django_assert_num_queries(9):
        send(pair, answer(pair, None))


@pytest.mark.parametrize("about", [2, 3, 1000])
def test_the_database_refuses_what_is_about_no_earlier_message(pair: Pair, about: int) -> None:
    seq = pair.say("one")
    with pytest.raises(IntegrityError), transaction.atomic():
        connection.cursor().execute(
            "INSERT INTO conversations_message (conversation_id, seq, client_id, kind, sealed_text,"
            " at, about_seq, author_id) VALUES (%s, %s, %s, 'text', 'x', now(), %s, %s)",
            [pair.id, seq if about == 1000 else 2, uuid4(), about, pair.member.id],
        )
    other = Pair()
    with pytest.raises(IntegrityError, match="same_conversation"), transaction.atomic():
        cursor = connection.cursor()
        cursor.execute(
            "INSERT INTO conversations_message (conversation_id, seq, client_id, kind, sealed_text,"
            " at, about_seq, author_id) VALUES (%s, 7, %s, 'text', 'x', now(), %s, %s)",
            [other.id, uuid4(), seq, other.member.id],
        )
        cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")


def test_a_live_answer_is_the_event_a_page_gets(pair: Pair) -> None:
    asked = pair.say("Are you there?")

    def frame(about: object) -> Frame:
        data = {"text": "Yes", "about": about}
        return Frame(by=listener(pair.supporter), client_id=uuid4(), data=data)

    wrong = [frame(about) for about in ("2", True, 2.0, 0, -3, 2**63, [2])]
    answers, events = run(SEND, pair.id, [frame(asked), *wrong, frame(None)])
    assert [one.result["seq"] if isinstance(one, Done) else one.code for one in answers] == [
        3, *["not_there"] * len(wrong), 4,
    ]  # fmt: skip
    assert list(events) == list(CONVERSATION.events_after(str(pair.id), 2, 10))
    assert [event.get("about") for event in events] == [asked, None]


def test_without_a_script_one_answers_by_a_link_and_the_box(pair: Pair) -> None:
    asked = pair.say("Are you there?")
    reader = client_of(pair.supporter)
    page = reader.get(url("show", pair.id), {"reply": asked})
    assert "In answer to" in text_of(page)
    assert hidden(page, "about") == str(asked)
    data = {"text": "Yes", "client_id": hidden(page, "client_id"), "about": asked}
    assert reader.post(url("show", pair.id), data).status_code == 302
    shown = text_of(client_of(pair.member).get(url("show", pair.id)))
    assert "In answer to You : Are you there? Yes" in shown
    refused = reader.post(url("show", pair.id), data | {"client_id": uuid4(), "text": " "})
    assert hidden(refused, "about") == str(asked)  # what it answers is kept with the words


@pytest.mark.parametrize("given", ["1", "99", "x", "-1", "9" * 30])
def test_what_cannot_be_answered_is_not_offered(pair: Pair, given: str) -> None:
    page = client_of(pair.member).get(url("show", pair.id), {"reply": given})
    assert page.status_code == 200
    assert 'name="about" value=""' in page.content.decode()


def test_a_quote_of_an_erased_text_is_erased(pair: Pair) -> None:
    pair.say("ashamed", about=pair.say("words that go"))
    end(pair, pair.member)
    page = client_of(pair.supporter)
    assert "words that go" in text_of(page.get(url("show", pair.id)))
    actions.destroy_key(conversation_id=pair.id, by=RULE)
    assert "words that go" not in text_of(page.get(url("show", pair.id)))


def test_the_export_says_what_a_message_answers(pair: Pair) -> None:
    asked = pair.say("one")
    pair.say("two", about=asked)
    [conversation] = export_of(pair.member)["conversations"]
    assert [(one["number"], one["answers"]) for one in conversation["messages"]] == [
        (1, None), (2, None), (3, 2),
    ]  # fmt: skip
