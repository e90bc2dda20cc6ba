"""Until when a proposal waits for an answer."""

from datetime import datetime, timedelta

import pytest

from hearten.matching.rules import AnswerTimes, Kind, Stage, answer_by, choose_by, is_choosing
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


@pytest.mark.parametrize(
    ("kind", "usual"), [(Kind.NOW, timedelta(minutes=10)), (Kind.WEEKS, timedelta(hours=24))]
)
def test_time_to_choose_is_the_programme_s_or_the_usual_one(kind: Kind, usual: timedelta) -> None:
    own = AnswerTimes(**{f"choose_{kind.value}": timedelta(minutes=77)})
    assert choose_by(kind, NOW, AnswerTimes()) == NOW + usual
    assert choose_by(kind, NOW, own) == NOW + timedelta(minutes=77)


@pytest.mark.parametrize(
    ("why", "until", "choosing"),
    [
        ("never wanted to choose", None, False),
        ("time is left", NOW + timedelta(microseconds=1), True),
        ("at the moment itself it is over", NOW, False),
        ("over since", NOW - timedelta(days=1), False),
    ],
)
def test_who_is_choosing(why: str, until: datetime | None, choosing: bool) -> None:
    assert is_choosing(until, NOW) is choosing, why


def test_no_time_at_all_is_refused() -> None:
    with pytest.raises(ValueError, match="some time"):
        AnswerTimes(choose_weeks=timedelta(0))
    with pytest.raises(ValueError, match="some time"):
        AnswerTimes(member_now=timedelta(0))


def test_a_moment_without_time_zone_is_refused() -> None:
    with pytest.raises(ValueError, match="time zone"):
        answer_by(Kind.NOW, SUPPORTER, datetime(2025, 1, 1), AnswerTimes())  # noqa: DTZ001
    with pytest.raises(ValueError, match="time zone"):
        choose_by(Kind.NOW, datetime(2025, 1, 1), AnswerTimes())  # noqa: DTZ001
