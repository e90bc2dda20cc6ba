"""Which managers looked at a person's page, for that person."""

from django.utils.translation import gettext_lazy as _

from hearten.accounts.models import Account
from hearten.accounts.ports import Look
from hearten.audit.queries import accesses_to


def looks_of(account: Account) -> list[Look]:
    """Each look of a manager at the page with this person's name, roles and standing."""
    return [
        Look(
            at=one.at,
            what=_("Your name, your roles and since when you are here"),
            role=_("A programme manager"),
            why=_("They run the programme and look after who is in it."),
        )
        for one in accesses_to(Account._meta.label_lower, [account.pk])
    ]
