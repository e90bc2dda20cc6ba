"""The duties of a person, for the export of what they own: safety gives them in its part."""

from typing import Any

from django.utils.translation import gettext_lazy as _

from hearten.accounts.models import Account
from hearten.accounts.ports import Declared
from hearten.rota.models import DutyChange, Shift, Weekday

EXPORTED = {
    "shifts": Declared(_("Your shifts")),
    "weekday": Declared(_("Day"), dict(Weekday.choices)),
    "from": Declared(_("From")),
    "to": Declared(_("To")),
    "zone": Declared(_("By the clock in")),
    "duty_changes": Declared(_("Changes of duty")),
    "on_duty": Declared(_("On duty")),
}


def export_of(account: Account) -> dict[str, Any]:
    """The person's shifts, and when they were away or on duty once."""
    return {
        "shifts": [
            {
                "weekday": one.weekday,
                "from": f"{one.starts:%H:%M}",
                "to": f"{one.ends:%H:%M}",
                "zone": one.zone,
            }
            for one in Shift.objects.filter(account=account)
        ],
        "duty_changes": [
            {"on_duty": one.on, "from": one.starts_at, "to": one.ends_at}
            for one in DutyChange.objects.filter(account=account)
        ],
    }
