"""Every write of emergency details and of who opened them."""

from hearten.identity.actions.details import save_details
from hearten.identity.actions.erasing import erase
from hearten.identity.actions.openings import (
    answer_opening,
    ask_opening,
    open_details,
)
from hearten.identity.actions.register import (
    put_notice_away,
    register_disclosure,
    register_release,
)

__all__ = [
    "answer_opening",
    "ask_opening",
    "erase",
    "open_details",
    "put_notice_away",
    "register_disclosure",
    "register_release",
    "save_details",
]
