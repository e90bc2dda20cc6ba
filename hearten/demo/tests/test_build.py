"""The written programme: the same each time, whole, with every side of the work to be seen."""

from collections import Counter
from datetime import UTC, datetime, timedelta

import pytest
from django.contrib.auth.hashers import check_password
from django.db import connection, transaction

from hearten.accounts.models import Account, Programme, Role
from hearten.accounts.queries import agreements_to_accept, by_pseudonym, people_of, people_with
from hearten.conversations.queries import conversations_of, lines_before
from hearten.crisis.queries import lines_for
from hearten.demo import build, reading
from hearten.demo.programme import PASSPHRASE, demo_programme, is_empty
from hearten.demo.tests.digests import digest, rows_of
from hearten.foundation import clock
from hearten.foundation.tests.emptying import empty_tables
from hearten.matching.queries import current_for, inbox_of, waiting_of, waits_of
from hearten.profiles.queries import facts
from hearten.safety.queries import case_counts

pytestmark = pytest.mark.django_db
UNTIL = datetime(2026, 3, 18, 9, 41, tzinfo=UTC)


class _Undo(Exception):  # noqa: N818
    """Takes a build back."""


@pytest.fixture(scope="module")
def digests(django_db_setup, django_db_blocker):
    """Builds twice, the second time after the first was taken back. The second stays for the tests
    of this module: it takes seconds."""
    with django_db_blocker.unblock():
        _tidy()
        found = [_built_and_undone(7)]
        _tidy()
        build.build(seed=7, until=UNTIL)
        found.append(digest())
    yield found
    with django_db_blocker.unblock():
        empty_tables()
        _tidy()


def _tidy() -> None:
    """What tests took back is still in the tables' files, and a whole demo goes through it often."""
    with connection.cursor() as cursor:
        cursor.execute("VACUUM ANALYZE")


def _built_and_undone(seed: int) -> str:
    try:
        with transaction.atomic():
            build.build(seed=seed, until=UNTIL)
            made = digest()
            raise _Undo
    except _Undo:
        assert is_empty()
        return made


@pytest.fixture
def demo(digests, db):
    with clock.frozen(UNTIL):
        programme = demo_programme()
        assert programme is not None
        yield programme


def named(name: str) -> Account:
    found = by_pseudonym(name)
    assert found is not None
    return found


def test_the_same_seed_gives_the_same_demo(digests):
    first, again = digests
    assert again == first


def test_the_database_agrees_with_all_of_it(demo):
    connection.check_constraints()


def test_there_are_as_many_as_promised(demo: Programme):
    counts = {role: people_with(demo, role).count() for role in Role}
    assert counts == {
        Role.MEMBER: 40,
        Role.SUPPORTER: 15,
        Role.SUPERVISOR: 2,
        Role.MODERATOR: 2,
        Role.MANAGER: 1,
    }


def test_everybody_has_the_passphrase_and_nothing_left_to_accept(demo: Programme):
    everybody = list(people_of(demo))
    [stored] = {person.password for person in everybody}
    assert check_password(PASSPHRASE, stored)
    assert [one for one in everybody if agreements_to_accept(one, demo)] == []


def test_every_written_word_is_there_as_it_was_written(demo: Programme):
    told = {
        tuple(None if line.deleted else line.text for line in dialogue.lines): dialogue.name
        for dialogue in reading.dialogues()
    }
    found = []
    pairs = [row for row in rows_of("conversations_conversation") if row["kind"] == "pair"]
    for row in pairs:
        lines = lines_before(row["id"], None, 1000)
        assert (lines[0].kind, lines[0].text) == ("notice", "opened")
        found.append(told[tuple(line.text for line in lines[1:])])
    assert sorted(found) == sorted(told.values())


def test_nothing_happened_after_the_end(demo: Programme):
    times = [
        value
        for table in ("accounts_account", "matching_pairing", "conversations_message")
        for row in rows_of(table)
        for value in row.values()
        if isinstance(value, datetime)
    ]
    assert max(times) <= UNTIL
    assert UNTIL - max(row["at"] for row in rows_of("conversations_message")) < timedelta(hours=4)


