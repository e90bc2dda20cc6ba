"""What the scorer says about a text."""

from dataclasses import dataclass

# The closed list of kinds a signal can have. docs/concepts/triage.md says what each means.
KINDS = (
    "suicide_ideation",
    "suicide_plan",
    "suicide_means",
    "suicide_timing",
    "suicide_past",
    "self_harm",
    "harm_to_others",
    "abuse",
    "exploitation",
    "minor",
    "eating_disorder_encouragement",
    "method_encouragement",
    "harassment",
    "sexual_approach",
    "personal_data_phone",
    "personal_data_email",
    "personal_data_address",
    "personal_data_handle",
    "unsafe_advice",
    "distress",
    "other_language",
)

JOINED = "; "
"""Between the reasons of a signal in one line."""
NOTHING, DISTRESS, POSSIBLE_RISK, IMMEDIATE_DANGER = range(4)


@dataclass(frozen=True, slots=True)
class Signal:
    """One thing that was found, and where: a half-open span of code points in the text as given."""

    kind: str
    score: float
    """0..1: how sure the scorer is of this signal alone."""
    start: int
    end: int
    reasons: tuple[str, ...]
    """Why, for a responder: each a sentence part of the closed list of reasons.every()."""
    level: int = 0
    """The level this signal alone asks for, after what weakens it."""

    @property
    def why(self) -> str:
        """The reasons in one line."""
        return JOINED.join(self.reasons)


@dataclass(frozen=True, slots=True)
class Verdict:
    """The level of a text, its risk, and every signal that led there, strongest first."""

    level: int
    """0 nothing, 1 distress, 2 possible risk, 3 immediate danger."""
    score: float
    """0..1: risk that the writer is suicidal or harms themselves. No probability of an act."""
    signals: tuple[Signal, ...]
    lang: str
    """en, es or other."""
    version: str
    """Of the lexicon and the weights."""
