"""What is noticed, the concerns it becomes, and who has carried enough. Never a word of anybody."""

from hearten.boundaries.models.concerns import Answer, Concern, SupervisionNote, Why
from hearten.boundaries.models.exposure import BoundarySettings, Rest, Yield
from hearten.boundaries.models.signs import Pace, Sign, Tally

__all__ = [
    "Answer",
    "BoundarySettings",
    "Concern",
    "Pace",
    "Rest",
    "Sign",
    "SupervisionNote",
    "Tally",
    "Why",
    "Yield",
]
