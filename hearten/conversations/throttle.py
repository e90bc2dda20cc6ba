"""How often somebody may send by form, send pictures, and search.

The live connection has its own bounds (hearten/gateway/limits.py). As in accounts/throttle.py the
counts live in the database cache under a keyed fingerprint: no account can be read from it, and a job
deletes entries past their window.
"""

from allauth.core.internal import ratelimit
from django.utils.translation import gettext as _

from hearten.accounts.access import PersonRequest
from hearten.foundation import crypto
from hearten.foundation.errors import NotPossible

# Two a second, for a minute on end, is what a script does. Somebody who writes short lines as fast as
# they can sends one every two seconds, and what waited without a connection comes on top at once.
# A search opens texts for about a second; nobody reads what twenty of them in a minute bring.
# A picture costs seconds of a processor and up to a megabyte for as long as it is kept.
RATES = {
    "send_by_form": "120/1m/key",
    "search": "20/1m/key",
    "attach": "12/1m/key,300/1d/key",
}


def count_sending(request: PersonRequest) -> None:
    """Count a message sent by form, or raise NotPossible when there were too many."""
    if not _counted(request, "send_by_form"):
        raise NotPossible(
            _(
                "That was a lot in a short time. Your words stay here. Please send them in a minute."
            ),
            code="too_many",
        )


def count_searching(request: PersonRequest) -> None:
    """Count a search, or raise NotPossible when there were too many."""
    if not _counted(request, "search"):
        raise NotPossible(
            _("That was a lot in a short time. Please search again in a minute."), code="too_many"
        )


def count_attaching(request: PersonRequest) -> None:
    """Count an uploaded picture, or raise NotPossible when there were too many."""
    if not _counted(request, "attach"):
        raise NotPossible(
            _("Those were many pictures in a short time. Please send this one a little later."),
            code="too_many",
        )


def _counted(request: PersonRequest, action: str) -> bool:
    key = crypto.fingerprint(str(request.user.pk), purpose=f"throttle:{action}")
    usage = ratelimit.consume(
        request, app="hearten", action=action, config=RATES, key=key, limit_get=True
    )
    return usage is not None
