"""People, pairs and rooms for the tests of conversations."""

from datetime import timedelta
from typing import Any
from uuid import UUID, uuid4

from django.apps import apps
from django.db import transaction

from hearten.accounts.models import Account, Block, Membership, Programme, Role
from hearten.conversations import actions
from hearten.conversations.actions import Draft
from hearten.conversations.models import Conversation
from hearten.foundation import clock
from hearten.foundation.actors import SystemActor

RULE = SystemActor("test")


def programme() -> Programme:
    """A programme of its own."""
    return Programme.objects.create(slug=f"p-{uuid4().hex[:12]}", name="Harbour")


def person(
    name: str = "person", *, role: Role | None = None, where: Programme | None = None
) -> Account:
    """An account, with a role where that matters."""
    account = Account.objects.create(pseudonym=f"{name} {uuid4().hex[:8]}", password="!")
    if role is not None and where is not None:
        Membership.objects.create(programme=where, account=account, role=role)
    return account


def pairing(member: Account, supporter: Account, where: Programme) -> Any:
    """A pairing as matching leaves it: an accepted proposal of a paired request."""
    now = clock.now()
    request = apps.get_model("matching.SupportRequest").objects.create(
        programme=where,
        member=member,
        kind="weeks",
        state="paired",
        made_at=now,
        waiting_since=now,
        closed_at=now,
    )
    proposal = apps.get_model("matching.Proposal").objects.create(
        request=request,
        supporter=supporter,
        stage="accepted",
        score=50,
        made_at=now,
        answer_by=now + timedelta(hours=1),
        closed_at=now,
    )
    return apps.get_model("matching.Pairing").objects.create(
        programme=where, proposal=proposal, member=member, supporter=supporter
    )


class Pair:
    """A member and a supporter in their open conversation."""

    def __init__(self) -> None:
        self.programme = programme()
        self.member = person("Willow", role=Role.MEMBER, where=self.programme)
        self.supporter = person("Robin", role=Role.SUPPORTER, where=self.programme)
        self.pairing = pairing(self.member, self.supporter, self.programme)
        self.conversation = actions.open_for_pairing(pairing_id=self.pairing.id, by=RULE)

    @property
    def id(self) -> UUID:
        """The conversation's id."""
        return self.conversation.id

    def say(self, text: str, *, by: Account | None = None, client_id: UUID | None = None) -> int:
        """Send one message and give its number."""
        sent = actions.send_message(
            conversation_id=self.id, client_id=client_id or uuid4(), text=text, by=by or self.member
        )
        return sent.seq


def room(people: list[Account], where: Programme | None = None) -> Conversation:
    """A room for these people."""
    return actions.open_room(
        programme=where or programme(), account_ids=[one.id for one in people], by=RULE
    )


def draft(author: Account, text: str = "Hello", client_id: UUID | None = None) -> Draft:
    """A draft with a fresh client id."""
    return Draft(author.id, client_id or uuid4(), text)


def block(by: Account, of: Account) -> None:
    """One person blocks another."""
    with transaction.atomic():
        Block.objects.create(by=by, of=of)
