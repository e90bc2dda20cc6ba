"""What identity keeps of a person, for the export of what they own."""

from typing import Any

from django.utils.translation import gettext_lazy as _

from hearten.accounts.models import Account
from hearten.accounts.ports import Declared
from hearten.identity.queries.details import details_of
from hearten.identity.queries.openings import Registered, notices_for, releases_for

TITLE = _("If your life is in danger")
EXPORTED = {
    "details": Declared(_("Your emergency details")),
    "name": Declared(_("Name")),
    "phone": Declared(_("Phone")),
    "place": Declared(_("Where you can be found")),
    "contact": Declared(_("Whom to call")),
    "openings": Declared(_("When they were opened")),
    "at": Declared(_("When")),
    "reason": Declared(_("Why")),
    "times": Declared(_("How often")),
    "disclosures": Declared(_("What was told to whom")),
    "releases": Declared(_("What left about you")),
    "what": Declared(_("What")),
    "recipient": Declared(_("To whom")),
    "ground": Declared(_("On what ground")),
    "words": Declared(_("Words")),
}


def export_of(account: Account) -> dict[str, Any]:
    """What the person wrote, and each opening they may know of by now."""
    return {
        "details": details_of(account).given(),
        "openings": [
            {
                "at": one.at,
                "reason": one.reason,
                "times": one.opened,
                "disclosures": [_line(told) for told in one.disclosures],
            }
            for one in notices_for(account)
        ],
        "releases": [_line(one.told) for one in releases_for(account)],
    }


def _line(told: Registered) -> dict[str, Any]:
    return {
        "at": told.at,
        "what": list(told.what),
        "recipient": told.recipient,
        "ground": told.ground,
        "words": told.words,
    }
