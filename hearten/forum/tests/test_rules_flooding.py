from datetime import UTC, date, datetime, timedelta

import pytest

from hearten.forum.rules import flooding

NOW = datetime(2026, 11, 28, 3, tzinfo=UTC)
LONG = "Cheap watches for everybody, write to me."


def minutes_ago(*minutes: float) -> list[datetime]:
    return [NOW - timedelta(minutes=one) for one in minutes]


@pytest.mark.parametrize(
    ("written", "in_minutes"),
    [
        ([], None),
        ([1, 2, 3, 4, 5, 6, 7], None),
        ([1, 2, 3, 4, 5, 6, 7, 8], 2),
        ([8, 7, 6, 5, 4, 3, 2, 1], 2),
        ([1, 2, 3, 4, 5, 6, 7, 10], None),
        ([0.5, 1, 2, 3, 4, 5, 6, 7, 9], 3),
        ([11, 12, 13, 14, 15, 16, 17, 18, 19], None),
    ],
)
def test_when_one_may_write_again(written: list[float], in_minutes: float | None) -> None:
    expected = None if in_minutes is None else NOW + timedelta(minutes=in_minutes)
    assert flooding.waits_until(minutes_ago(*written), NOW) == expected


@pytest.mark.parametrize(
    ("text", "earlier", "again"),
    [
        (LONG, [], False),
        (LONG, [LONG], False),
        (LONG, [LONG, LONG], True),
        (LONG, [LONG.upper(), "Cheap watches... for everybody!! write  to me"], True),
        (LONG, [LONG, "Something else that is as long as this is."], False),
        ("Thank you, this helps.", ["Thank you, this helps."] * 9, False),
        ("!" * 200, ["!" * 200] * 9, False),
    ],
)
def test_what_is_the_same_again(text: str, earlier: list[str], again: bool) -> None:
    assert flooding.said_again(text, earlier) is again


@pytest.mark.parametrize(("days", "new"), [(0, True), (2, True), (3, False), (400, False)])
def test_how_long_somebody_is_new(days: int, new: bool) -> None:
    today = date(2026, 11, 28)
    assert flooding.is_new(today - timedelta(days=days), today) is new
