"""Everything that changes what is noticed, answered, talked about and rested from."""

from hearten.boundaries.actions.answering import answer_card, put_member_card_away
from hearten.boundaries.actions.erasing import erase
from hearten.boundaries.actions.looking import look_after
from hearten.boundaries.actions.reading import Said, read_talk
from hearten.boundaries.actions.resting import keep_yielded, look_after_exposure
from hearten.boundaries.actions.settings import MOST, Caps, save_boundary_settings
from hearten.boundaries.actions.supervising import NOTE_MOST, close_concern, note_talk

__all__ = [
    "MOST",
    "NOTE_MOST",
    "Caps",
    "Said",
    "answer_card",
    "close_concern",
    "erase",
    "keep_yielded",
    "look_after",
    "look_after_exposure",
    "note_talk",
    "put_member_card_away",
    "read_talk",
    "save_boundary_settings",
]
