"""The little format of the content, and the timeline it is played on."""

from datetime import UTC, datetime, time, timedelta
from zoneinfo import ZoneInfo

import pytest

from hearten.demo import people, reading, stories
from hearten.demo.people import Cast
from hearten.demo.queue import Queue
from hearten.demo.timeline import Timeline
from hearten.foundation import clock

NOON = datetime(2026, 3, 31, 12, 0, tzinfo=UTC)


@pytest.mark.parametrize(
    ("words", "expected"),
    [
        ("5", timedelta(minutes=5)),
        ("40m", timedelta(minutes=40)),
        ("3h", timedelta(hours=3)),
        ("2d", timedelta(days=2)),
        ("12 days", timedelta(days=12)),
    ],
)
def test_lengths(words, expected):
    assert reading.length(words) == expected


def test_what_is_no_length_is_an_error():
    with pytest.raises(ValueError, match="soon"):
        reading.length("soon")


@pytest.mark.parametrize(
    ("written", "side", "text", "pause", "before_end", "closing", "reported"),
    [
        ("m: hi: there", "m", "hi: there", None, None, False, False),
        ("s +3d: a", "s", "a", timedelta(days=3), None, False, False),
        ("m @2h: b", "m", "b", None, timedelta(hours=2), False, False),
        ("s close: bye", "s", "bye", None, None, True, False),
        ("s +5: my own number *", "s", "my own number", timedelta(minutes=5), None, False, True),
    ],
)
def test_lines(written, side, text, pause, before_end, closing, reported):
    line = reading._line(written)
    assert (line.side, line.text, line.pause) == (side, text, pause)
    assert (line.before_end, line.closing, line.reported) == (before_end, closing, reported)


def test_a_line_belongs_to_one_of_the_two():
    with pytest.raises(ValueError, match="begins with m or s"):
        reading._line("x: hello")


def test_free_parts():
    assert reading.free_parts(("weekend mornings", "monday evenings")) == (
        "sat-morning",
        "sun-morning",
        "mon-evening",
    )


def test_steps_run_in_order_with_the_clock_held():
    timeline, seen = Timeline(until=NOON, seed=f"{1}"), []

    def later():
        seen.append(("later", clock.now()))

    def first():
        seen.append(("first", clock.now()))
        timeline.at(NOON - timedelta(hours=2), later)

    timeline.at(NOON - timedelta(hours=1), lambda: seen.append(("last", clock.now())))
    timeline.at(NOON - timedelta(hours=3), first)
    timeline.run()
    assert seen == [
        ("first", NOON - timedelta(hours=3)),
        ("later", NOON - timedelta(hours=2)),
        ("last", NOON - timedelta(hours=1)),
    ]


def test_two_steps_of_one_moment_keep_their_order():
    timeline, seen = Timeline(until=NOON, seed=f"{1}"), []
    for name in "abc":
        timeline.at(NOON, lambda name=name: seen.append(name))
    timeline.run()
    assert seen == ["a", "b", "c"]


def test_nothing_happens_after_the_end():
    timeline = Timeline(until=NOON, seed=f"{1}")
    with pytest.raises(ValueError, match="before"):
        timeline.at(NOON + timedelta(seconds=1), lambda: None)


def test_a_day_is_counted_in_the_persons_own_zone():
    timeline = Timeline(until=datetime(2026, 3, 31, 22, 30, tzinfo=UTC), seed=f"{1}")
    there = timeline.on_day(1, time(8, 15), ZoneInfo("Asia/Amman"))
    assert there.isoformat() == "2026-03-31T08:15:00+03:00"  # in Amman the first of April began


@pytest.mark.parametrize("hour", range(24))
def test_the_plan_fits_before_every_hour_of_the_day(hour):
    until = datetime(2026, 3, 30, hour, 17, tzinfo=UTC)  # the week the clocks change in Europe
    timeline = Timeline(until=until, seed=f"{hour}")
    cast = Cast(programme=None, topics={})
    people.plan(cast, timeline, lambda written: timedelta(days=40))
    stories.plan(cast, timeline)
    Queue(cast=cast, timeline=timeline).plan()
    assert max(moment for moment, _order, _step in timeline._steps) <= until


def planned(seed: str) -> list[stories.Story]:
    timeline, told = Timeline(until=NOON, seed=seed), {}
    for dialogue in reading.dialogues():
        story = stories.Story(
            cast=Cast(programme=None, topics={}),
            timeline=timeline,
            dialogue=dialogue,
            zone=ZoneInfo("Europe/Madrid"),
        )
        story.plan(told.get(dialogue.head.text("follows")))
        told[dialogue.name] = story
    return list(told.values())


def test_lines_never_go_back_in_time():
    for story in planned("3"):
        moments = [story.asked_at, story.paired_at, *story.moments]
        assert moments == sorted(moments)


def test_another_seed_is_another_course_of_things():
    one, same, other = ([story.moments for story in planned(seed)] for seed in "112")
    assert one == same
    assert [before == after for before, after in zip(one, other, strict=True)] == [False] * len(one)
