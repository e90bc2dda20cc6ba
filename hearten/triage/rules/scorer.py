"""From phrases and the linear model to one level, one score and the signals that explain them."""

import math
from collections.abc import Iterable, Sequence

from hearten.triage.rules import features, international, languages, linear, personal
from hearten.triage.rules.context import Reading
from hearten.triage.rules.folding import Folded
from hearten.triage.rules.linear import Judged
from hearten.triage.rules.reading import LONGEST, TURNS, Read, read
from hearten.triage.rules.verdict import Signal, Verdict

VERSION = "2026.11.4"
_NEAR = 30  # words between what belongs together
_IDEATION = frozenset({"suicide_ideation", "suicide_plan"})
_AIDS = frozenset({"suicide_means", "suicide_timing"})
_RISK = frozenset({*_IDEATION, *_AIDS, "suicide_past", "self_harm"})
# Log-odds from which the model alone raises a text to a level: all of these questions have to be
# answered so. Immediate danger is possible risk as well.
RAISES: tuple[tuple[int, dict[str, float]], ...] = (
    (3, {"level3": -2.1, "level2": -2.3}),
    (2, {"level2": -0.8}),
    (1, {"level1": -0.5}),
)
# A long text gives the model one chance to be wrong for each stretch: the bars rise with the
# logarithm of their number, by this.
CHANCES = 0.4
# Where a phrase already says possible risk, the model needs so much more to say immediate danger: what
# the words mean is known, and only whether it is now is asked.
ABOVE_A_PHRASE = 0.3
# Where the rules turned a phrase around (denied, quoted, long past) and found no other, the model
# needs so much more: the rules have the last say.
TURNED_AROUND = 2.5
# A phrase of level 3 with a weight below this may be doubted, by log-odds of level 3 below that.
OUTRIGHT = 0.9
DOUBT = -1.5
TELLS = -1.0
_TOLD = tuple(
    (at, head)
    for head, at in linear.HEAD.items()
    if head not in {"risk", "level1", "level2", "level3"}
)
_DANGERS = tuple(
    sorted({*_RISK, "harm_to_others", "abuse", "exploitation", "method_encouragement"})
)
# Log-odds of risk by phrases alone: of a text without any, and what the strongest phrase of a
# reason adds by its level, times its weight; further reasons add a share.
_BASE = -3.4
_ADDS = (0.0, 1.6, 4.6, 6.6)
_FURTHER = 0.35
# Of the risk of a stretch: how much of it is pain of any kind, which tells the posts of people in
# danger from those of their helpers; what phrases count beside the model; and over stretches of a
# long text, between their mean (large) and the most dangerous one (small).
_PAIN = 0.35
_PHRASES = 0.4
_PRIOR = 1.0
_POOLING = 2.5

TOGETHER = "with a wish to die: means, a time or a goodbye close by"
DOUBTED = "weakened: the wording around it does not fit"
LEARNT = {
    3: "wording like that of people in immediate danger (learnt, no phrase of the list)",
    2: "wording like that of people at risk (learnt, no phrase of the list)",
    1: "wording like that of people in distress (learnt, no phrase of the list)",
    0: "wording learnt from examples, no phrase of the list",
}


def score(text: str, lang: str | None = None) -> Verdict:
    """The level, the risk and the signals of a text. `lang` is a hint, as a BCP 47 tag."""
    if len(text) > LONGEST:
        return _of_both_ends(text, lang)
    seen = read(text)
    words = seen.words.words
    language = languages.of(text, words, lang)
    seen.readings[:] = _together(seen.readings)
    stretches: list[tuple[int, int]] = []
    if words and language != languages.OTHER:
        stretches = features.windows(words)
    judged = [_judge(seen, *stretch) for stretch in stretches]
    seen.readings[:] = _doubted(seen, stretches, judged)
    signals = [_signal(one, seen) for one in seen.readings]
    signals += [
        _personal(*one, seen.folded)
        for one in personal.find(seen.folded.text, text, frozenset(words))
    ]
    if judged:
        signals += _learnt(seen, stretches, judged, {signal.kind for signal in signals})
        risk = _risk(seen, stretches, judged)
    else:
        risk = _sigmoid(_by_phrases(seen.readings)) if words else 0.0
    if language == languages.OTHER:
        signals += international.signals(text, seen.folded)
    signals.sort(key=lambda s: (-s.level, -s.score, s.start))
    level = max((signal.level for signal in signals), default=0)
    return Verdict(level, round(risk, 4), tuple(signals), language, VERSION)


def _judge(seen: Read, start: int, end: int) -> Judged:
    readings = seen.within(start, end)
    judged = linear.judge(seen.heard[start:end], readings)
    turned = any(one.kind in _RISK and not TURNS.isdisjoint(one.reasons) for one in readings)
    if turned and not any(one.own and one.level >= 2 for one in readings):
        return judged.lowered(("risk", "level2", "level3", *_RISK), TURNED_AROUND)
    return judged


def _of_both_ends(text: str, lang: str | None) -> Verdict:
    """Of a text too long to read, its beginning and its end; the graver one counts."""
    half = LONGEST // 2
    first, last = score(text[:half], lang), score(text[-half:], lang)
    moved = [
        Signal(
            s.kind,
            s.score,
            s.start + len(text) - half,
            s.end + len(text) - half,
            s.reasons,
            s.level,
        )
        for s in last.signals
    ]
    signals = sorted([*first.signals, *moved], key=lambda s: (-s.level, -s.score, s.start))
    level, risk = max(first.level, last.level), max(first.score, last.score)
    return Verdict(level, risk, tuple(signals), first.lang, VERSION)


