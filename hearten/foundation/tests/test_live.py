"""A notice is told when, and only if, the transaction commits."""

import json
from collections.abc import Iterator
from uuid import UUID

import psycopg
import pytest
from django.db import connection, transaction

from hearten.foundation import live

ACCOUNT = UUID("7f3c0000-0000-4000-8000-000000000001")


@pytest.fixture
def listening(transactional_db: None) -> Iterator[psycopg.Connection]:
    given = {**connection.get_connection_params(), "autocommit": True}
    given.pop("cursor_factory", None)
    given.pop("context", None)
    with psycopg.connect(**given) as listener:
        listener.execute(f"LISTEN {live.CHANNEL}")
        yield listener


def _heard(listener: psycopg.Connection) -> list[dict[str, object]]:
    """Everything told so far: the mark we send last proves that nothing else is on its way."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_notify(%s, %s)", [live.CHANNEL, "mark"])
    heard = []
    for notice in listener.notifies():
        if notice.payload == "mark":
            return heard
        heard.append(json.loads(notice.payload))
    return heard


def test_notices_name_topic_and_number_only(listening: psycopg.Connection) -> None:
    with transaction.atomic():
        live.publish_on_commit("conversation:x", 7)
        live.nudge_on_commit(ACCOUNT)
        live.revoke_on_commit(topic="conversation:x", account_id=ACCOUNT, upto=3)
        live.end_session_on_commit(session_id=ACCOUNT)
    assert _heard(listening) == [
        {"topic": "conversation:x", "seq": 7},
        {"topic": f"person:{ACCOUNT}", "seq": 0},
        {"revoke": str(ACCOUNT), "topic": "conversation:x", "upto": 3},
        {"session": str(ACCOUNT)},
    ]


def test_rolled_back_notices_are_never_told(listening: psycopg.Connection) -> None:
    with pytest.raises(RuntimeError), transaction.atomic():
        live.publish_on_commit("conversation:x", 7)
        raise RuntimeError
    assert _heard(listening) == []


def test_many_topics_are_told_in_few_notices_however_long_their_names(
    listening: psycopg.Connection,
) -> None:
    newest = {f"{'k' * 32}:{n:064}": 2**63 - 1 - n for n in range(2 * live.TOGETHER + 1)}
    with transaction.atomic():
        live.publish_all_on_commit({})
        live.publish_all_on_commit(newest)
    heard = _heard(listening)
    assert [len(one["topics"]) for one in heard] == [live.TOGETHER, live.TOGETHER, 1]  # type: ignore[arg-type]
    assert {topic: seq for one in heard for topic, seq in one["topics"].items()} == newest  # type: ignore[attr-defined]
