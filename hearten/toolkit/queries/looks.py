"""Who looked at a person's plan, beside all else they may know was looked at."""

from django.utils.translation import gettext_lazy as _

from hearten.accounts import ports
from hearten.accounts.models import Account
from hearten.audit.queries import accesses_to
from hearten.toolkit.models import Plan


def looks_of(account: Account) -> list[ports.Look]:
    """Each reading of shared steps of the person's plan, by the supporter they shared them with."""
    plans = Plan.objects.filter(account=account).values_list("pk", flat=True)
    events = list(accesses_to(Plan._meta.label_lower, plans))
    readers = {one.actor_id for one in events if one.actor_id is not None}
    names = dict(Account.objects.filter(pk__in=readers).values_list("pk", "pseudonym"))
    return [
        ports.Look(
            at=one.at,
            what=_("Steps of your plan"),
            role=_("Your supporter"),
            why=_("You share these steps with them."),
            name=names.get(one.actor_id, "") if one.actor_id else "",
        )
        for one in events
    ]
