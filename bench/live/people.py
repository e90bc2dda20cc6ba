"""People who are signed in, in rooms and in pairs, straight in the database."""

import secrets
from collections.abc import Sequence
from datetime import timedelta

from django.apps import apps

from hearten.accounts import actions as accounts
from hearten.accounts.models import Account, Programme, Session
from hearten.conversations import actions
from hearten.conversations.models import Conversation, ConversationKind, Message, Participant
from hearten.foundation import clock
from hearten.foundation.actors import SystemActor
from hearten.foundation.ids import new_id

BENCH = SystemActor("bench")


def room_of(count: int) -> tuple[str, list[str]]:
    """A room with this many people: its id and their session keys."""
    programme, people = _crowd(count)
    room = actions.open_room(programme=programme, account_ids=[p.id for p in people], by=BENCH)
    return str(room.id), _sign_in(people)


def pairs_of(count: int) -> list[tuple[str, list[str]]]:
    """This many one-to-one conversations of two people each, nothing said yet: each one's id and
    the two session keys."""
    programme, people = _crowd(2 * count)
    pairings = _pairings(programme, people[:count], people[count:])
    talks = Conversation.objects.bulk_create(
        Conversation(programme=programme, kind=ConversationKind.PAIR, pairing=pairing)
        for pairing in pairings
    )
    seats = zip([*talks, *talks], people, strict=True)
    Participant.objects.bulk_create(
        Participant(conversation=talk, account=person) for talk, person in seats
    )
    keys = _sign_in(people)
    return [
        (str(talk.id), [one, other])
        for talk, one, other in zip(talks, keys[:count], keys[count:], strict=True)
    ]


def _crowd(count: int) -> tuple[Programme, list[Account]]:
    first = Account.objects.count()
    programme = accounts.create_programme(name=f"Bench {first}", by=BENCH)
    people = [
        Account(pseudonym=f"Person {n}", pseudonym_key=f"person {n}", password="!")  # noqa: S106
        for n in range(first, first + count)
    ]
    return programme, Account.objects.bulk_create(people)


def _pairings(
    programme: Programme, members: Sequence[Account], supporters: Sequence[Account]
) -> list:
    """As matching leaves them: each an accepted proposal of a paired request."""
    request, proposal, pairing = (
        apps.get_model(f"matching.{name}") for name in ("SupportRequest", "Proposal", "Pairing")
    )
    now = clock.now()
    asked = {"programme": programme, "kind": "weeks", "state": "paired"}
    asked |= {"made_at": now, "waiting_since": now, "closed_at": now}
    requests = request.objects.bulk_create(request(member=one, **asked) for one in members)
    said = {"stage": "accepted", "supporter_said": True, "member_said": True, "score": 50}
    said |= {"made_at": now, "answer_by": now + timedelta(hours=1), "closed_at": now}
    proposals = proposal.objects.bulk_create(
        proposal(request=one, supporter=supporter, **said)
        for one, supporter in zip(requests, supporters, strict=True)
    )
    return pairing.objects.bulk_create(
        pairing(programme=programme, proposal=one, member=member, supporter=supporter)
        for one, member, supporter in zip(proposals, members, supporters, strict=True)
    )


def _sign_in(people: Sequence[Account]) -> list[str]:
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
    return keys


def stored(room_id: str) -> tuple[int, int, int]:
    """Messages of a room, distinct client ids among them, and the newest number."""
    rows = Message.objects.filter(conversation_id=room_id)
    newest = rows.order_by("-seq").values_list("seq", flat=True).first()
    return rows.count(), rows.values("client_id").distinct().count(), newest or 0


def stored_in_pairs(ids: Sequence[str]) -> int:
    """Messages in these conversations."""
    return Message.objects.filter(conversation_id__in=ids).count()


def say_once(ids: Sequence[str]) -> None:
    """One message in each of these conversations."""
    here = Participant.objects.filter(conversation_id__in=ids)
    authors = dict(here.values_list("conversation_id", "account_id"))
    drafts = {
        id_: [actions.Draft(author, new_id(), "Somebody wrote while nobody could hear.")]
        for id_, author in authors.items()
    }
    sent = actions.send_to_many(drafts=drafts, wait=True, by=BENCH)
    assert all(isinstance(one, actions.Sent) for some in sent.values() for one in some)
