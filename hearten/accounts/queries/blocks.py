"""Reading blocks."""

from collections.abc import Iterable
from uuid import UUID

from django.db.models import Q, QuerySet

from hearten.accounts.models import Account, Block
from hearten.foundation.arrays import is_any_of
from hearten.foundation.compiled import Compiled, any_ids


def blocked_with(account_id: UUID) -> frozenset[UUID]:
    """Everybody this person blocked or who blocked them: a block holds both ways."""
    pairs = Block.objects.filter(Q(by_id=account_id) | Q(of_id=account_id))
    return frozenset(
        other
        for pair in pairs.values_list("by_id", "of_id")
        for other in pair
        if other != account_id
    )


def block_pairs(account_ids: Iterable[UUID]) -> frozenset[frozenset[UUID]]:
    """Every pair with a block either way of which at least one is among `account_ids`."""
    return frozenset(frozenset(pair) for pair in _BLOCKS.rows(account_ids=[*account_ids]))


def _blocks(account_ids: list[UUID]) -> QuerySet[Block, tuple[UUID, UUID]]:
    made = Q(is_any_of("by_id", account_ids))
    return Block.objects.filter(made | Q(is_any_of("of_id", account_ids))).values_list(
        "by_id", "of_id"
    )


_BLOCKS = Compiled(_blocks, account_ids=any_ids())


def is_blocked(one: UUID, other: UUID) -> bool:
    """Whether either of two people blocked the other."""
    return Block.objects.filter(Q(by=one, of=other) | Q(by=other, of=one)).exists()


def blocks_made(account: Account) -> QuerySet[Block]:
    """Whom a person blocked, newest first."""
    return Block.objects.filter(by=account).select_related("of").order_by("-at")
