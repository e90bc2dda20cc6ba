"""A thread and a post held for a change, and what a change of one means for the other."""

from datetime import datetime

from django.db.models import QuerySet

from hearten.accounts.models import Programme
from hearten.accounts.ports import Taken
from hearten.forum.actions.telling import note_news, tell_of_thread
from hearten.forum.models import WAITING, Bookmark, Face, Post, PostReaction, PostVersion, Thread
from hearten.forum.ports import tell_words_gone
from hearten.forum.queries import settings_of
from hearten.forum.rules import Deadlines, deadlines, subject_of_thread
from hearten.foundation import clock
from hearten.foundation.actors import SystemActor
from hearten.notifications import actions as notifications

KEEPER = SystemActor("forum promise")
"""Who tells of what waits, and takes it back, and what stood under words that are gone."""


def locked_thread(post: Post) -> Thread:
    """The post's thread, its row held: before the post, everywhere."""
    return Thread.objects.select_for_update(no_key=True).get(pk=post.thread_id)


def held_post(post: Post) -> Post:
    """The post as it is now, its row held."""
    rows = Post.objects.select_for_update(no_key=True, of=("self",))
    return rows.select_related("face", "space__programme", "thread__listed_in").get(pk=post.pk)


def promised(programme: Programme, opened_at: datetime) -> Deadlines:
    """Until when a thread has an answer that others can read from `opened_at` on, as the programme
    promises now."""
    return deadlines(opened_at, settings_of(programme).promise_hours)


def opened(thread: Thread, post: Post, at: datetime) -> None:
    """Others can read the post from `at` on: it is the newest word of its thread, and of another
    person than the opener the end of its waiting. With a first post the promise begins."""
    thread.last_at = at
    if thread.answered_at is None:
        if post.face_id != thread.opener_id:
            thread.answered_at, thread.answered_number = at, post.number
            unneeded(thread)
        elif post.number == 1:
            _begin_anew(thread, post.space.programme, at)
    thread.save()
    note_news(post)
    if post.number == 1:
        tell_of_thread(thread, post)


def _begin_anew(thread: Thread, programme: Programme, at: datetime) -> None:
    thread.opened_at = max(at, thread.opened_at)  # clocks of two machines
    if thread.due_at is not None:
        promise = promised(programme, thread.opened_at)
        thread.rota_at, thread.due_at = promise.rota_at, promise.due_at
        thread.told_rota_at, thread.told_supervisors_at = None, None


def unneeded(thread: Thread) -> None:
    """Nobody needs to be told of the thread any more: what is still to be sent is not."""
    if thread.told_rota_at is not None or thread.told_supervisors_at is not None:
        notifications.withdraw(subject=subject_of_thread(thread.pk), by=KEEPER)


def without_words(thread: Thread, post: Post, *, by_moderator: bool) -> None:
    """Empty a post, and take away what was said to it without words and who wanted to find it again;
    with a first one the title goes, and the thread looks for nothing any more."""
    post.text, post.edited_at, post.taken_away_at = "", None, clock.now()
    post.held_at, post.held_for, post.by_moderator = None, "", by_moderator
    post.notes, post.moderator_notes = [], []
    post.save()
    PostReaction.objects.filter(post=post).delete()
    Bookmark.objects.filter(post=post).delete()
    if post.number == 1:
        tell_words_gone(post_id=post.pk, by=KEEPER)
        unneeded(thread)
        thread.title, thread.looking_for = "", ""
        thread.save(update_fields=["title", "looking_for"])


def empty_words(faces: "QuerySet[Face]", taken: Taken) -> None:
    """Empty all that these faces wrote, what was said to it and who wanted to find it again; the
    threads they opened have no title and look for nothing any more."""
    taken.delete(PostVersion.objects.filter(post__face__in=faces))
    taken.delete(PostReaction.objects.filter(post__face__in=faces))
    taken.delete(Bookmark.objects.filter(post__face__in=faces))
    said = Post.objects.filter(face__in=faces, taken_away_at=None)
    taken.change(
        said,
        text="",
        edited_at=None,
        taken_away_at=clock.now(),
        held_at=None,
        held_for="",
        notes=[],
        moderator_notes=[],
    )
    threads = Thread.objects.filter(opener__in=faces)
    for thread in threads.filter(WAITING):
        unneeded(thread)
    taken.change(threads, title="", looking_for="")
