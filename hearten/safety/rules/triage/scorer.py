"""From phrases and the linear model to one level, one score and the signals that explain them."""

import math
from collections.abc import Iterable, Sequence

from hearten.safety.rules.triage import international, languages, personal
from hearten.safety.rules.triage.context import Reading, Scene
from hearten.safety.rules.triage.folding import Folded, fold
from hearten.safety.rules.triage.lexicon import shipped
from hearten.safety.rules.triage.verdict import Signal, Verdict
from hearten.safety.rules.triage.words import Words, split

VERSION = "2026.11.1"
LONGEST = 20_000  # code points that are read; a longer text is read at its beginning and its end
_NEAR = 30  # words between what belongs together
_IDEATION = frozenset({"suicide_ideation", "suicide_plan"})
_RISK = frozenset(
    {
        "suicide_ideation",
        "suicide_plan",
        "suicide_means",
        "suicide_timing",
        "suicide_past",
        "self_harm",
    }
)
# Log-odds of risk: what a text without any phrase has, and what the strongest phrase of a reason
# adds by its level, times its weight; further reasons of the same level add a share.
_BASE = -3.4
_ADDS = (0.0, 1.6, 4.6, 6.6)
_FURTHER = 0.35

TOGETHER = "with a wish to die: means, a time or a goodbye close by"
OTHER_LANGUAGE = "in a language the scorer cannot read: a person has to"


def score(text: str, lang: str | None = None) -> Verdict:
    """The level, the risk and the signals of a text. `lang` is a hint, as a BCP 47 tag."""
    folded = fold(text if len(text) <= LONGEST else text[: LONGEST // 2] + text[-LONGEST // 2 :])
    language = languages.of(text, folded.text, lang)
    words = split(folded.text)
    found = shipped().search(words.words)
    readings = _together(
        _strongest(Scene(words, found, shipped()).readings(found)) if found else [], words
    )
    signals = [_signal(reading, words, folded) for reading in readings]
    signals += [
        _personal(kind, start, end, folded) for kind, start, end in personal.find(folded.text, text)
    ]
    if language == languages.OTHER:
        signals += international.signals(text, folded)
    signals.sort(key=lambda s: (-s.level, -s.score, s.start))
    level = max((signal.level for signal in signals), default=0)
    return Verdict(level, _risk(readings), tuple(signals), language, VERSION)


def _strongest(readings: Sequence[Reading]) -> list[Reading]:
    """One reading for each reason and stretch: where they overlap the strongest, then the longest."""
    ranked = sorted(readings, key=lambda r: (-r.level, -r.weight, r.start - r.end, r.start))
    kept: list[Reading] = []
    for one in ranked:
        if not any(
            other.kind == one.kind and one.start < other.end and other.start < one.end
            for other in kept
        ):
            kept.append(one)
    return kept


def _together(readings: list[Reading], words: Words) -> list[Reading]:
    """A wish to die with a time, means or a goodbye close by is immediate danger."""
    wishes = [r for r in readings if r.own and r.level == 2 and r.kind in _IDEATION]
    aids = [
        r
        for r in readings
        if r.own and r.level <= 2 and r.kind in {"suicide_means", "suicide_timing"}
    ]
    aids += [r for r in wishes if r.kind == "suicide_plan"]
    raised = [
        wish
        for wish in wishes
        if any(
            aid is not wish and aid.kind != wish.kind and abs(aid.start - wish.start) <= _NEAR
            for aid in aids
        )
    ]
    return [
        Reading(r.kind, 3, max(r.weight, 0.8), r.start, r.end, (*r.reasons, TOGETHER), True)
        if any(r is one for one in raised)
        else r
        for r in readings
    ]


def _risk(readings: Iterable[Reading]) -> float:
    """0..1 from what the readings say of the writer."""
    best: dict[str, tuple[int, float]] = {}
    for one in readings:
        if one.kind in _RISK or one.kind == "distress":
            key = one.reasons[0]
            best[key] = max(best.get(key, (0, 0.0)), (one.level, one.weight))
    amounts = sorted((_ADDS[level or 1] * weight for level, weight in best.values()), reverse=True)
    odds = _BASE + sum(
        amount if place == 0 else _FURTHER * amount for place, amount in enumerate(amounts)
    )
    return round(1 / (1 + math.exp(-odds)), 4)


def _signal(reading: Reading, words: Words, folded: Folded) -> Signal:
    start, end = folded.span(words.starts[reading.start], words.ends[reading.end - 1])
    return Signal(
        reading.kind,
        round(min(1.0, max(reading.weight, 0.05)), 3),
        start,
        end,
        reading.reasons,
        reading.level,
    )


def _personal(kind: str, start: int, end: int, folded: Folded) -> Signal:
    return Signal(kind, 0.9, *folded.span(start, end), (personal.WHY[kind],))
