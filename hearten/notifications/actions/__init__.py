"""Everything that changes ways and the outbox."""

from hearten.notifications.actions.erasing import erase
from hearten.notifications.actions.outbox import (
    Leased,
    lease_due,
    mark_failed,
    mark_sent,
    send,
    withdraw,
)
from hearten.notifications.actions.ways import add_way, remove_way, send_code, verify_way

__all__ = [
    "Leased",
    "add_way",
    "erase",
    "lease_due",
    "mark_failed",
    "mark_sent",
    "remove_way",
    "send",
    "send_code",
    "verify_way",
    "withdraw",
]
