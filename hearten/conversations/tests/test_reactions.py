"""Reactions: four, to the other's words, taken back, counted by nobody."""

import json
import re
from typing import Any
from uuid import UUID, uuid4

import pytest
from django.db import IntegrityError, connection, transaction

from hearten.accounts.models import Account
from hearten.accounts.tests.factories import client_of
from hearten.conversations import actions, queries
from hearten.conversations.actions import Draft, Sent
from hearten.conversations.commands import REACT
from hearten.conversations.models import Message
from hearten.conversations.queries import export_of
from hearten.conversations.tests.factories import RULE, Pair, block, person, run
from hearten.conversations.tests.test_live import listener
from hearten.conversations.tests.test_messages import codes, send
from hearten.conversations.tests.test_pages import end, text_of, url
from hearten.conversations.tests.test_triage import Finding
from hearten.conversations.topics import CONVERSATION
from hearten.foundation import live
from hearten.foundation.live import Done, Frame

ALL = ("with_you", "thank_you", "hope", "me_too")


@pytest.fixture
def pair(db: None) -> Pair:
    return Pair()


def reaction(
    by: Account, about: int, code: str = "hope", on: bool = True, client_id: UUID | None = None
) -> Draft:
    return Draft.reaction(by.id, client_id or uuid4(), about, code, on)


def shown(pair: Pair, seq: int) -> tuple[str, ...]:
    [line] = [line for line in queries.lines_before(pair.id, None, 50) if line.seq == seq]
    return line.reactions


def test_each_is_there_once_and_can_be_taken_back(pair: Pair) -> None:
    seq = pair.say("I slept")
    for code in ALL:
        send(pair, reaction(pair.supporter, seq, code), reaction(pair.supporter, seq, code))
    assert shown(pair, seq) == ALL
    send(pair, reaction(pair.supporter, seq, "hope", on=False))
    assert shown(pair, seq) == ("with_you", "thank_you", "me_too")
    send(pair, reaction(pair.supporter, seq, "hope", on=False))
    send(pair, reaction(pair.supporter, seq, "hope"))
    assert sorted(shown(pair, seq)) == sorted(ALL)


@pytest.mark.parametrize("code", ["", "\u2764", "Hope", "opened", "x" * 300])
def test_there_are_four_and_no_other(pair: Pair, code: str) -> None:
    seq = pair.say("I slept")
    assert codes(send(pair, reaction(pair.supporter, seq, code))) == ["unknown"]


def test_one_reacts_to_the_other_s_words_only(pair: Pair) -> None:
    mine = pair.say("I slept")
    drafts = [
        reaction(pair.member, mine),
        reaction(pair.member, mine, on=False),
        reaction(pair.supporter, 1),
        reaction(pair.supporter, 0),
        reaction(pair.supporter, 99),
        reaction(person(), mine),
    ]
    assert codes(send(pair, *drafts)) == [
        "own", "own", "not_there", "not_there", "not_there", "not_allowed",
    ]  # fmt: skip


def test_a_reaction_is_not_reacted_to_and_not_answered(pair: Pair) -> None:
    seq = pair.say("I slept")
    [there] = send(pair, reaction(pair.supporter, seq))
    assert isinstance(there, Sent)
    answer = Draft(pair.member.id, uuid4(), "Thanks", there.seq)
    assert codes(send(pair, reaction(pair.member, there.seq), answer)) == ["not_there"] * 2


@pytest.mark.parametrize("how", ["goodbye", "block"])
def test_only_while_it_is_open(pair: Pair, how: str) -> None:
    seq = pair.say("I slept")
    if how == "goodbye":
        end(pair, pair.member)
    else:
        block(pair.member, pair.supporter)
    assert codes(send(pair, reaction(pair.supporter, seq))) == ["ended"]


def test_the_same_id_is_answered_as_before_and_refused_for_anything_else(pair: Pair) -> None:
    one, two = pair.say("one"), pair.say("two")
    first = reaction(pair.supporter, one)

    def again(*given: Any, **more: Any) -> Draft:
        return reaction(pair.supporter, *given, client_id=first.client_id, **more)

    words = Draft(pair.supporter.id, first.client_id, "hope", one)
    assert codes(send(pair, first, first)) == [4, 4]
    assert codes(
        send(pair, first, again(two), again(one, "me_too"), again(one, on=False), words)
    ) == [4, *["changed"] * 4]


@pytest.mark.parametrize(
    ("kind", "about", "by"),
    [
        ("reaction", None, "supporter"),
        ("reaction", 1, "supporter"),  # a notice
        ("reaction", 2, "member"),  # one's own
        ("taken_back", 2, "member"),
        ("taken_back", 3, "member"),  # a reaction
        ("text", 3, "member"),
        ("closing", 2, "member"),
        ("wave", 2, "supporter"),
    ],
)
def test_the_database_refuses_what_does_not_fit(
    pair: Pair, kind: str, about: int | None, by: str
) -> None:
    send(pair, reaction(pair.supporter, pair.say("I slept")))
    with pytest.raises(IntegrityError), transaction.atomic():
        connection.cursor().execute(
            "INSERT INTO conversations_message (conversation_id, seq, client_id, kind, sealed_text,"
            " at, about_seq, author_id) VALUES (%s, 4, %s, %s, 'x', now(), %s, %s)",
            [pair.id, uuid4(), kind, about, getattr(pair, by).id],
        )


