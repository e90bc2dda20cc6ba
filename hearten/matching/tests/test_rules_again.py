"""Why somebody waits again, as far as they may know."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from hearten.matching.rules import Again, Closed, End, why_again

TABLE = [
    # why, how it closed, chosen by the member, the supporter's and the member's answer, told
    ("the supporter said no", End.DECLINED, False, False, None, Again.NOT_THIS_TIME),
    ("the supporter was silent", End.EXPIRED, False, None, None, Again.NOT_THIS_TIME),
    ("paused, full or blocked since", End.WITHDRAWN, False, None, None, Again.NOT_THIS_TIME),
    ("the same after a yes", End.WITHDRAWN, False, True, None, Again.NOT_THIS_TIME),
    ("the one they chose said no", End.DECLINED, True, False, True, Again.CHOSEN_NOT_THIS_TIME),
    ("or was silent", End.EXPIRED, True, None, True, Again.CHOSEN_NOT_THIS_TIME),
    ("or cannot any more", End.WITHDRAWN, True, None, True, Again.CHOSEN_NOT_THIS_TIME),
    ("the member was silent", End.EXPIRED, False, True, None, Again.TIME_WENT_BY),
    ("the member said no", End.DECLINED, False, True, False, None),
    ("the member took back their choice", End.DECLINED, True, None, False, None),
]


@pytest.mark.parametrize(("why", "end", "chosen", "supporter", "member", "told"), TABLE)
def test_table(
    why: str,
    end: End,
    chosen: bool,
    supporter: bool | None,
    member: bool | None,
    told: Again | None,
) -> None:
    closed = Closed(end=end, chosen=chosen, supporter_said=supporter, member_said=member)
    assert why_again(closed) is told, why


@given(st.booleans())
def test_a_no_silence_and_a_withdrawal_cannot_be_told_apart(chosen: bool) -> None:
    """What a supporter did, and whether anything happened to them, stays theirs."""
    said = True if chosen else None
    closed = [(End.DECLINED, False), (End.EXPIRED, None), (End.WITHDRAWN, None)]
    told = {
        why_again(Closed(end=end, chosen=chosen, supporter_said=answer, member_said=said))
        for end, answer in closed
    }
    assert len(told) == 1
