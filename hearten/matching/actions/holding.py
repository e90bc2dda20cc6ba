"""What a measure keeps people from (docs/concepts/due-process.md), asked where they act themselves.
What the programme does for them, such as letting them wait again after an ending, goes on."""

from uuid import UUID

from hearten.conduct.queries import Scope, hold_on
from hearten.foundation.errors import NotPossible


def refuse_held_from_new(account_id: UUID) -> None:
    """NotPossible for somebody who may begin nothing new at the moment; says until when."""
    if (hold := hold_on(account_id)) is not None:
        raise NotPossible(hold.words, code="held")


def refuse_held_from_writing(account_id: UUID, words: str) -> None:
    """NotPossible for words of somebody who may not write to others at the moment."""
    if not words.strip():
        return
    hold = hold_on(account_id)
    if hold is not None and hold.scope == Scope.WRITING:
        raise NotPossible(hold.words, code="held")
