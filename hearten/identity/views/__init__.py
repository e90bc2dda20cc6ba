"""Pages of emergency details, by who reads them."""

from hearten.identity.views import opening, own, register, second

__all__ = ["opening", "own", "register", "second"]