def test_endings_have_their_words_and_their_feedback(demo: Programme):
    ended = [one for one in reading.dialogues() if one.head.text("ends")]
    states = Counter(bool(row["ended_at"]) for row in rows_of("matching_pairing"))
    assert states == {True: len(ended), False: len(reading.dialogues()) - len(ended)}
    assert len(rows_of("matching_feedback")) == sum(
        bool(one.head.text("feedback")) for one in ended
    )
    assert {row["kind"] for row in rows_of("conversations_message")} == {
        "text",
        "closing",
        "notice",
        "reaction",
        "edit",
        "deletion",
    }


def test_some_wait_some_are_asked_and_some_changed_their_mind(demo: Programme):
    states = Counter(row["state"] for row in rows_of("matching_supportrequest"))
    assert states == {"paired": 27, "waiting": 5, "proposed": 3, "cancelled": 2}
    found = waits_of(demo)
    assert found.nobody_fits == 5
    for kind in found.kinds:
        assert kind.estimate is not None
        assert kind.estimate.median is not None
        assert kind.estimate.p90 is not None


@pytest.mark.parametrize("name", ["Paper Boat"])
def test_somebody_is_asked_to_say_yes(demo: Programme, name):
    asked = current_for(named(name), demo).to_answer
    assert asked is not None
    assert asked.supporter.pseudonym == "Marigold Lane"


def test_a_supporter_has_somebody_to_answer(demo: Programme):
    inbox = inbox_of(named("Marigold Lane"), demo)
    assert (len(inbox.to_answer), len(inbox.with_member)) == (1, 1)


def test_the_waiting_page_of_the_demo_has_an_estimate(demo: Programme):
    request = current_for(named("Lune Douce"), demo).request
    assert request is not None
    waiting = waiting_of(request)
    assert waiting.estimate is not None
    assert waiting.obstacles


def test_who_was_handed_over_talks_on_with_somebody_new(demo: Programme):
    others = {card.other: card.ended_at is None for card in conversations_of(named("Far Window"))}
    assert others == {"Paper Lantern": False, "Slow Tuesday": True}


def test_something_is_new_for_somebody(demo: Programme):
    [card] = conversations_of(named("Wren Hollow"), ended=False)
    assert (card.other, card.unread) == ("Gentle Otter", 2)


def test_one_report_waits_for_the_moderators(demo: Programme):
    counts = case_counts(demo)
    assert (counts.waiting, counts.urgent, counts.assigned) == (1, 0, 0)


def test_groups_are_there_and_somebody_asks_to_come_in(demo: Programme):
    seats = rows_of("groups_seat")
    assert len(seats) == sum(len(one.came) for one in reading.circles())
    assert [one["name"] for one in seats if one["state"] == "asked"] == ["Half Moon"]
    assert sorted(one["role"] for one in seats if one["role"] != "member") == [
        "co_host",
        "host",
        "host",
        "host",
    ]


def test_in_the_community_some_wait_for_an_answer(demo: Programme):
    threads = rows_of("forum_thread")
    assert len(threads) == sum(len(one.threads) for one in reading.spaces())
    waiting = [one["title"] for one in threads if one["looking_for"] and not one["answered_at"]]
    assert sorted(waiting) == [
        "An hour off and no idea what to do with it",
        "Me cuesta empezar el día",
        "The day after no sleep, with people",
        "Too tired to sleep",
    ]


def test_the_crisis_lines_are_loaded(demo: Programme):
    assert lines_for(demo.country)


def test_profiles_say_what_was_written(demo: Programme):
    said = facts(demo, named("Kind Static"))
    assert (said.wishes, len(said.lived), len(said.no_go)) == (
        "Short messages are easier for me in the evening.",
        1,
        1,
    )
    assert facts(demo, named("شجرة التين")).introduction.startswith("تركت بلدي")
