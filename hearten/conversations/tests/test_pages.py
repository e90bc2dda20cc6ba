"""The pages without scripts: talk by post-and-reload, end, block, report; and who gets a 404."""

import re
from datetime import UTC, datetime, timedelta
from html import unescape
from typing import Any
from uuid import UUID, uuid4

import pytest
from django.core.cache import cache
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from hearten.accounts.models import Account, Role
from hearten.accounts.queries import is_blocked
from hearten.accounts.tests.factories import client_of, make_account
from hearten.conversations import actions, queries, throttle
from hearten.conversations.models import Conversation, Participant
from hearten.conversations.tests.factories import RULE, Pair, block, person, room
from hearten.conversations.views.talking import PAGE
from hearten.foundation import clock
from hearten.matching.queries import EndReason

NAMES = ("show", "send", "events", "read", "end", "block", "report", "reported")
POSTS = frozenset({"send", "read"})


@pytest.fixture
def pair(db: None) -> Pair:
    return Pair()


def url(name: str, conversation_id: UUID, *args: object) -> str:
    extra = args or ((1,) if name == "report" else ())
    return reverse(f"conversations:{name}", args=[conversation_id, *extra])


def text_of(response: Any) -> str:
    """What a reader sees: no tags, one blank between words."""
    body = re.sub(r"<template.*?</template>", "", response.content.decode(), flags=re.S)
    return " ".join(unescape(re.sub(r"<[^>]+>", " ", body)).split())


def hidden(response: Any, name: str) -> str:
    found = re.search(rf'name="{name}" value="([^"]+)"', response.content.decode())
    assert found is not None
    return found[1]


def end(pair: Pair, by: Account) -> None:
    actions.end_conversation(
        conversation_id=pair.id, closing_words="Goodbye.", reason=EndReason.TIME, by=by
    )


def test_two_people_talk_without_any_script(pair: Pair) -> None:
    member, supporter = client_of(pair.member), client_of(pair.supporter)
    page = member.get(url("show", pair.id))
    assert "There is no hurry" in text_of(page)
    posted = member.post(
        url("show", pair.id),
        {"text": "  Are you there? ", "client_id": hidden(page, "client_id")},
    )
    assert (posted.status_code, posted["Location"]) == (302, f"{url('show', pair.id)}#newest")
    page = supporter.get(url("show", pair.id))
    assert f"{pair.member.pseudonym} : Are you there?" in text_of(page)
    supporter.post(url("show", pair.id), {"text": "Yes.", "client_id": hidden(page, "client_id")})
    assert "You: Are you there?" in text_of(member.get(url("show", pair.id)))
    assert [line.text for line in queries.lines_after(pair.id, 1, 9)] == ["Are you there?", "Yes."]


def test_sending_the_same_page_twice_sends_once(pair: Pair) -> None:
    client = client_of(pair.member)
    data = {"text": "Hello", "client_id": str(uuid4())}
    assert [client.post(url("show", pair.id), data).status_code for _ in range(2)] == [302, 302]
    assert queries.newest_seq(pair.id) == 2


@pytest.mark.parametrize(
    ("text", "says"),
    [
        ("", "write something"),
        (" \n ", "write something"),
        ("x" * 10_001, "1 character too long"),
        ("kept\x00words", "not text"),
        ("kept \u202ewords", "reading direction"),
        ("kept" + "\u0317" * 40, "too many marks"),
    ],
)
def test_a_text_that_cannot_go_is_kept_with_the_reason_beside_it(
    pair: Pair, text: str, says: str
) -> None:
    client_id = str(uuid4())
    answer = client_of(pair.member).post(
        url("show", pair.id), {"text": text, "client_id": client_id}
    )
    body = answer.content.decode()
    assert answer.status_code == 422
    assert says in text_of(answer)
    assert 'aria-invalid="true" aria-describedby="composer-error"' in body
    assert hidden(answer, "client_id") == client_id
    assert (text.strip()[:20] or "x") in unescape(body)
    assert queries.newest_seq(pair.id) == 1


def test_other_words_under_the_same_id_get_a_fresh_start(pair: Pair) -> None:
    client = client_of(pair.member)
    data = {"text": "one", "client_id": str(uuid4())}
    client.post(url("show", pair.id), data)
    answer = client.post(url("show", pair.id), data | {"text": "two"})
    assert answer.status_code == 409
    assert "already sent with other words" in text_of(answer)
    assert hidden(answer, "client_id") != data["client_id"]
    client.post(url("show", pair.id), {"text": "two", "client_id": hidden(answer, "client_id")})
    assert queries.newest_seq(pair.id) == 3


