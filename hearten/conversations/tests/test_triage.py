"""Reading for danger: everything that was committed, once, and shown to the right people."""

from datetime import timedelta
from uuid import uuid4

import pytest
from django.apps import apps
from django.db import IntegrityError, transaction
from django.test import Client
from django.urls import reverse

from hearten.accounts.models import Role
from hearten.accounts.tests.factories import client_of, make_account
from hearten.conversations import actions, queries
from hearten.conversations.actions import triage as reading
from hearten.conversations.models import TriageMark
from hearten.conversations.tests.factories import RULE, Pair, block, room
from hearten.conversations.topics import CARE
from hearten.foundation import clock
from hearten.foundation.errors import NotAllowed
from hearten.foundation.live import Listener
from hearten.foundation.tests.at_once import at_once
from hearten.triage.rules import Signal, Verdict

Case, Finding, Report = (apps.get_model(f"safety.{one}") for one in ("Case", "Finding", "Report"))
SAYS = {"danger": 3, "risk": 2, "distress": 1}


def judge(text: str) -> Verdict:
    """A scorer that takes its level from a planted word, and faints at another."""
    if "faint" in text:
        raise ValueError("cannot cope")
    level = next((level for word, level in SAYS.items() if word in text), 0)
    signals = (Signal("suicide_plan", 0.9, 0, len(text), ("planted",), level),) if level else ()
    return Verdict(level, level / 4, signals, "en", "test")


@pytest.fixture(autouse=True)
def scorer(monkeypatch):
    monkeypatch.setattr("hearten.conversations.actions.triage.triage.score", judge)


@pytest.fixture
def pair(db):
    return Pair()


def read(pair: Pair) -> int:
    return actions.read_for_danger(conversation_id=pair.id, by=RULE)


def mark(pair: Pair) -> int:
    return TriageMark.objects.get(conversation_id=pair.id).seq


def test_all_that_is_new_is_read_once(pair):
    assert queries.unread_for_danger() == [pair.id]  # the notice that it has opened
    pair.say("hello"), pair.say("a word of distress")
    assert read(pair) == 3
    assert (mark(pair), queries.unread_for_danger(), read(pair)) == (3, [], 0)
    pair.say("risk")
    assert queries.unread_for_danger() == [pair.id]
    assert read(pair) == 1
    assert list(Finding.objects.order_by("level").values_list("subject_id", "level")) == [
        (f"{pair.id}/3", 1),
        (f"{pair.id}/4", 2),
    ]


def test_killed_between_two_steps_the_next_reader_goes_on(pair, monkeypatch):
    monkeypatch.setattr(reading, "AT_ONCE", 2)
    for number in range(5):
        pair.say(f"risk {number}")
    steps = iter([None, RuntimeError("killed")])
    real = reading._find

    def dies(*given):
        if error := next(steps):
            raise error
        return real(*given)

    monkeypatch.setattr(reading, "_find", dies)
    with pytest.raises(RuntimeError):
        read(pair)
    assert mark(pair) == 2
    monkeypatch.setattr(reading, "_find", real)
    assert read(pair) == 4
    assert Finding.objects.count() == 5


def test_a_text_the_scorer_cannot_cope_with_goes_to_a_person_and_holds_up_none(pair, caplog):
    pair.say("faint planted-words"), pair.say("danger")
    read(pair)
    assert list(Finding.objects.order_by("subject_id").values_list("level", "scorer")) == [
        (2, "failed"),
        (3, "test"),
    ]
    assert "planted-words" not in caplog.text


def test_the_other_persons_next_message_answers(pair):
    pair.say("risk"), pair.say("and more, also risk")
    read(pair)
    pair.say("still me")
    read(pair)
    assert Finding.objects.filter(answered_at__isnull=True).count() == 2
    pair.say("I am here", by=pair.supporter)
    read(pair)
    assert Finding.objects.filter(answered_at__isnull=True).count() == 0


def test_the_pages_of_the_two_are_told_when_there_is_something_to_show(pair, monkeypatch):
    told = []
    monkeypatch.setattr(
        "hearten.conversations.actions.triage.live.publish_on_commit",
        lambda topic, seq: told.append(topic),
    )
    pair.say("hello")
    read(pair)
    assert [topic for topic in told if topic.startswith("care")] == []
    pair.say("risk")
    read(pair)
    assert [topic for topic in told if topic.startswith("care")] == [f"care:{pair.id}"]


def test_only_the_two_hear_that_care_has_changed(pair):
    def hears(account):
        return CARE.may_listen(Listener(account_id=account.id, session_id=uuid4()), str(pair.id))

    stranger = make_account(programme=pair.programme, roles=[Role.MODERATOR])
    assert [hears(one) for one in (pair.member, pair.supporter, stranger)] == [True, True, False]


def test_an_answer_read_together_with_the_text_counts_too(pair):
    pair.say("risk"), pair.say("I am here", by=pair.supporter)
    read(pair)
    assert Finding.objects.get().answered_at is not None


def test_what_nobody_answered_in_time_becomes_a_case(pair):
    with clock.frozen(clock.now() - timedelta(minutes=16)):
        pair.say("risk, planted")
    pair.say("risk, fresh")
    read(pair)
    assert actions.bring_unanswered(by=RULE) == 1
    assert actions.bring_unanswered(by=RULE) == 0
    assert Report.objects.get().subject_id == f"{pair.id}/2"


