"""Every write of conduct. One verb, one function; see each module for one noun."""

from hearten.conduct.actions.appeals import (
    ANSWER_MOST,
    WORDS_MOST,
    Lighter,
    appeal,
    decide_appeal,
)
from hearten.conduct.actions.ending import end_what_is_over, on_account_restored
from hearten.conduct.actions.erasing import erase
from hearten.conduct.actions.letters import (
    LETTER_MOST,
    answer_letter,
    open_answers,
    open_letters,
    write_letter,
)
from hearten.conduct.actions.measures import (
    REASON_MOST,
    Wish,
    acknowledge,
    confirm,
    decline,
    impose,
    lift,
)
from hearten.conduct.actions.promises import save_conduct_settings

__all__ = [
    "ANSWER_MOST",
    "LETTER_MOST",
    "REASON_MOST",
    "WORDS_MOST",
    "Lighter",
    "Wish",
    "acknowledge",
    "answer_letter",
    "appeal",
    "confirm",
    "decide_appeal",
    "decline",
    "end_what_is_over",
    "erase",
    "impose",
    "lift",
    "on_account_restored",
    "open_answers",
    "open_letters",
    "save_conduct_settings",
    "write_letter",
]
