"""Every write to conversations."""

from hearten.conversations.actions.messages import Draft, Sent, send_message, send_messages
from hearten.conversations.actions.openings import open_for_pairing, open_room

__all__ = ["Draft", "Sent", "open_for_pairing", "open_room", "send_message", "send_messages"]