def test_what_was_erased_meanwhile_is_brought_to_nobody(pair):
    with clock.frozen(clock.now() - timedelta(minutes=16)):
        pair.say("risk")
    read(pair)
    actions.end_conversation(
        conversation_id=pair.id, closing_words="Bye.", reason="time", by=pair.member
    )
    Finding.objects.update(answered_at=None)
    actions.destroy_key(conversation_id=pair.id, by=RULE)
    assert actions.bring_unanswered(by=RULE) == 0
    assert queries.unread_for_danger() == []


def test_a_room_is_read_too(db):
    people = [make_account(), make_account()]
    talk = room(people)
    actions.send_message(conversation_id=talk.id, client_id=uuid4(), text="danger", by=people[0])
    actions.read_for_danger(conversation_id=talk.id, by=RULE)
    assert Case.objects.get().about == people[0]


def test_nobody_reads_along(pair):
    moderator = make_account(programme=pair.programme, roles=[Role.MODERATOR])
    for act in (
        lambda: actions.read_for_danger(conversation_id=pair.id, by=moderator),
        lambda: actions.bring_unanswered(by=moderator),
    ):
        with pytest.raises(NotAllowed):
            act()


def test_a_conversation_that_is_not_there_is_nothing_to_read(db):
    assert actions.read_for_danger(conversation_id=uuid4(), by=RULE) == 0


def test_a_mark_is_not_negative(pair):
    read(pair)
    with pytest.raises(IntegrityError, match="triage_mark_from_0"), transaction.atomic():
        TriageMark.objects.update(seq=-1)


@pytest.mark.django_db(transaction=True)
def test_two_readers_at_once_find_each_text_once(db):
    pair = Pair()
    for number in range(6):
        pair.say(f"danger {number}")
    counts = at_once(lambda: read(pair), lambda: read(pair))
    assert sorted(counts) == [0, 7]
    assert (Finding.objects.count(), Case.objects.count(), Report.objects.count()) == (6, 1, 6)


CARD, GUIDANCE = 'id="care"', 'id="guidance"'


def page(who, pair: Pair, name: str = "show") -> str:
    return client_of(who).get(reverse(f"conversations:{name}", args=[pair.id])).content.decode()


@pytest.mark.parametrize("name", ["show", "care"])
def test_the_writer_sees_numbers_and_the_supporter_guidance(pair, name):
    pair.programme.country = "GB"
    pair.programme.save()
    pair.say("danger")
    read(pair)
    mine, theirs = page(pair.member, pair, name), page(pair.supporter, pair, name)
    assert (CARD in mine, GUIDANCE in mine) == (True, False)
    assert (CARD in theirs, GUIDANCE in theirs) == (False, True)
    assert 'href="tel:116123"' in mine
    assert 'href="tel:999"' in mine
    card = mine[mine.index(CARD) :]
    assert f'href="{reverse("toolkit:plan")}"' in card
    assert "has been told and will look" in mine
    assert "The safety team has been told" in theirs


def test_possible_risk_says_nobody_was_told(pair):
    pair.say("risk")
    read(pair)
    assert "has been told" not in page(pair.member, pair) + page(pair.supporter, pair)


def test_distress_shows_nothing_to_anybody(pair):
    pair.say("distress")
    read(pair)
    both = page(pair.member, pair) + page(pair.supporter, pair)
    assert CARD not in both
    assert GUIDANCE not in both


def test_a_supporters_own_words_are_not_the_members_to_carry(pair):
    pair.say("danger", by=pair.supporter)
    read(pair)
    assert CARD in page(pair.supporter, pair)
    theirs = page(pair.member, pair)
    assert (CARD in theirs, GUIDANCE in theirs) == (False, False)
    assert Case.objects.get().about == pair.supporter


def test_the_card_is_closed_by_the_writer_alone(pair):
    pair.say("risk")
    read(pair)
    away = reverse("conversations:put_away", args=[pair.id])
    client_of(pair.supporter).post(away)
    assert CARD in page(pair.member, pair)
    done = client_of(pair.member).post(away)
    assert done.url == reverse("conversations:show", args=[pair.id])
    assert CARD not in page(pair.member, pair)


def test_for_everybody_else_it_is_not_there(pair):
    pair.say("danger")
    read(pair)
    others = [
        make_account(programme=pair.programme, roles=[role])
        for role in (Role.MEMBER, Role.SUPPORTER, Role.MODERATOR, Role.MANAGER, Role.SUPERVISOR)
    ]
    for other in others:
        client = client_of(other)
        assert client.get(reverse("conversations:care", args=[pair.id])).status_code == 404
        assert client.post(reverse("conversations:put_away", args=[pair.id])).status_code == 404
    assert Client().get(reverse("conversations:care", args=[pair.id])).status_code == 302


def test_a_parted_conversation_still_shows_the_writer_their_numbers(pair):
    pair.say("danger")
    read(pair)
    block(pair.supporter, pair.member)
    assert CARD in page(pair.member, pair)


def test_the_supporters_boundaries_tell_who_may_read(pair):
    text = page(pair.member, pair)
    assert "A computer looks for words that sound like danger." in text
