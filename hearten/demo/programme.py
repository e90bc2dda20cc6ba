"""The demo's programme: how it is known again, and what keeps demo people out of a real one."""

from django.db.models import QuerySet

from hearten.accounts.models import Account, Programme
from hearten.foundation.actors import SystemActor

BY = SystemActor("demo")
SLUG = "kitchen-table-demo"
NAME = "The Kitchen Table"
COUNTRY = "GB"
PASSPHRASE = "two cups of tea"  # noqa: S105 - printed at every start; the demo has no secrets
"""Everybody in the demo signs in with it."""


def demo_programme() -> Programme | None:
    """The demo programme of this installation, if it was built."""
    return Programme.objects.filter(slug=SLUG).first()


def is_empty() -> bool:
    """Whether nobody and nothing is here yet."""
    return not Programme.objects.exists() and not Account.objects.exists()


def demo_accounts(programme: Programme) -> QuerySet[Account]:
    """Everybody in the demo."""
    return Account.objects.filter(memberships__programme=programme)
