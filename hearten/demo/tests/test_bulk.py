"""The crowd: the same in chunks of any size, never held at once, true to every constraint."""

from datetime import UTC, datetime

import psycopg
import pytest
from django.db import connection, transaction

from hearten.accounts.models import Account, Role
from hearten.accounts.queries import agreements_to_accept, people_with
from hearten.accounts.tests.factories import make_account, make_programme
from hearten.conversations.queries import conversations_of, lines_after
from hearten.demo import reading
from hearten.demo.bulk import grow
from hearten.demo.bulk.lives import STATES
from hearten.demo.bulk.tables import TABLES, Rows
from hearten.demo.bulk.world import MEMBERS_PER_SUPPORTER
from hearten.demo.programme import BY
from hearten.demo.tests.digests import digest, rows_of
from hearten.foundation import clock
from hearten.matching.queries import current_for, open_request, waits_of, words_of
from hearten.profiles.actions import seed_taxonomy
from hearten.profiles.queries import facts

pytestmark = pytest.mark.django_db
UNTIL = datetime(2026, 3, 18, 9, 41, tzinfo=UTC)
WRITTEN = {line.text for one in reading.dialogues() for line in one.lines} | {"opened", "…"}


@pytest.fixture
def programme():
    made = make_programme()
    seed_taxonomy(programme=made, by=BY)
    make_account(programme=made)
    return made


def crowd(programme, members, *, chunk=1000, seed=1):
    return grow(programme, members, seed=seed, until=UNTIL, say=lambda words: None, chunk=chunk)


def test_it_is_as_large_as_asked_and_every_constraint_holds(programme):
    written = crowd(programme, 500)
    connection.check_constraints()
    assert people_with(programme, Role.MEMBER).count() == 500 + 1
    assert people_with(programme, Role.SUPPORTER).count() == 500 // MEMBERS_PER_SUPPORTER
    assert written > 500 * 10


def test_chunks_change_nothing_and_seeds_do(programme):
    found = []
    for chunk, seed in ((1000, 1), (17, 1), (1000, 2)):
        mark = transaction.savepoint()
        crowd(programme, 60, chunk=chunk, seed=seed)
        found.append(digest())
        transaction.savepoint_rollback(mark)
    assert found[0] == found[1]
    assert found[0] != found[2]


def test_never_more_than_a_chunk_is_held(programme, monkeypatch):
    held, copied = [], Rows.copy

    def copy(rows):
        held.append(len(rows._rows["profiles_profile"]) + len(rows._rows["accounts_account"]))
        assert set(rows._rows) == set(TABLES)
        return copied(rows)

    monkeypatch.setattr(Rows, "copy", copy)
    crowd(programme, 2000, chunk=100)
    assert len(held) == 20
    assert max(held) <= 2 * (100 + 100 // MEMBERS_PER_SUPPORTER)


def test_it_is_sealed_like_everybodys_and_opens_for_its_people(programme):
    crowd(programme, 50)
    assert [row["kind"] for row in rows_of("conversations_conversation")] != []
    for row in rows_of("conversations_conversation"):
        lines = lines_after(row["id"], 0, 100)
        assert [line.seq for line in lines] == list(range(1, row["newest_seq"] + 1))
        assert {line.text for line in lines} <= WRITTEN
        assert (lines[-1].kind == "closing") == (row["ended_at"] is not None)


def test_the_crowd_is_seen_by_the_same_questions_as_people(programme):
    crowd(programme, 2000)
    for account in people_with(programme, Role.MEMBER)[:20]:
        assert agreements_to_accept(account, programme) == []
        current = current_for(account, programme)
        assert len(conversations_of(account)) <= 1
        assert facts(programme, account).account_id == account.pk
        assert len(current.pairings) <= 1
    with clock.frozen(UNTIL):
        kinds = waits_of(programme).kinds
    assert [kind.estimate is not None for kind in kinds] == [True, True]


def test_an_open_request_of_the_crowd_reads_in_its_members_words(programme, monkeypatch):
    monkeypatch.setattr("hearten.demo.bulk.lives.STATES", dict.fromkeys(STATES, 0) | {"waiting": 1})
    crowd(programme, 20)
    rows = rows_of("matching_supportrequest")
    assert {row["state"] for row in rows} == {"waiting"}
    for row in rows:
        request = open_request(Account.objects.get(pk=row["member_id"]), programme.pk)
        assert request is not None
        assert words_of(request) in WRITTEN


def test_proportions_are_about_what_is_documented(programme):
    crowd(programme, 1500)
    members = 1500
    profiles = len(rows_of("profiles_profile")) - members // MEMBERS_PER_SUPPORTER
    requests, pairings = rows_of("matching_supportrequest"), rows_of("matching_pairing")
    messages = rows_of("conversations_message")
    assert profiles / members == pytest.approx(0.70, abs=0.05)
    assert len(requests) / members == pytest.approx(0.60, abs=0.05)
    assert len(pairings) / members == pytest.approx(0.56, abs=0.05)
    assert sum(bool(row["ended_at"]) for row in pairings) / len(pairings) == pytest.approx(
        11 / 12, abs=0.04
    )
    assert len(messages) / len(pairings) == pytest.approx(14, abs=1.5)
    assert max(row["at"] for row in messages) <= UNTIL


def test_postgresql_refuses_what_does_not_fit(programme):
    rows = Rows()
    rows.add("accounts_membership", id=programme.pk, programme_id=programme.pk, role="member")
    with pytest.raises(psycopg.IntegrityError), transaction.atomic():
        rows.copy()
