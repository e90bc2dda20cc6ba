"""What the words around a phrase make of it: denied, long ago, about another, quoted, a joke.

Every rule here can only weaken a phrase or turn its kind, and each says so to the responder.
"""

from collections.abc import Sequence
from dataclasses import dataclass, replace

from hearten.triage.rules import lists
from hearten.triage.rules.lexicon import IDIOM, STOP, Found, Lexicon
from hearten.triage.rules.words import Words

# How far back a cue reaches, in words.
NEGATION_REACH = 6
SUBJECT_REACH = 9
RECOVERY_REACH = 40
# "I don't think I'll do it": a negation passes a subject only over one of these.
_PASSES = lists.words("passes")
_AGAIN = lists.words("again")
_RISK = frozenset(
    {"suicide_ideation", "suicide_plan", "suicide_means", "self_harm", "suicide_past"}
)

DENIED = "weakened: they say not"
PAST = "weakened: long ago"
OTHER = "weakened: about somebody else"
QUOTED = "weakened: a quotation, a song or a story"
RECOVERY = "weakened: they say it is behind them"
JOKE = "weakened: said among laughter"


@dataclass(frozen=True, slots=True)
class Reading:
    """A phrase as it is meant here."""

    kind: str
    level: int
    weight: float
    start: int
    end: int
    reasons: tuple[str, ...]
    own: bool
    """Whether it is about the writer."""

    def weakened(self, reason: str, *, most: int, factor: float) -> "Reading":
        """The same with a lower level and weight, and why."""
        return replace(
            self,
            level=min(self.level, most),
            weight=self.weight * factor,
            reasons=(*self.reasons, reason),
        )


