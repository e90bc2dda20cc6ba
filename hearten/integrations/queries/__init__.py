"""Reading tokens, webhooks, and the lists machines ask for."""

from hearten.integrations.queries.pages import page_after
from hearten.integrations.queries.tokens import token_of, tokens_of
from hearten.integrations.queries.webhooks import (
    log_of,
    said_of,
    secret_context,
    secrets_of,
    webhooks_of,
)

__all__ = [
    "log_of",
    "page_after",
    "said_of",
    "secret_context",
    "secrets_of",
    "token_of",
    "tokens_of",
    "webhooks_of",
]
