"""Everything that changes groups. Whatever is decided about who is in one is decided under its lock;
locks are taken in one order: the account, the group, the seat."""

from hearten.groups.actions.agreeing import accept_agreements, change_agreements
from hearten.groups.actions.closing import close_group, put_letter_away
from hearten.groups.actions.danger import bring_unanswered
from hearten.groups.actions.deciding import answer_asking, remove_person
from hearten.groups.actions.erasing import erase
from hearten.groups.actions.helping import answer_help, ask_help
from hearten.groups.actions.hosting import (
    draw_new_code,
    give_role,
    hand_over,
    note_hosting,
    take_over,
)
from hearten.groups.actions.introducing import introduce
from hearten.groups.actions.joining import Coming, come_in
from hearten.groups.actions.leaving import leave, on_account_suspended
from hearten.groups.actions.meeting import (
    begin_meeting,
    cancel_meeting,
    end_meeting,
    set_meeting,
)
from hearten.groups.actions.near import note_meetings_seen, tell_of_meetings
from hearten.groups.actions.places import hold_group, hold_seat
from hearten.groups.actions.quiet import look_after
from hearten.groups.actions.starting import GroupWords, change_group, start_group
from hearten.groups.actions.talking import report_person, report_words, say

__all__ = [
    "Coming",
    "GroupWords",
    "accept_agreements",
    "answer_asking",
    "answer_help",
    "ask_help",
    "begin_meeting",
    "bring_unanswered",
    "cancel_meeting",
    "change_agreements",
    "change_group",
    "close_group",
    "come_in",
    "draw_new_code",
    "end_meeting",
    "erase",
    "give_role",
    "hand_over",
    "hold_group",
    "hold_seat",
    "introduce",
    "leave",
    "look_after",
    "note_hosting",
    "note_meetings_seen",
    "on_account_suspended",
    "put_letter_away",
    "remove_person",
    "report_person",
    "report_words",
    "say",
    "set_meeting",
    "start_group",
    "take_over",
    "tell_of_meetings",
]
