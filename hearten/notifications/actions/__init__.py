"""Everything that changes ways and the outbox."""

from hearten.notifications.actions.answers import Answer, answer_call
from hearten.notifications.actions.erasing import erase
from hearten.notifications.actions.outbox import (
    Leased,
    lease_due,
    mark_failed,
    mark_sent,
    note_outcome,
    send,
    withdraw,
)
from hearten.notifications.actions.ways import (
    add_browser,
    add_way,
    remove_way,
    send_code,
    send_test,
    verify_way,
)

__all__ = [
    "Answer",
    "Leased",
    "add_browser",
    "add_way",
    "answer_call",
    "erase",
    "lease_due",
    "mark_failed",
    "mark_sent",
    "note_outcome",
    "remove_way",
    "send",
    "send_code",
    "send_test",
    "verify_way",
    "withdraw",
]
