"""Reading erasures, and what of an account's own rows goes with it."""

from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

from allauth.account.models import EmailAddress
from allauth.mfa.models import Authenticator
from django.db.models import Q, QuerySet

from hearten.accounts.models import Acceptance, Account, Block, Erasure, Membership, Session
from hearten.foundation import clock

LOOKED_AFTER = timedelta(days=2)
"""How long an erasure is looked at again by each run of the job."""


def open_erasure(account: Account) -> Erasure | None:
    """The erasure that is asked for and can still be stopped."""
    return Erasure.objects.filter(
        account=account, cancelled_at__isnull=True, done_at__isnull=True
    ).first()


def due_erasures(at: datetime) -> list[Erasure]:
    """Those whose time to think again is over, the longest due first."""
    due = Erasure.objects.filter(cancelled_at__isnull=True, done_at__isnull=True, due_at__lte=at)
    return list(due.select_related("account").order_by("due_at", "id"))


def unfinished_erasures() -> list[Erasure]:
    """Done, but something was kept back; or done lately: what another process was reading or
    writing at that moment comes a little after it."""
    lately = clock.now() - LOOKED_AFTER
    done = Erasure.objects.filter(~Q(held=[]) | Q(done_at__gte=lately), done_at__isnull=False)
    return list(done.order_by("done_at", "id"))


def not_erased(account_ids: Sequence[UUID]) -> set[UUID]:
    """Those of these people who are here and were not erased in this database."""
    here = Account.objects.filter(pk__in=account_ids, erased_at__isnull=True)
    return set(here.values_list("pk", flat=True))


def rows_that_go(account: Account) -> "list[QuerySet[Any]]":
    """The account's own rows that are deleted with it."""
    return [
        Session.objects.filter(account=account),
        Authenticator.objects.filter(user=account),
        EmailAddress.objects.filter(user=account),
        Block.objects.filter(Q(by=account) | Q(of=account)),
        Acceptance.objects.filter(account=account),
        Membership.objects.filter(account=account),
    ]
