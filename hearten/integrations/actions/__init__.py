"""Making and revoking what machines use, and telling them what happened."""

from hearten.integrations.actions.telling import (
    Leased,
    forget_old,
    lease_due,
    mark,
    send_again,
    send_test,
    tell,
)
from hearten.integrations.actions.tokens import Made, TooOften, make_token, note_use, revoke_token
from hearten.integrations.actions.webhooks import (
    Signed,
    register_webhook,
    remove_webhook,
    rotate_secret,
    switch_webhook,
)

__all__ = [
    "Leased",
    "Made",
    "Signed",
    "TooOften",
    "forget_old",
    "lease_due",
    "make_token",
    "mark",
    "note_use",
    "register_webhook",
    "remove_webhook",
    "revoke_token",
    "rotate_secret",
    "send_again",
    "send_test",
    "switch_webhook",
    "tell",
]
