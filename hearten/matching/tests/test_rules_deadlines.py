"""Until when a proposal waits for an answer."""

from datetime import datetime, timedelta

import pytest

from hearten.matching.rules import AnswerTimes, Kind, Stage, answer_by
from hearten.matching.tests.test_rules_cast import NOW

SUPPORTER, MEMBER = Stage.ASKED_SUPPORTER, Stage.ASKED_MEMBER


@pytest.mark.parametrize(
    ("kind", "stage", "given"),
    [
        (Kind.NOW, SUPPORTER, timedelta(minutes=5)),
        (Kind.NOW, MEMBER, timedelta(minutes=15)),
        (Kind.WEEKS, SUPPORTER, timedelta(hours=24)),
        (Kind.WEEKS, MEMBER, timedelta(hours=48)),
    ],
)
def test_times_where_the_programme_sets_none(kind: Kind, stage: Stage, given: timedelta) -> None:
    assert answer_by(kind, stage, NOW, AnswerTimes()) == NOW + given


@pytest.mark.parametrize("kind", Kind)
@pytest.mark.parametrize("stage", Stage)
def test_a_programme_sets_each_time_on_its_own(kind: Kind, stage: Stage) -> None:
    field = f"{stage.value.removeprefix('asked_')}_{kind.value}"
    times = AnswerTimes(**{field: timedelta(minutes=77)})
    assert answer_by(kind, stage, NOW, times) == NOW + timedelta(minutes=77)


def test_no_time_at_all_is_refused() -> None:
    with pytest.raises(ValueError, match="some time"):
        AnswerTimes(member_now=timedelta(0))


def test_a_moment_without_time_zone_is_refused() -> None:
    with pytest.raises(ValueError, match="time zone"):
        answer_by(Kind.NOW, SUPPORTER, datetime(2025, 1, 1), AnswerTimes())  # noqa: DTZ001
