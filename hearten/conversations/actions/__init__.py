"""Every write to conversations. One verb, one function; see each module for one noun."""

from hearten.conversations.actions.attaching import (
    attach_picture,
    attach_sound,
    show_pictures,
)
from hearten.conversations.actions.circles import (
    end_circle,
    enter_circle,
    leave_circle,
    open_circle,
)
from hearten.conversations.actions.desk import Draft, Sent
from hearten.conversations.actions.endings import (
    Ending,
    block_other,
    end_conversation,
    on_account_suspended,
    on_supporter_ended,
)
from hearten.conversations.actions.erasing import erase
from hearten.conversations.actions.forgetting import forget_versions
from hearten.conversations.actions.keys import destroy_key
from hearten.conversations.actions.messages import (
    delete_message,
    edit_message,
    react,
    send_message,
    send_messages,
    send_to_many,
)
from hearten.conversations.actions.openings import open_for_pairing, open_room
from hearten.conversations.actions.reading import mark_read, save_talk_settings
from hearten.conversations.actions.reports import report_message
from hearten.conversations.actions.triage import bring_unanswered, read_for_danger

__all__ = [
    "Draft",
    "Ending",
    "Sent",
    "attach_picture",
    "attach_sound",
    "block_other",
    "bring_unanswered",
    "delete_message",
    "destroy_key",
    "edit_message",
    "end_circle",
    "end_conversation",
    "enter_circle",
    "erase",
    "forget_versions",
    "leave_circle",
    "mark_read",
    "on_account_suspended",
    "on_supporter_ended",
    "open_circle",
    "open_for_pairing",
    "open_room",
    "react",
    "read_for_danger",
    "report_message",
    "save_talk_settings",
    "send_message",
    "send_messages",
    "send_to_many",
    "show_pictures",
]
