"""Whose a conversation is, and who is in it."""

from collections.abc import Collection, Iterable
from uuid import UUID

from django.db.models import F, QuerySet
from django.db.models.functions import Coalesce

from hearten.accounts.models import Account
from hearten.conversations.models import (
    SAID,
    Conversation,
    ConversationKind,
    Message,
    Participant,
)
from hearten.foundation.actors import Actor
from hearten.foundation.arrays import is_any_of


def visible_to(actor: Actor) -> QuerySet[Conversation]:
    """The conversations a person is in, the ended ones too, also after a block: what was said, and
    that it ended, is theirs to look at. Nobody else reads one, whatever their role: a moderator
    reads what was reported, from the report. The room of a group is read through the group."""
    return _of(actor).exclude(kind=ConversationKind.CIRCLE)


def circles_visible_to(actor: Actor) -> QuerySet[Conversation]:
    """The rooms of groups a person is in, the ended ones too."""
    return _of(actor).filter(kind=ConversationKind.CIRCLE)


def _of(actor: Actor) -> QuerySet[Conversation]:
    if actor.actor_id is None:
        return Conversation.objects.none()
    seats = Participant.objects.filter(
        account_id=actor.actor_id, account__is_active=True, left_at__isnull=True
    )
    return Conversation.objects.filter(id__in=seats.values("conversation_id")).select_related(
        "programme"
    )


def conversation_of(pairing_id: UUID) -> Conversation | None:
    """The conversation of a pairing; who may see the pairing is for the caller to have asked."""
    return Conversation.objects.filter(pairing_id=pairing_id).first()


def participants_of(conversation_id: UUID) -> frozenset[UUID]:
    """The accounts in a conversation now."""
    present = Participant.objects.filter(conversation_id=conversation_id, left_at__isnull=True)
    return frozenset(present.values_list("account_id", flat=True))


def present_in(conversation: Conversation, among: Iterable[UUID]) -> dict[UUID, bool]:
    """Who is in a conversation now, and whether their account is active: everybody of a pair; of a
    room, which may be large, only those `among`."""
    return dict(_seats(conversation, among).values_list("account_id", "account__is_active"))


def _seats(conversation: Conversation, among: Iterable[UUID]) -> QuerySet[Participant]:
    seats = Participant.objects.filter(conversation=conversation, left_at__isnull=True)
    if conversation.kind != ConversationKind.PAIR:
        seats = seats.filter(account_id__in=among)
    return seats


def other_of(conversation: Conversation, account_id: UUID) -> Account | None:
    """The other person of a one-to-one conversation; None once their account is gone."""
    others = Account.objects.filter(participations__conversation=conversation)
    return others.exclude(id=account_id).first()


def people_of(conversation: Conversation) -> dict[UUID, Account]:
    """Everybody who is or was in a conversation, by id."""
    return {
        one.id: one for one in Account.objects.filter(participations__conversation=conversation)
    }


def others_in(conversations: QuerySet[Conversation], account_id: UUID) -> list[UUID]:
    """Everybody else in these conversations, by id: the order in which accounts are locked."""
    seats = Participant.objects.filter(conversation__in=conversations, left_at__isnull=True)
    others = seats.exclude(account_id=account_id).order_by("account_id")
    return list(others.values_list("account_id", flat=True).distinct())


def have_talked(*, account_id: UUID, among: Collection[UUID]) -> frozenset[UUID]:
    """Those of `among` who were ever in a conversation with this person in which the two wrote. For
    safety.ports."""
    seats = Participant.objects.filter(account_id=account_id).values("conversation_id")
    wrote = Message.objects.filter(
        conversation_id__in=seats, author_id__in=[*among, account_id], kind__in=SAID
    )
    pairs = wrote.values_list("conversation_id", "author_id").distinct()
    people: dict[UUID, set[UUID]] = {}
    for conversation_id, author_id in pairs:
        people.setdefault(conversation_id, set()).add(author_id)
    met = (authors for authors in people.values() if account_id in authors)
    return frozenset(one for authors in met for one in authors if one != account_id)


def going_on_among(ids: Collection[UUID]) -> list[Conversation]:
    """Those of these conversations that have not ended."""
    known = Conversation.objects.only("id", "kind")
    return list(known.filter(is_any_of("id", ids), ended_at__isnull=True))


def newest_seq(conversation_id: UUID) -> int:
    """The number of the newest message; 0 when there is none or no such conversation."""
    return newest_seqs([conversation_id]).get(conversation_id, 0)


def newest_seqs(ids: Collection[UUID]) -> dict[UUID, int]:
    """The same of many."""
    newest = Conversation.objects.filter(is_any_of("id", ids))
    return dict(newest.values_list("id", "newest_seq"))


def unread_for_danger() -> list[UUID]:
    """Conversations with messages beyond their triage mark: all of them
    whatever process died, since the numbers say so and nothing else has to be remembered."""
    behind = Conversation.objects.annotate(read=Coalesce("triage_mark__seq", 0))
    behind = behind.filter(newest_seq__gt=F("read"), wrapped_key__isnull=False)
    return list(behind.order_by("id").values_list("id", flat=True))