class Scene:
    """The words of a text with what was found in them."""

    def __init__(self, words: Words, found: Sequence[Found], lexicon: Lexicon) -> None:
        self.words = words.words
        self.pauses = words.pauses
        self.cues = lexicon.cues
        self.spans: dict[str, list[Found]] = {}
        for one in found:
            if one.phrase.kind.startswith("cue:"):
                self.spans.setdefault(one.phrase.kind[4:], []).append(one)
        self.idioms = [one for one in found if one.phrase.kind == IDIOM]
        self.laughing = "laugh" in self.spans or "lol" in self.words

    def readings(self, found: Sequence[Found]) -> list[Reading]:
        """Every phrase that is no idiom, as it is meant."""
        return [
            self._read(one)
            for one in found
            if not one.phrase.kind.startswith("cue:") and not self._idiomatic(one)
        ]

    def _idiomatic(self, one: Found) -> bool:
        if one.phrase.kind == IDIOM:
            return True
        return any(
            idiom.start < one.end and one.start < idiom.end and not self._outgrown(one, idiom)
            for idiom in self.idioms
        )

    @staticmethod
    def _outgrown(one: Found, idiom: Found) -> bool:
        """A phrase of level 3 that goes well past a short saying is no part of it."""
        return one.phrase.level == 3 and one.end - one.start > idiom.end - idiom.start + 2

    def _read(self, one: Found) -> Reading:
        phrase = one.phrase
        reading = Reading(
            phrase.kind, phrase.level, phrase.weight, one.start, one.end, (phrase.why,), True
        )
        if phrase.kind in {"minor", "harassment"}:
            return reading
        first = self._sentence_start(one.start)
        if self._denied(one, first):
            return replace(reading.weakened(DENIED, most=0, factor=0.15), own=False)
        if self._quoted(one, first):
            return replace(reading.weakened(QUOTED, most=0, factor=0.2), own=False)
        if phrase.kind not in _RISK:
            past = phrase.kind in {"abuse", "exploitation"} and self._past(one, first)
            return reading.weakened(PAST, most=1, factor=0.5) if past else reading
        return self._of_whom_and_when(one, reading, first)

    def _of_whom_and_when(self, one: Found, reading: Reading, first: int) -> Reading:
        flags = one.phrase.flags
        if "x" in flags:
            return replace(reading, own=False)
        other = "" if "s" in flags or self._names_writer(one) else self._another(one, first)
        if other:
            most = 2 if other == "third" else 0
            return replace(reading.weakened(OTHER, most=most, factor=0.3), own=False)
        if self._past(one, first):
            turned = replace(reading, kind="suicide_past", own=False)
            reading = turned.weakened(PAST, most=1, factor=0.35)
        if reading.level < 3 and self._near("recovery", one):
            reading = replace(reading.weakened(RECOVERY, most=1, factor=0.35), own=False)
        if self.laughing and reading.level < 3:
            reading = reading.weakened(JOKE, most=2 if "s" in flags else 1, factor=0.5)
        return reading

    def _sentence_start(self, at: int) -> int:
        while at > 0 and self.words[at - 1] != STOP:
            at -= 1
        return at

    def _sentence_end(self, at: int) -> int:
        while at < len(self.words) and self.words[at] != STOP:
            at += 1
        return at

    def _is(self, at: int, cue: str) -> bool:
        return cue in self.cues.get(self.words[at], ())

    def _denied(self, one: Found, first: int) -> bool:
        if "n" in one.phrase.flags:
            return False
        inside = sum(self._negates(at) for at in range(one.start + 1, one.end - 1))
        return (inside + self._negations_before(one.start, first)) % 2 == 1

    def _negations_before(self, start: int, first: int) -> int:
        count = 0
        for at in range(start - 1, max(first, start - NEGATION_REACH) - 1, -1):
            if at + 1 in self.pauses or self._is(at, "because"):
                break
            if self._negates(at):
                count += 1
            elif self._subject_of_its_own(at, start, first):
                break
        return count

    def _subject_of_its_own(self, at: int, start: int, first: int) -> bool:
        """Whether a clause begins here: "No, I want to" is no denial, "I don't think I will" is."""
        if at == start - 1 or self.words[at] not in {"i", "yo"}:
            return False
        return at == first or self.words[at - 1] not in _PASSES

    def _negates(self, at: int) -> bool:
        return self._is(at, "negation") and not any(
            span.start <= at < span.end for span in self.spans.get("denial", ())
        )

    def _names_writer(self, one: Found) -> bool:
        """Whether the phrase itself says me: "better off without me", "quiero morirme"."""
        return any(
            word in {"me", "myself", "my", "mi", "conmigo"}
            or word.endswith(("arme", "irme", "erme"))
            for word in self.words[one.start : one.end]
        )

    def _another(self, one: Found, first: int) -> str:
        """Who the nearest subject before the phrase is, when it is not the writer."""
        for at in range(one.start - 1, max(first, one.start - SUBJECT_REACH) - 1, -1):
            if self._is(at, "first"):
                return "third" if self._of_mine(at, one.start) else ""
            for who in ("generic", "third", "second"):
                if self._is(at, who):
                    return "" if self._subject_again(at, one.start) else who
        return ""

    def _of_mine(self, at: int, start: int) -> bool:
        mine = self.words[at] in {"my", "mi", "mis"}
        return mine and any(self._is(place, "third") for place in range(at + 1, start))

    def _subject_again(self, at: int, start: int) -> bool:
        """Whether the writer comes in between: "he left and I want to die" is found before this."""
        return any(place in self.pauses for place in range(at + 1, start + 1))

    def _past(self, one: Found, first: int) -> bool:
        last = self._sentence_end(one.end)
        if any(self.words[at] in _AGAIN for at in range(first, last)):
            return False
        return any(first <= span.start and span.end <= last for span in self.spans.get("past", ()))

    def _near(self, cue: str, one: Found) -> bool:
        return any(
            abs(span.start - one.start) <= RECOVERY_REACH
            and not (span.start < one.end and one.start < span.end)
            and not self._negations_before(span.start, self._sentence_start(span.start))
            for span in self.spans.get(cue, ())
        )

    def _quoted(self, one: Found, first: int) -> bool:
        """A word of fiction and one of telling, in this sentence before the phrase."""
        fiction = telling = made = False
        for at in range(first, one.start):
            fiction = fiction or self._is(at, "fiction")
            telling = telling or self._is(at, "telling")
            made = made or self.words[at] in {"makes", "made", "making", "hace", "me", "im"}
        return fiction and telling and not made
