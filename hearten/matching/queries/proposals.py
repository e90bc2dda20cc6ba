"""A proposal as each of the two sees it."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.utils.translation import get_language

from hearten.accounts.models import Account, Programme
from hearten.foundation import clock
from hearten.foundation.actors import Actor
from hearten.matching import wording
from hearten.matching.models import (
    OPEN_STAGES,
    Boundary,
    Proposal,
    Stage,
    SupporterSettings,
)
from hearten.matching.queries.sealed import handover_of, words_of
from hearten.matching.wording import Side
from hearten.profiles.queries import ProfileFacts, facts_of, topic_names


@dataclass(frozen=True, slots=True, kw_only=True)
class Card:
    """What one side reads before they say yes or no."""

    proposal: Proposal
    side: Side
    other: Account
    pronouns: str
    reasons: tuple[str, ...]
    words: str
    """To the supporter: what is going on, in the member's words. To the member: the supporter's
    introduction."""
    wishes: str
    """To the supporter only: the wishes of the member's profile."""
    handover: str
    """To the supporter only: what the supporter before passes on, when the member lets them."""
    boundaries: tuple[str, ...]
    """To the member only: the supporter's boundaries card."""
    boundaries_words: str
    answer_by: datetime
    my_turn: bool
    i_said_yes: bool
    open: bool


def card_of(proposal: Proposal, reader: Actor) -> Card:
    """One proposal for one of its two people. Once it is over without a pairing, private words are
    shown to nobody any more."""
    return cards_of(proposal.request.programme, [proposal], reader)[0]


def cards_of(
    programme: Programme, proposals: Collection[Proposal], reader: Actor
) -> Sequence[Card]:
    """Several in a constant number of queries; each of them visible to the reader."""
    others = {_other(one, reader).id for one in proposals}
    facts = facts_of(programme, others)
    names = topic_names(programme, get_language() or "")
    cards = SupporterSettings.objects.filter(programme=programme, supporter__in=others)
    boundaries = {card.supporter_id: card for card in cards}
    return [
        _card(one, reader, facts[_other(one, reader).id], names, boundaries) for one in proposals
    ]


def _other(proposal: Proposal, reader: Actor) -> Account:
    member: Account = proposal.request.member
    supporter: Account = proposal.supporter
    return member if reader.actor_id == supporter.id else supporter


def _card(
    proposal: Proposal,
    reader: Actor,
    facts: ProfileFacts,
    names: wording.Names,
    boundaries: dict[UUID, SupporterSettings],
) -> Card:
    other = _other(proposal, reader)
    side = Side.SUPPORTER if other.id == proposal.request.member_id else Side.MEMBER
    standing = proposal.stage in OPEN_STAGES and clock.now() < proposal.answer_by
    shown = standing or proposal.stage == Stage.ACCEPTED
    to_supporter = shown and side is Side.SUPPORTER
    said = proposal.supporter_said if side is Side.SUPPORTER else proposal.member_said
    card = boundaries.get(other.id) if shown and side is Side.MEMBER else None
    return Card(
        proposal=proposal,
        side=side,
        other=other,
        pronouns=facts.pronouns,
        reasons=tuple(wording.sentences(proposal.reasons, side=side, names=names)),
        words=_words(proposal, facts, side) if shown else "",
        wishes=facts.wishes if to_supporter else "",
        handover=_handover(proposal) if to_supporter else "",
        boundaries=_boundaries(card),
        boundaries_words=card.boundaries_words if card else "",
        answer_by=proposal.answer_by,
        my_turn=standing and said is None,
        i_said_yes=said is True,
        open=standing,
    )


def _words(proposal: Proposal, facts: ProfileFacts, side: Side) -> str:
    return words_of(proposal.request) if side is Side.SUPPORTER else facts.introduction


def _handover(proposal: Proposal) -> str:
    before = proposal.request.follows
    return handover_of(before) if proposal.request.hands_over and before is not None else ""


def _boundaries(card: SupporterSettings | None) -> tuple[str, ...]:
    return tuple(str(Boundary(code).label) for code in card.boundaries) if card else ()