def test_nobody_is_told_and_nothing_is_counted(pair: Pair, monkeypatch: pytest.MonkeyPatch) -> None:
    seq = pair.say("I slept")
    [before] = queries.conversations_of(pair.member)
    heard: list[dict[str, object]] = []
    monkeypatch.setattr(live, "_notify", heard.append)
    send(pair, reaction(pair.supporter, seq))
    assert heard == [{"topic": f"conversation:{pair.id}", "seq": 3}]
    assert queries.conversations_of(pair.member) == [before]
    assert queries.have_talked(account_id=pair.member.id, among=[pair.supporter.id]) == frozenset()


def test_what_it_is_is_sealed(pair: Pair) -> None:
    send(pair, reaction(pair.supporter, pair.say("I slept"), "thank_you"))
    with connection.cursor() as cursor:
        cursor.execute("SELECT row_to_json(m)::text FROM conversations_message m")
        assert "thank_you" not in json.dumps(cursor.fetchall())


def test_it_answers_no_words_of_danger(pair: Pair) -> None:
    seq = pair.say("I want to kill myself tonight")
    actions.read_for_danger(conversation_id=pair.id, by=RULE)
    send(pair, reaction(pair.supporter, seq))
    actions.read_for_danger(conversation_id=pair.id, by=RULE)
    assert [one.answered_at for one in Finding.objects.all()] == [None]
    assert queries.unread_for_danger() == []


def test_live_and_page_show_the_same(pair: Pair) -> None:
    seq = pair.say("I slept")

    def frame(**data: object) -> Frame:
        return Frame(by=listener(pair.supporter), client_id=uuid4(), data=data)

    frames = [
        frame(about=seq, reaction="hope", on=True),
        frame(about=seq, reaction="hope", on=False),
        frame(about=seq, reaction="me_too", on=True),
        frame(about=str(seq), reaction="hope", on=True),
        frame(about=seq, reaction=None, on=True),
        frame(),
    ]
    answers, events = run(REACT, pair.id, frames)
    assert [one.result["seq"] if isinstance(one, Done) else one.code for one in answers] == [
        3, 4, 5, "not_there", "unknown", "unknown",
    ]  # fmt: skip
    assert list(events) == list(CONVERSATION.events_after(str(pair.id), 2, 10))
    assert [(event["kind"], event["about"], event["text"]) for event in events] == [
        ("reaction", seq, "hope"),
        ("taken_back", seq, "hope"),
        ("reaction", seq, "me_too"),
    ]
    assert shown(pair, seq) == ("me_too",)


def test_without_a_script_it_is_a_button(pair: Pair) -> None:
    seq = pair.say("I slept")
    supporter, member = client_of(pair.supporter), client_of(pair.member)
    at = url("react", pair.id, seq)
    answer = supporter.post(at, {"on": "hope"})
    assert answer.headers["Location"] == f"{url('show', pair.id)}#m{seq}"
    assert shown(pair, seq) == ("hope",)
    for client in (supporter, member):
        page = client.get(url("show", pair.id)).content.decode()
        assert page.count('<li data-reaction="hope">') == 1
    supporter.post(at, {"off": "hope"})
    assert shown(pair, seq) == ()
    supporter.post(at, {"on": "\u2764"})
    assert "There is no such reaction." in text_of(supporter.get(url("show", pair.id)))
    member.post(at, {"on": "hope"})
    assert "You can react to what the other person wrote." in text_of(
        member.get(url("show", pair.id))
    )
    assert shown(pair, seq) == ()


def test_the_page_of_a_reaction_is_there_for_what_can_be_reacted_to(pair: Pair) -> None:
    theirs, own = pair.say("I slept"), pair.say("Good", by=pair.supporter)
    gone = pair.say("Secret words")
    actions.delete_message(conversation_id=pair.id, client_id=uuid4(), about=gone, by=pair.member)
    send(pair, reaction(pair.supporter, theirs, "hope"))
    client = client_of(pair.supporter)
    page = client.get(url("react", pair.id, theirs))
    assert "I slept" in text_of(page)
    assert [
        (name, code, pressed)
        for name, code, pressed in re.findall(
            r'name="(o\w+)" value="(\w+)" aria-pressed="(\w+)"', page.content.decode()
        )
    ] == [
        ("on", "with_you", "false"),
        ("on", "thank_you", "false"),
        ("off", "hope", "true"),
        ("on", "me_too", "false"),
    ]

    def refusal(seq: int) -> str:
        answer = client.get(url("react", pair.id, seq), follow=True)
        assert answer.redirect_chain == [(f"{url('show', pair.id)}#m{seq}", 302)]
        assert "Secret words" not in answer.content.decode()
        return next(str(one) for one in answer.context["messages"])

    assert refusal(own) == "You can react to what the other person wrote."
    assert refusal(gone) == "This message was deleted."
    assert refusal(1) == refusal(99) == "The message you mean is not here any more."
    end(pair, pair.member)
    assert refusal(theirs).startswith("This conversation has ended.")
    assert client_of(person()).get(url("react", pair.id, theirs)).status_code == 404


def test_a_page_asks_no_more_for_many(pair: Pair, django_assert_num_queries: Any) -> None:
    for _ in range(2):
        for _ in range(5):
            send(pair, reaction(pair.supporter, pair.say("I slept", about=2 if _ else None)))
        with django_assert_num_queries(4):
            queries.lines_before(pair.id, None, 50)


def test_an_erased_person_s_reactions_are_gone(pair: Pair) -> None:
    seq = pair.say("I slept")
    send(pair, reaction(pair.supporter, seq))
    Message.objects.filter(author=pair.supporter).update(author=None)
    assert shown(pair, seq) == ("hope",)  # the one who forgot is forgotten, the words are not
    [conversation] = export_of(pair.member)["conversations"]
    assert [one["reactions"] for one in conversation["messages"]] == [[], ["hope"]]