def _together(readings: list[Reading]) -> list[Reading]:
    """A wish to die with a time, means or a goodbye close by is immediate danger."""
    wishes = [r for r in readings if r.own and r.level == 2 and r.kind in _IDEATION]
    aids = [r for r in readings if r.own and r.level in {1, 2} and r.kind in _AIDS]
    aids += [r for r in wishes if r.kind == "suicide_plan"]

    def raised(one: Reading) -> bool:
        return any(one is wish for wish in wishes) and any(
            aid.kind != one.kind and abs(aid.start - one.start) <= _NEAR for aid in aids
        )

    return [
        Reading(r.kind, 3, max(r.weight, 0.8), r.start, r.end, (*r.reasons, TOGETHER), True)
        if raised(r)
        else r
        for r in readings
    ]


def _doubted(
    seen: Read, stretches: Sequence[tuple[int, int]], judged: Sequence[Judged]
) -> list[Reading]:
    """The readings; a phrase that often has an innocent meaning is no immediate danger where the
    wording around it speaks against it. What says it outright is never doubted."""
    doubted = {
        at
        for (start, end), one in zip(stretches, judged, strict=True)
        if one.of("level3") < DOUBT
        for at in range(start, end)
    }
    return [
        one.weakened(DOUBTED, most=2, factor=0.7)
        if one.level == 3 and one.weight < OUTRIGHT and one.start in doubted
        else one
        for one in seen.readings
    ]


def _learnt(
    seen: Read, stretches: Sequence[tuple[int, int]], judged: Sequence[Judged], found: set[str]
) -> list[Signal]:
    """What the model finds and the phrases did not: kinds, and a higher level. Immediate danger and
    possible risk are two questions: it may be little sure of the one and very sure of the other."""
    made: list[Signal] = []
    level = max((one.level for one in seen.readings), default=0)
    most = judged[0].odds if len(judged) == 1 else tuple(map(max, *(one.odds for one in judged)))
    more = CHANCES * math.log(len(judged)) + (ABOVE_A_PHRASE if level == 2 else 0.0)
    for raised, bars in RAISES:
        if level < raised and all(
            most[linear.HEAD[head]] > bar + more for head, bar in bars.items()
        ):
            head = f"level{raised}"
            at = _loudest(judged, head)
            kind = _likeliest(judged[at], raised)
            made.append(_told(kind, head, seen, stretches[at][0], judged[at], raised))
            found = found | {kind}
            if raised < 3:
                break
    for head_at, kind in _TOLD:
        if most[head_at] > TELLS and kind not in found:
            at = _loudest(judged, kind)
            made.append(_told(kind, kind, seen, stretches[at][0], judged[at], 0))
    return made


def _loudest(judged: Sequence[Judged], head: str) -> int:
    if len(judged) == 1:
        return 0
    return max(range(len(judged)), key=lambda at: judged[at].of(head))


def _likeliest(judged: Judged, level: int) -> str:
    """What a raised level is most likely about."""
    if level == 1:
        return "distress"
    return max(_DANGERS, key=judged.of)


def _told(kind: str, head: str, seen: Read, start: int, judged: Judged, level: int) -> Signal:
    first, last = judged.strongest(head)
    words = seen.words
    span = seen.folded.span(words.starts[start + first], words.ends[start + last - 1])
    return Signal(kind, round(_sigmoid(judged.of(head)), 3), *span, (LEARNT[level],), level)


def _risk(seen: Read, stretches: Sequence[tuple[int, int]], judged: Sequence[Judged]) -> float:
    """The risk of the stretches, the more dangerous ones counting more."""
    risks = [
        (1 - _PAIN) * one.of("risk")
        + _PAIN * one.of("level1")
        + _PHRASES * (_by_phrases(seen.within(*stretch)) - _BASE)
        + _PRIOR
        for stretch, one in zip(stretches, judged, strict=True)
    ]
    pooled = sum(math.exp(risk / _POOLING) for risk in risks) / len(risks)
    return _sigmoid(_POOLING * math.log(pooled))


def _by_phrases(readings: Iterable[Reading]) -> float:
    """Log-odds of risk from what the phrases say of the writer."""
    best: dict[str, tuple[int, float]] = {}
    for one in readings:
        if one.kind in _RISK or one.kind == "distress":
            key = one.reasons[0]
            best[key] = max(best.get(key, (0, 0.0)), (one.level, one.weight))
    amounts = sorted((_ADDS[level or 1] * weight for level, weight in best.values()), reverse=True)
    return _BASE + sum(
        amount if place == 0 else _FURTHER * amount for place, amount in enumerate(amounts)
    )


def _sigmoid(odds: float) -> float:
    return 1 / (1 + math.exp(-max(-30.0, min(30.0, odds))))


def _signal(reading: Reading, seen: Read) -> Signal:
    words = seen.words
    span = seen.folded.span(words.starts[reading.start], words.ends[reading.end - 1])
    sure = round(min(1.0, max(reading.weight, 0.05)), 3)
    return Signal(reading.kind, sure, *span, reading.reasons, reading.level)


def _personal(kind: str, start: int, end: int, folded: Folded) -> Signal:
    return Signal(kind, 0.9, *folded.span(start, end), (personal.WHY[kind],))
