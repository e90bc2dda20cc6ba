"""Every write of matching. One verb, one function; see each module for one noun."""

from hearten.matching.actions.answers import answer_handover
from hearten.matching.actions.choosing import stop_choosing
from hearten.matching.actions.erasing import erase
from hearten.matching.actions.feedback import FEEDBACK_MOST, give_feedback
from hearten.matching.actions.handovers import HANDOVER_MOST, hand_over
from hearten.matching.actions.pairings import ask_again, end_pairing
from hearten.matching.actions.programmes import Times, save_matching_settings
from hearten.matching.actions.proposals import answer_proposal, choose_supporter
from hearten.matching.actions.queue import match_waiting
from hearten.matching.actions.requests import WORDS_MOST, ask, cancel
from hearten.matching.actions.supporters import BOUNDARIES_MOST, save_supporter_settings
from hearten.matching.actions.suspensions import end_all_for, end_support

__all__ = [
    "BOUNDARIES_MOST",
    "FEEDBACK_MOST",
    "HANDOVER_MOST",
    "WORDS_MOST",
    "Times",
    "answer_handover",
    "answer_proposal",
    "ask",
    "ask_again",
    "cancel",
    "choose_supporter",
    "end_all_for",
    "end_pairing",
    "end_support",
    "erase",
    "give_feedback",
    "hand_over",
    "match_waiting",
    "save_matching_settings",
    "save_supporter_settings",
    "stop_choosing",
]
