"""Reporting a post: a copy of it reaches moderators, under the name it was written by."""

from django.db import transaction
from django.utils.translation import gettext as _

from hearten.forum import policies
from hearten.forum.models import Post, PostVersion
from hearten.forum.ports import with_words_under
from hearten.forum.rules import SUBJECT, read_as_one, subject_of
from hearten.foundation.actors import Actor
from hearten.foundation.errors import NotPossible
from hearten.safety import actions as safety
from hearten.safety.queries import ReportReason


@transaction.atomic
def report_post(*, post: Post, reason: ReportReason, words: str, by: Actor) -> None:
    """Give moderators a copy of one post of somebody else, what it said before, and `words` about it.
    The writer is not told. Whose name it is moderators learn only where somebody may be in danger.
    The same words again change nothing."""
    rows = Post.objects.select_related("face", "thread", "space__programme")
    current = rows.get(pk=post.pk)
    writer = current.face.account_id
    if writer is None or not policies.may_report(by, current):
        raise NotPossible(_("This can’t be reported any more: it is not there for others."))
    versions = list(PostVersion.objects.filter(post=current).order_by("pk"))
    safety.report(
        programme=current.space.programme,
        about=writer,
        reason=reason,
        words=words,
        subject_kind=SUBJECT,
        # Of the version: what is changed after a report can be reported again.
        subject_id=subject_of(current.thread_id, current.number, len(versions)),
        evidence=with_words_under(current.read_as, post_id=current.pk),
        history=_history(current, versions),
        # Never empty: then it would be a case about the account by its own name.
        known_as=current.face.called,
        by=by,
    )


def _history(post: Post, versions: list[PostVersion]) -> safety.History | None:
    """What it said before, and since when."""
    if not versions:
        return None
    since = [post.written_at, *(one.until for one in versions)]
    return safety.History(
        [(at, read_as_one(one.title, one.text)) for at, one in zip(since, versions, strict=False)]
    )
