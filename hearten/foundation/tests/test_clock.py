"""The clock tests can hold."""

from datetime import UTC, datetime, timedelta, timezone

import pytest

from hearten.foundation import clock


def test_frozen_clock_stands_still_and_nests() -> None:
    outer = datetime(2026, 3, 29, 1, 30, tzinfo=UTC)
    with clock.frozen(outer):
        assert clock.now() == outer
        with clock.frozen(outer + timedelta(hours=1)):
            assert clock.now() == outer + timedelta(hours=1)
        assert clock.now() == outer


def test_frozen_clock_gives_utc() -> None:
    with clock.frozen(datetime(2026, 1, 1, 12, tzinfo=timezone(timedelta(hours=5)))):
        assert clock.now().tzinfo == UTC
        assert clock.now().hour == 7


def test_naive_time_is_refused() -> None:
    with pytest.raises(ValueError, match="aware"), clock.frozen(datetime(2026, 1, 1)):  # noqa: DTZ001
        pass
