"""Everything that changes ways and the outbox."""

from hearten.notifications.actions.answers import Answer, answer_call
from hearten.notifications.actions.erasing import erase
from hearten.notifications.actions.news import (
    forget_old_news,
    note,
    note_kinds_seen,
    note_seen,
    save_news_settings,
    set_brings_news,
    stop_news,
    tell_next,
    withdraw_news,
)
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
    "forget_old_news",
    "lease_due",
    "mark_failed",
    "mark_sent",
    "note",
    "note_kinds_seen",
    "note_outcome",
    "note_seen",
    "remove_way",
    "save_news_settings",
    "send",
    "send_code",
    "send_test",
    "set_brings_news",
    "stop_news",
    "tell_next",
    "verify_way",
    "withdraw",
    "withdraw_news",
]
