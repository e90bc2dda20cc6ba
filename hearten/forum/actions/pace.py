"""Whether somebody can write in a thread now: not while it is locked, and in a slow one not at once
again. Who looks for something there, and whose words speak of danger, is never slowed."""

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from hearten.forum import queries
from hearten.forum.models import Face, Thread
from hearten.foundation import clock
from hearten.foundation.errors import NotPossible
from hearten.triage.rules import Verdict


def refuse_locked(thread: Thread) -> None:
    """NotPossible where nobody can write or change anything; it says why. The caller holds the
    thread."""
    if thread.locked_at is not None:
        words = _("This thread is locked: %(why)s Your words stay here, so that you can copy them.")
        raise NotPossible(words % {"why": thread.get_locked_for_display()}, code="locked")


def refuse_too_soon(thread: Thread, writer: Face, verdict: Verdict) -> None:
    """NotPossible for a while for who wrote in a slow thread just now; it says for how long. The caller
    holds the thread."""
    until = queries.may_write_from(thread, writer, verdict)
    if until is None:
        return
    minutes = max(1, -(-int((until - clock.now()).total_seconds()) // 60))
    words = ngettext(
        "This thread is slow. Your words stay here: please send them again in %(count)s minute.",
        "This thread is slow. Your words stay here: please send them again in %(count)s minutes.",
        minutes,
    )
    raise NotPossible(words % {"count": minutes}, code="slow")