def test_what_was_written_is_shown_as_text_never_as_markup(pair: Pair) -> None:
    pair.say("<script>alert('x')</script> & {{ 7|add:7 }}")
    body = client_of(pair.supporter).get(url("show", pair.id)).content.decode()
    assert "<script>alert" not in body
    assert "&lt;script&gt;alert(&#x27;x&#x27;)&lt;/script&gt; &amp; {{ 7|add:7 }}" in body


def test_words_that_come_too_late_are_given_back(pair: Pair) -> None:
    client = client_of(pair.member)
    client_id = hidden(client.get(url("show", pair.id)), "client_id")
    end(pair, pair.supporter)
    answer = client.post(url("show", pair.id), {"text": "One more", "client_id": client_id})
    assert answer.status_code == 409
    assert "Your words, not sent One more" in text_of(answer)
    assert "data-composer" not in answer.content.decode()


def test_an_ended_conversation_reads_on_and_says_what_can_follow(pair: Pair) -> None:
    end(pair, pair.supporter)
    for one in (pair.member, pair.supporter):
        page = client_of(one).get(url("show", pair.id))
        assert "Goodbye." in text_of(page)
        assert "This conversation has ended" in text_of(page)
        assert "data-composer" not in page.content.decode()


def test_every_next_step_leads_somewhere(pair: Pair) -> None:
    end(pair, pair.supporter)
    for one, steps in (
        (pair.member, {"feedback": 200, "again": 405}),
        (pair.supporter, {"feedback": 200, "handover/write": 200}),
    ):
        client = client_of(one)
        body = client.get(url("show", pair.id)).content.decode()
        offered = re.findall(rf'"(/[^"]*{pair.pairing.id}/([^"]+)/)"', body)
        assert {name: client.get(path).status_code for path, name in offered} == steps
    member = client_of(pair.member)
    member.post(reverse("matching:ask_again", args=[pair.pairing.id]))
    assert "See your place in line" in text_of(member.get(url("show", pair.id)))


def test_a_handover_is_read_from_the_ended_talk(pair: Pair) -> None:
    actions.end_conversation(
        conversation_id=pair.id,
        closing_words="Goodbye.",
        reason=EndReason.TIME,
        handover="Likes silence.",
        by=pair.supporter,
    )
    page = client_of(pair.member).get(url("show", pair.id))
    assert "You read them first, and you decide. Read the handover" in text_of(page)
    assert "Likes silence." not in text_of(page)


def test_after_a_block_neither_is_told_by_whom(pair: Pair) -> None:
    client_of(pair.member).post(url("block", pair.id))
    page = client_of(pair.supporter).get(url("show", pair.id))
    assert "This conversation has ended." in text_of(page)
    assert "data-composer" not in page.content.decode()
    for word in ("blocked you", "was blocked", "suspended"):
        assert word not in text_of(page)


def test_a_block_made_elsewhere_closes_the_composer_too(pair: Pair) -> None:
    block(pair.supporter, pair.member)
    page = client_of(pair.member).get(url("show", pair.id))
    assert page.status_code == 200
    assert "data-composer" not in page.content.decode()


def test_earlier_messages_are_a_page_away(pair: Pair) -> None:
    for number in range(9 + PAGE):
        pair.say(f"number {number:02}")
    client = client_of(pair.supporter)
    page = client.get(url("show", pair.id))
    numbers = [f"{n:02}" for n in range(9, 9 + PAGE)]
    assert re.findall(r"number (\d\d)", text_of(page)) == numbers
    assert 'href="?before=11"' in page.content.decode()
    earlier = client.get(url("show", pair.id), {"before": 11})
    assert re.findall(r"number (\d\d)", text_of(earlier)) == [f"{n:02}" for n in range(9)]
    assert "?before=" not in earlier.content.decode()
    assert "data-composer" not in earlier.content.decode()
    for odd in ("x", "-1", "1e9", "9" * 40, "٣"):
        assert client.get(url("show", pair.id), {"before": odd}).status_code == 200


def test_days_and_times_are_the_readers_own(pair: Pair) -> None:
    with clock.frozen(datetime(2026, 7, 1, 22, 30, tzinfo=UTC)):
        pair.say("late")
    with clock.frozen(datetime(2026, 7, 1, 23, 30, tzinfo=UTC)):
        pair.say("later")
    here = client_of(pair.supporter).get(url("show", pair.id)).content.decode()
    assert re.findall(r'data-day="(2026-07[^"]+)"', here) == ["2026-07-01"]
    Account.objects.filter(id=pair.member.id).update(time_zone="Europe/Berlin")
    there = client_of(pair.member).get(url("show", pair.id)).content.decode()
    assert re.findall(r'data-day="(2026-07[^"]+)"', there) == ["2026-07-02"]
    assert 'datetime="2026-07-02T00:30:00+02:00"' in there


