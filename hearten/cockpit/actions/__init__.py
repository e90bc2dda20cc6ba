"""Everything that changes a meeting as it goes. Whatever is decided is decided under its row's lock; locks
are taken in one order: the account, the group, the run, an attendance."""

from hearten.cockpit.actions.backstage import tell_hosts
from hearten.cockpit.actions.closing import (
    Counted,
    answer_closing,
    close_forgotten,
    close_run,
    confirm_note,
)
from hearten.cockpit.actions.danger import bring_unanswered
from hearten.cockpit.actions.erasing import erase
from hearten.cockpit.actions.opening import come, open_run
from hearten.cockpit.actions.speaking import end_turn, lower_hand, raise_hand
from hearten.cockpit.actions.steering import give_time, give_turn, next_step
from hearten.cockpit.actions.stepping_out import on_gone, step_out

__all__ = [
    "Counted",
    "answer_closing",
    "bring_unanswered",
    "close_forgotten",
    "close_run",
    "come",
    "confirm_note",
    "end_turn",
    "erase",
    "give_time",
    "give_turn",
    "lower_hand",
    "next_step",
    "on_gone",
    "open_run",
    "raise_hand",
    "step_out",
    "tell_hosts",
]
