"""The reading for danger also reads for boundaries: once, under the same mark, and never in its way."""

import pytest
from django.apps import apps

from hearten.conversations import actions
from hearten.conversations.actions import triage as reading
from hearten.conversations.models import TriageMark
from hearten.conversations.tests.factories import RULE, Pair, room
from hearten.foundation.tests.at_once import at_once
from hearten.triage.rules import Verdict

Concern, Pace, Sign, Tally = (
    apps.get_model(f"boundaries.{one}") for one in ("Concern", "Pace", "Sign", "Tally")
)
Finding = apps.get_model("safety.Finding")
MONEY = "Could you lend me 20 quid until Friday?"


@pytest.fixture(autouse=True)
def scorer(monkeypatch):
    def judge(text):
        level = 2 if "risk" in text else 0
        return Verdict(level, level / 4, (), "en", "test")

    monkeypatch.setattr("hearten.conversations.actions.triage.triage.score", judge)


@pytest.fixture
def pair(db):
    return Pair()


def read(pair):
    return actions.read_for_danger(conversation_id=pair.id, by=RULE)


def test_what_is_read_is_counted_once(pair):
    pair.say(MONEY, by=pair.supporter), pair.say("no")
    assert (read(pair), read(pair)) == (3, 0)
    assert list(Sign.objects.values_list("kind", "count")) == [("money", 1)]
    concern = Concern.objects.get()
    assert (concern.pairing_id, concern.last_seq) == (pair.pairing.id, 2)
    assert Pace.objects.get().place == f"conversation:{pair.id}"


def test_killed_before_the_mark_moved_nothing_was_counted(pair, monkeypatch):
    pair.say(MONEY, by=pair.supporter)
    real = TriageMark.save

    def dies(*given, **more):
        raise RuntimeError("killed")

    monkeypatch.setattr(TriageMark, "save", dies)
    with pytest.raises(RuntimeError):
        read(pair)
    assert (Sign.objects.count(), Tally.objects.count()) == (0, 0)
    monkeypatch.setattr(TriageMark, "save", real)
    read(pair)
    assert list(Sign.objects.values_list("kind", "count")) == [("money", 1)]


@pytest.mark.django_db(transaction=True)
def test_two_readers_at_once_count_once():
    pair = Pair()
    pair.say(MONEY, by=pair.supporter)
    at_once(lambda: read(pair), lambda: read(pair))
    assert list(Sign.objects.values_list("kind", "count")) == [("money", 1)]
    assert list(Tally.objects.values_list("messages", flat=True)) == [1]


def test_a_fault_here_never_holds_up_what_was_found_of_danger(pair, monkeypatch, caplog):
    def fails(**given):
        Sign.objects.count()
        raise RuntimeError("planted-words")

    monkeypatch.setattr(reading.boundaries, "read_talk", fails)
    pair.say("risk")
    read(pair)
    assert Finding.objects.get().level == 2
    assert TriageMark.objects.get(conversation_id=pair.id).seq == 2
    assert "planted-words" not in caplog.text


def test_a_room_is_nobodys_pairing(pair):
    place = room([pair.member, pair.supporter], pair.programme)
    for one in (pair.member, pair.supporter):
        actions.send_message(
            conversation_id=place.id, client_id=pair.programme.id, text=MONEY, by=one
        )
    actions.read_for_danger(conversation_id=place.id, by=RULE)
    assert (Sign.objects.count(), Tally.objects.count()) == (0, 0)


def test_the_pages_of_the_two_are_told(pair, monkeypatch):
    told = []
    monkeypatch.setattr(reading.live, "publish_on_commit", lambda topic, seq: told.append(topic))
    pair.say("How was the night?", by=pair.supporter)
    read(pair)
    assert [topic for topic in told if topic.startswith("care")] == []
    pair.say(MONEY, by=pair.supporter)
    read(pair)
    assert [topic for topic in told if topic.startswith("care")] == [f"care:{pair.id}"]