def test_reading_the_newest_page_marks_it_read_and_an_earlier_one_does_not(pair: Pair) -> None:
    for _ in range(60):
        pair.say("x")
    client = client_of(pair.supporter)
    client.get(url("show", pair.id), {"before": 5})
    assert queries.unread_total(pair.supporter) == 61
    client.get(url("show", pair.id))
    assert queries.unread_total(pair.supporter) == 0


def test_an_erased_message_says_so_and_shows_nothing(pair: Pair) -> None:
    pair.say("marmalade")
    end(pair, pair.member)
    actions.destroy_key(conversation_id=pair.id, by=RULE)
    for one in (pair.member, pair.supporter):
        page = client_of(one).get(url("show", pair.id))
        assert "marmalade" not in page.content.decode()
        assert text_of(page).count("This message was erased.") == 2


def test_the_talk_takes_the_same_queries_however_long_it_is(pair: Pair) -> None:
    client = client_of(pair.supporter)
    client.get(url("show", pair.id))
    taken = []
    for size in (1, 70):
        for _ in range(size):
            pair.say("x")
        with CaptureQueriesContext(connection) as queries_made:
            client.get(url("show", pair.id))
        taken.append(len(queries_made))
    assert taken[0] == taken[1] > 5


def test_page_titles_and_addresses_tell_nothing(pair: Pair) -> None:
    client = client_of(pair.member)
    for name in ("show", "end", "block", "reported"):
        body = client.get(url(name, pair.id)).content.decode()
        title = re.search(r"<title>(.*?)</title>", body, re.S)
        assert title is not None
        assert title[1] in {"Messages", "Ending"}
        assert pair.supporter.pseudonym not in title[1]


@pytest.mark.parametrize("name", NAMES)
@pytest.mark.parametrize("role", [None, *Role])
def test_for_everybody_else_it_is_not_there(pair: Pair, name: str, role: Role | None) -> None:
    stranger = make_account(programme=pair.programme, roles=[role] if role else [])
    client = client_of(stranger)
    for conversation_id in (pair.id, uuid4()):
        for method in ("get", "post"):
            if (method == "get") == (name in POSTS) and name in POSTS | {"events", "reported"}:
                continue
            answer = getattr(client, method)(url(name, conversation_id))
            assert answer.status_code in ({404, 405} if name in {"events", "reported"} else {404})
    assert queries.newest_seq(pair.id) == 1
    assert not Participant.objects.filter(account=stranger).exists()


@pytest.mark.parametrize("name", NAMES)
def test_who_left_finds_it_no_more_and_the_signed_out_are_asked_to_sign_in(
    pair: Pair, name: str
) -> None:
    method = "post" if name in POSTS else "get"
    pair.conversation.participants.filter(account=pair.member).update(left_at=clock.now())
    assert getattr(client_of(pair.member), method)(url(name, pair.id)).status_code == 404
    expected = 401 if method == "post" else 302
    assert getattr(Client(), method)(url(name, pair.id)).status_code == expected
    script = {"Sec-Fetch-Mode": "cors"}
    assert getattr(Client(), method)(url(name, pair.id), headers=script).status_code == 302


def test_a_room_has_no_page_yet(db: None) -> None:
    one = person()
    assert client_of(one).get(url("show", room([one]).id)).status_code == 404


# What the script asks for -------------------------------------------------------------------


def test_the_script_sends_by_post_when_it_must_and_once(pair: Pair) -> None:
    client = client_of(pair.member)
    data = {"text": "Hello", "client_id": str(uuid4())}
    first, again = (client.post(url("send", pair.id), data) for _ in range(2))
    assert first.json()["seq"] == again.json()["seq"] == 2
    assert first.json() == again.json()
    line = queries.lines_after(pair.id, 1, 1)[0]
    assert first.json()["at"] == line.at.isoformat()


def test_the_script_is_told_why_a_post_was_refused(pair: Pair) -> None:
    client = client_of(pair.member)

    def post(text: str, client_id: str) -> tuple[int, str]:
        answer = client.post(url("send", pair.id), {"text": text, "client_id": client_id})
        assert answer.json()["message"]
        return answer.status_code, answer.json()["code"]

    assert post("", str(uuid4())) == (422, "invalid")
    assert post("x", "not an id") == (422, "invalid")
    once = str(uuid4())
    client.post(url("send", pair.id), {"text": "one", "client_id": once})
    assert post("two", once) == (409, "changed")
    end(pair, pair.supporter)
    assert post("late", str(uuid4())) == (409, "ended")


