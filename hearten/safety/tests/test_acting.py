"""Which level a text is acted on as: what a phrase says, and what the model is sure of."""

import re
from dataclasses import replace
from pathlib import Path

import pytest

from hearten.safety.rules.acting import acting_level, is_in_distress
from hearten.triage import rules as triage
from hearten.triage.rules import Signal, Verdict
from hearten.triage.rules.scorer import LEARNT

HEARTEN = Path(__file__).resolve().parents[2]
DIALOGUES = HEARTEN / "demo" / "content" / "dialogues"
# "m: …", "s +3d: …", "m close: …": who says it, sometimes when, and what.
SAID = re.compile(r"[ms](?: [^:]+)?: (.+)")


def of(*signals: Signal) -> int:
    level = max((signal.level for signal in signals), default=0)
    return acting_level(Verdict(level, 0.5, signals, "en", "test"))


def said(level: int, score: float = 0.1) -> Signal:
    return Signal("suicide_plan", score, 0, 1, ("says so",), level)


def learnt(level: int, score: float) -> Signal:
    return Signal("suicide_plan", score, 0, 1, (LEARNT[level],), level)


@pytest.mark.parametrize(
    ("signals", "level"),
    [
        ([said(3)], 3),
        ([said(2)], 2),
        ([said(1)], 1),
        ([learnt(3, 0.5)], 3),
        ([learnt(3, 0.49)], 2),
        ([learnt(3, 0.35)], 2),
        ([learnt(3, 0.34)], 1),
        ([learnt(2, 0.68)], 2),
        ([learnt(2, 0.67)], 1),
        ([learnt(1, 0.1)], 1),
        ([learnt(0, 0.9)], 0),
        ([learnt(3, 0.2), said(2)], 2),
        ([said(1), learnt(3, 0.9)], 3),
        ([], 0),
    ],
)
def test_a_phrase_acts_as_it_stands_and_the_model_alone_where_it_is_sure(signals, level):
    assert of(*signals) == level


def test_a_text_the_scorer_failed_on_keeps_its_level():
    assert acting_level(Verdict(2, 0.0, (), "other", "failed")) == 2


def test_it_is_never_above_the_verdict():
    assert acting_level(Verdict(1, 0.1, (said(3),), "en", "test")) == 1


def _share(levels: list[int], at_least: int) -> float:
    return sum(level >= at_least for level in levels) / len(levels)


def test_ordinary_talk_calls_hardly_anybody():
    """The demo's conversations: sad, tired and kind. Nobody in them is at risk."""
    lines = [
        said[1]
        for path in sorted(DIALOGUES.glob("*/*.txt"))
        for line in path.read_text(encoding="utf-8").splitlines()
        if (said := SAID.fullmatch(line))
    ]
    assert len(lines) > 500
    levels = [acting_level(triage.score(line)) for line in lines]
    assert _share(levels, 3) <= 0.015
    assert _share(levels, 2) <= 0.04


def test_most_texts_of_danger_still_reach_somebody():
    """Level 3 of the functional cases; the floors are what was measured, a little below."""
    rows = [
        line.split("\t")
        for path in sorted((HEARTEN / "triage" / "tests" / "cases").glob("*.tsv"))
        for line in path.read_text(encoding="utf-8").splitlines()
        if line and not line.startswith("#")
    ]
    levels = [acting_level(triage.score(text)) for _g, level, _s, text in rows if level == "3"]
    assert len(levels) > 80
    assert _share(levels, 3) >= 0.73
    assert _share(levels, 2) >= 0.8


@pytest.mark.parametrize(
    ("signals", "distressed"),
    [
        ([], False),
        ([said(1)], True),
        ([said(0)], False),
        ([learnt(3, 0.35)], True),
        ([learnt(3, 0.34)], False),
        ([learnt(2, 0.68)], True),
        ([learnt(1, 0.9)], False),
        ([replace(said(3), kind="harassment")], False),
        ([replace(said(3), kind="harassment"), said(1)], True),
    ],
)
def test_who_is_badly_off(signals: list[Signal], distressed: bool) -> None:
    level = max((signal.level for signal in signals), default=0)
    assert is_in_distress(Verdict(level, 0.5, tuple(signals), "en", "test")) is distressed


def test_a_text_the_scorer_failed_on_may_say_that_somebody_is_badly_off() -> None:
    assert is_in_distress(Verdict(2, 0.0, (), "other", "failed"))
