"""A room full of people who are signed in, straight in the database."""

import secrets
from datetime import timedelta

from hearten.accounts import actions as accounts
from hearten.accounts.models import Account, Session
from hearten.conversations import actions
from hearten.conversations.models import Message
from hearten.foundation import clock
from hearten.foundation.actors import SystemActor

BENCH = SystemActor("bench")


def room_of(count: int) -> tuple[str, list[str]]:
    """A room with this many people: its id and their session keys."""
    programme = accounts.create_programme(name=f"Bench {Account.objects.count()}", by=BENCH)
    first = Account.objects.count()
    people = [
        Account(pseudonym=f"Person {n}", pseudonym_key=f"person {n}", password="!")  # noqa: S106
        for n in range(first, first + count)
    ]
    Account.objects.bulk_create(people)
    room = actions.open_room(programme=programme, account_ids=[p.id for p in people], by=BENCH)
    keys = [secrets.token_hex(16) for _ in people]
    Session.objects.bulk_create(
        Session(
            session_key=key,
            account=person,
            session_data="",
            expire_date=clock.now() + timedelta(days=1),
        )
        for key, person in zip(keys, people, strict=True)
    )
    return str(room.id), keys


def stored(room_id: str) -> tuple[int, int, int]:
    """Messages of a room, distinct client ids among them, and the newest number."""
    rows = Message.objects.filter(conversation_id=room_id)
    newest = rows.order_by("-seq").values_list("seq", flat=True).first()
    return rows.count(), rows.values("client_id").distinct().count(), newest or 0