@pytest.mark.parametrize("name", ["show", "send"])
def test_too_much_by_form_is_kept_with_a_kind_word_and_stored_later(
    pair: Pair, name: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setitem(throttle.RATES, "send_by_form", "2/1m/key")
    client = client_of(pair.member)

    def send(text: str, client_id: UUID) -> Any:
        return client.post(url(name, pair.id), {"text": text, "client_id": client_id})

    send(" ", uuid4())  # what cannot be sent does not count
    once = uuid4()
    assert [send("one", uuid4()).status_code, send("two", once).status_code] in (
        [200, 200],
        [302, 302],
    )
    refused = send("Third & last", uuid4())
    assert refused.status_code == 429
    assert "Your words stay here. Please send them in a minute." in text_of(refused)
    if name == "show":
        assert "Third &amp; last" in refused.content.decode()
        assert 'aria-describedby="composer-error"' in refused.content.decode()
    else:
        assert refused.json()["code"] == "too_many"
    other = client_of(pair.supporter)
    assert other.post(url(name, pair.id), {"text": "x", "client_id": uuid4()}).status_code < 400
    cache.clear()
    assert send("Third & last", uuid4()).status_code < 400
    said = [line.text for line in queries.lines_after(pair.id, 1, 9)]
    assert said == ["one", "two", "x", "Third & last"]


def test_the_count_of_messages_holds_nobody_s_name(
    pair: Pair, monkeypatch: pytest.MonkeyPatch
) -> None:
    kept: list[str] = []
    real = cache.set

    def keep(key: str, *args: Any, **kwargs: Any) -> None:
        kept.append(key)
        real(key, *args, **kwargs)

    monkeypatch.setattr(cache, "set", keep)
    client_of(pair.member).post(url("send", pair.id), {"text": "x", "client_id": uuid4()})
    assert any("send_by_form" in key for key in kept)
    assert not any(str(pair.member.id) in key or pair.member.id.hex in key for key in kept)


def test_the_script_catches_up_by_asking(pair: Pair) -> None:
    pair.say("one")
    pair.say("two")
    client = client_of(pair.supporter)
    got = client.get(url("events", pair.id), {"after": 2}).json()
    assert [(event["seq"], event["text"]) for event in got["events"]] == [(3, "two")]
    assert len(client.get(url("events", pair.id)).json()["events"]) == 3
    assert client.get(url("events", pair.id), {"after": "9" * 30}).json() == {"events": []}
    assert client.get(url("events", pair.id))["Cache-Control"] == "no-store"


def test_the_script_says_how_far_was_read(pair: Pair) -> None:
    pair.say("one")
    client = client_of(pair.supporter)
    assert client.post(url("read", pair.id), {"seq": 2}).status_code == 204
    assert client.post(url("read", pair.id), {"seq": 1}).status_code == 204
    assert client.post(url("read", pair.id), {"seq": 10**30}).status_code == 204
    assert client.post(url("read", pair.id), {"seq": "x"}).status_code == 204
    seat = Participant.objects.get(conversation=pair.id, account=pair.supporter)
    assert seat.read_seq == 2


# Ending -------------------------------------------------------------------------------------


def test_an_ending_is_offered_in_words_and_done_in_one_step(pair: Pair) -> None:
    client = client_of(pair.member)
    page = client.get(url("end", pair.id))
    assert "Thank you for being here with me." in page.content.decode()
    assert "It goes" not in text_of(page)
    answer = client.post(
        url("end", pair.id),
        {"closing_words": "Take care.", "reason": "helped", "next_step": "ask_again"},
        follow=True,
    )
    assert "Your closing message is sent" in text_of(answer)
    assert queries.lines_before(pair.id, None, 1)[0].text == "Take care."
    again = client.get(url("end", pair.id))
    assert (again.status_code, again["Location"]) == (302, url("show", pair.id))


def test_another_suggestion_keeps_the_other_answers(pair: Pair) -> None:
    answer = client_of(pair.supporter).post(
        url("end", pair.id),
        {"suggestion": "1", "reason": "time", "handover": "Likes tea.", "never_again": "on"},
    )
    body = answer.content.decode()
    assert answer.status_code == 200
    assert (
        "glad to walk a part of the way"
        in re.findall(r'<textarea name="closing_words".*?</textarea>', body, re.S)[0]
    )
    assert "Likes tea." in body
    assert re.search(r'value="time"[^>]*checked', body)
    assert re.search(r'name="never_again"[^>]*checked', body)
    assert Conversation.objects.get(id=pair.id).ended_at is None


@pytest.mark.parametrize("suggestion", ["9", "x", "-1", ""])
def test_an_unknown_suggestion_is_the_first(pair: Pair, suggestion: str) -> None:
    answer = client_of(pair.member).post(url("end", pair.id), {"suggestion": suggestion})
    assert "Thank you for being here with me." in answer.content.decode()


def test_the_reason_can_be_skipped(pair: Pair) -> None:
    client_of(pair.member).post(url("end", pair.id), {"closing_words": "Bye."})
    pair.pairing.refresh_from_db()
    assert pair.pairing.end_reason == "no_reason"


def test_an_ending_without_words_or_with_a_reason_of_the_programmes_is_not_made(
    pair: Pair,
) -> None:
    answer = client_of(pair.member).post(
        url("end", pair.id), {"closing_words": " ", "reason": "suspended"}
    )
    assert answer.status_code == 422
    assert "There are 2 things to check" in text_of(answer)
    assert Conversation.objects.get(id=pair.id).ended_at is None


def test_a_colleague_needs_words_and_must_be_one(pair: Pair) -> None:
    colleague = make_account(programme=pair.programme, roles=[Role.SUPPORTER])
    elsewhere = make_account(roles=[Role.SUPPORTER])
    client = client_of(pair.supporter)

    def post(**data: str) -> Any:
        return client.post(url("end", pair.id), {"closing_words": "x", "reason": "time"} | data)

    assert "what to pass on" in text_of(post(handover_to=str(colleague.id)))
    for wrong in (elsewhere.id, pair.member.id, pair.supporter.id, "x"):
        assert post(handover_to=str(wrong), handover="y").status_code == 422
    assert post(handover_to=str(colleague.id), handover="y").status_code == 302


def test_a_colleague_who_blocked_the_member_is_refused_beside_the_field(pair: Pair) -> None:
    colleague = make_account(programme=pair.programme, roles=[Role.SUPPORTER])
    block(colleague, pair.member)
    answer = client_of(pair.supporter).post(
        url("end", pair.id),
        {
            "closing_words": "x",
            "reason": "time",
            "handover": "y",
            "handover_to": str(colleague.id),
        },
    )
    assert answer.status_code == 422
    assert "Choose another colleague" in text_of(answer)
    assert Conversation.objects.get(id=pair.id).ended_at is None


def test_only_the_member_is_offered_somebody_new_and_only_the_supporter_a_handover(
    pair: Pair,
) -> None:
    member = client_of(pair.member).get(url("end", pair.id)).content.decode()
    supporter = client_of(pair.supporter).get(url("end", pair.id)).content.decode()
    assert ('name="next_step"' in member, 'name="handover"' in member) == (True, False)
    assert ('name="next_step"' in supporter, 'name="handover"' in supporter) == (False, True)


def test_a_goodbye_that_crosses_the_others_says_what_happened(pair: Pair) -> None:
    end(pair, pair.supporter)
    answer = client_of(pair.member).post(
        url("end", pair.id), {"closing_words": "Me too", "reason": "time"}, follow=True
    )
    assert "You both said goodbye at almost the same time." in text_of(answer)
    assert [line.text for line in queries.lines_after(pair.id, 2, 9)] == ["Me too"]


def test_a_goodbye_that_comes_too_late_is_given_back(pair: Pair) -> None:
    with clock.frozen(clock.now() - timedelta(minutes=11)):
        end(pair, pair.supporter)
    answer = client_of(pair.member).post(
        url("end", pair.id), {"closing_words": "Me too\n<b>", "reason": "time"}
    )
    assert answer.status_code == 409
    assert "This conversation had ended before, so these words were not sent." in text_of(answer)
    assert "Your words, not sent" in text_of(answer)
    assert "Me too\n&lt;b&gt;" in answer.content.decode()
    assert queries.newest_seq(pair.id) == 2


def test_a_block_asks_first_and_is_done_by_post_only(pair: Pair) -> None:
    client = client_of(pair.member)
    assert "They are not told that you blocked them." in text_of(client.get(url("block", pair.id)))
    assert not is_blocked(pair.member.id, pair.supporter.id)
    answer = client.post(url("block", pair.id), follow=True)
    assert "They are not told." in text_of(answer)
    assert is_blocked(pair.member.id, pair.supporter.id)
