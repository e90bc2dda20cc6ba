"""What the two people of a pairing are shown: the supporter their cards, the member that they do not
have to. Neither is told what the other sees."""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.db.models import F, Q, QuerySet

from hearten.accounts.models import Account, Programme
from hearten.boundaries.models import Concern
from hearten.boundaries.queries.exposure import Exposure, exposure_now
from hearten.boundaries.rules import SHOWN_TO_MEMBER, TEXT, UNSEEN, Kind, Side, Standing
from hearten.foundation import clock
from hearten.foundation.actors import Actor
from hearten.matching import ports
from hearten.matching import queries as matching

_GRAVEST_FIRST = (Kind.CLOSE, Kind.MONEY, Kind.ELSEWHERE, Kind.STORM)


@dataclass(frozen=True, slots=True, kw_only=True)
class Card:
    """One concern as the supporter sees it."""

    id: UUID
    kind: Kind
    side: Side
    pairing_id: UUID | None
    name: str
    """The member's pseudonym, where it is about one pairing."""
    since: datetime
    with_supervisor: bool
    answered: bool
    """It came back: it went on after their first answer."""


def concerns_of(actor: Actor) -> QuerySet[Concern]:
    """A supporter's own, without those that would tell them about somebody else."""
    if actor.actor_id is None:
        return Concern.objects.none()
    mine = Concern.objects.filter(supporter=actor.actor_id)
    return mine.exclude(kind__in=[kind.value for kind in UNSEEN])


def _waiting(actor: Actor) -> QuerySet[Concern]:
    """Not answered, or gone on to a supervisor after the answer."""
    unsaid = Q(answered_at__isnull=True) | Q(with_supervisor_at__gt=F("answered_at"))
    found = concerns_of(actor).filter(unsaid, closed_at__isnull=True)
    return found.select_related("pairing__member").order_by("-last_at", "id")


def cards_of(actor: Actor) -> list[Card]:
    """Everything that waits for a supporter's word, the newest first."""
    return [_card(one) for one in _waiting(actor)]


def card_in(actor: Actor, pairing_id: UUID) -> Card | None:
    """The one card shown in a talk: about this pairing or about the supporter's hours; the gravest,
    never several at once."""
    here = _waiting(actor).filter(Q(pairing=pairing_id) | Q(kind=Kind.HOURS.value))
    return min(map(_card, here), key=_gravity, default=None)


def _gravity(card: Card) -> int:
    return _GRAVEST_FIRST.index(card.kind) if card.kind in _GRAVEST_FIRST else len(_GRAVEST_FIRST)


def _card(one: Concern) -> Card:
    pairing = one.pairing
    return Card(
        id=one.id,
        kind=Kind(one.kind),
        side=Side(one.side),
        pairing_id=one.pairing_id,
        name=pairing.member.pseudonym if pairing else "",
        since=one.opened_at,
        with_supervisor=one.with_supervisor_at is not None,
        answered=one.answered_at is not None,
    )


@dataclass(frozen=True, slots=True, kw_only=True)
class MemberCard:
    """ "You do not have to": what the member sees where their supporter's words asked for something."""

    kinds: frozenset[Kind]
    seq: int | None
    """The message it is about, to report it with one press."""


def member_card(actor: Actor, pairing_id: UUID) -> MemberCard | None:
    """For the member of the pairing alone, some days long, until they put it away. It does not go
    when the supporter answers or a supervisor closes theirs."""
    if actor.actor_id is None:
        return None
    found = list(
        Concern.objects.filter(
            Q(member_closed_at__isnull=True) | Q(member_closed_at__lt=F("last_at")),
            pairing=pairing_id,
            pairing__member=actor.actor_id,
            side=Side.SUPPORTER.value,
            kind__in=[kind.value for kind in TEXT],
            last_at__gte=clock.now() - SHOWN_TO_MEMBER,
        ).order_by("-last_at")
    )
    if not found:
        return None
    kinds = frozenset(Kind(one.kind) for one in found)
    return MemberCard(kinds=kinds, seq=next((one.last_seq for one in found if one.last_seq), None))


@dataclass(frozen=True, slots=True, kw_only=True)
class Own:
    """What somebody's home shows of all this."""

    cards: list[Card]
    exposure: Exposure

    @property
    def tired(self) -> bool:
        """Whether there is something to say about their week."""
        return self.exposure.standing is not Standing.FREE


def own_of(account: Account, programme: Programme) -> Own:
    """A supporter's or moderator's cards and week."""
    return Own(cards=cards_of(account), exposure=exposure_now(account, programme))


def talk_of(actor: Actor, pairing_id: UUID) -> str | None:
    """Where the two of a pairing talk, for one of them."""
    seen = matching.pairing_visible_to(actor, pairing_id)
    return ports.talk_address(pairing_id) if seen is not None else None
