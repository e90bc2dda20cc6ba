"""Six steps, from noticing early to making the place safer. Each is one or two lists of short lines."""

from enum import StrEnum


class Step(StrEnum):
    """A step of the plan, in the order in which it is used."""

    SIGNS = "signs"
    ALONE = "alone"
    AROUND = "around"
    ASK = "ask"
    SERVICES = "services"
    SAFER = "safer"


class Part(StrEnum):
    """A list within a step. All steps have one, `around` has two."""

    SIGNS = "signs"
    ALONE = "alone"
    PEOPLE = "people"
    PLACES = "places"
    ASK = "ask"
    SERVICES = "services"
    SAFER = "safer"


STEPS = tuple(Step)
PARTS: dict[Step, tuple[Part, ...]] = {
    Step.SIGNS: (Part.SIGNS,),
    Step.ALONE: (Part.ALONE,),
    Step.AROUND: (Part.PEOPLE, Part.PLACES),
    Step.ASK: (Part.ASK,),
    Step.SERVICES: (Part.SERVICES,),
    Step.SAFER: (Part.SAFER,),
}
OFFERED = {
    Part.SIGNS: 3,
    Part.ALONE: 3,
    Part.PEOPLE: 2,
    Part.PLACES: 2,
    Part.ASK: 3,
    Part.SERVICES: 3,
    Part.SAFER: 2,
}
"""Empty lines a list begins with: a few, because a few that help are found again at night."""
MOST = {
    Part.SIGNS: 5,
    Part.ALONE: 5,
    Part.PEOPLE: 3,
    Part.PLACES: 3,
    Part.ASK: 5,
    Part.SERVICES: 6,
    Part.SAFER: 4,
}
"""Lines a list can hold: with these the plan still prints on one page."""
WITH_PHONE = frozenset({Part.PEOPLE, Part.ASK, Part.SERVICES})
"""Lists whose lines may carry a phone number."""
TEXT_MOST = 120
PHONE_MOST = 40
SUGGESTIONS_MOST = 3
"""Open suggestions one supporter may have for one list: help, not a flood."""


def step_of(part: Part) -> Step:
    """The step a list belongs to."""
    return next(step for step, parts in PARTS.items() if part in parts)


def step_after(step: Step) -> Step | None:
    """The next step; None after the last."""
    place = STEPS.index(step) + 1
    return STEPS[place] if place < len(STEPS) else None


def rows_shown(part: Part, filled: int) -> int:
    """How many lines the form shows: those written and always an empty one, as far as there is
    room."""
    return min(MOST[part], max(OFFERED[part], filled + 1))
