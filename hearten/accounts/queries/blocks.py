"""Reading blocks."""

from collections.abc import Iterable
from uuid import UUID

from django.db.models import Q, QuerySet

from hearten.accounts.models import Account, Block
from hearten.foundation.arrays import is_any_of


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
    ids = list(account_ids)
    pairs = Block.objects.filter(Q(is_any_of("by_id", ids)) | Q(is_any_of("of_id", ids)))
    return frozenset(frozenset(pair) for pair in pairs.values_list("by_id", "of_id"))


def is_blocked(one: UUID, other: UUID) -> bool:
    """Whether either of two people blocked the other."""
    return Block.objects.filter(Q(by=one, of=other) | Q(by=other, of=one)).exists()


def blocks_made(account: Account) -> QuerySet[Block]:
    """Whom a person blocked, newest first."""
    return Block.objects.filter(by=account).select_related("of").order_by("-at")
