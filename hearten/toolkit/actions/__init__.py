"""Everything that changes safety plans."""

from hearten.toolkit.actions.erasing import delete_plan, erase
from hearten.toolkit.actions.sharing import read_shared, share
from hearten.toolkit.actions.suggesting import answer_suggestion, suggest
from hearten.toolkit.actions.writing import Written, look_through, save_step

__all__ = [
    "Written",
    "answer_suggestion",
    "delete_plan",
    "erase",
    "look_through",
    "read_shared",
    "save_step",
    "share",
    "suggest",
]
