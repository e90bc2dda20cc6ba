"""Reading tokens, and the lists machines ask for."""

from hearten.integrations.queries.pages import page_after
from hearten.integrations.queries.tokens import token_of, tokens_of

__all__ = ["page_after", "token_of", "tokens_of"]
