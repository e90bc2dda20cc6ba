"""Reading how soon somebody may write in a slow thread again."""

from datetime import datetime

from django.db.models import F

from hearten.accounts.models import Account
from hearten.forum.models import Face, Post, Thread
from hearten.forum.rules import flooding, slow_until
from hearten.foundation import clock
from hearten.safety.queries import speaks_of_danger
from hearten.triage.rules import Verdict, judge


def may_write_from(thread: Thread, writer: Face, verdict: Verdict) -> datetime | None:
    """When this person may write in the thread again; None: now. Never slowed is who looks for
    something there, and whose words, these or of the last day, speak of danger."""
    if thread.slow_minutes is None or (thread.looking_for and thread.opener_id == writer.pk):
        return None
    # Of an earlier face of theirs too: leaving the space and coming back is no way round.
    own = Post.objects.filter(thread=thread, face__account=writer.account_id).order_by("-number")
    now = clock.now()
    until = slow_until(own.values_list("written_at", flat=True).first(), thread.slow_minutes, now)
    if until is None or writer.account_id is None:
        return None
    return (
        None if speaks_of_danger(writer.account_id, verdict, now - flooding.REMEMBERED) else until
    )


def slow_for(person: Account, thread: Thread) -> datetime | None:
    """The same before they have written a word: asked only of a slow thread."""
    if thread.slow_minutes is None:
        return None
    faces = Face.objects.filter(space=thread.space_id, account=person)
    face = faces.order_by(F("left_on").desc(nulls_first=True)).first()
    return may_write_from(thread, face, judge("")) if face else None
