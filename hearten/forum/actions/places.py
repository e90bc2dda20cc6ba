"""A thread and a post held for a change, and what a change of one means for the other."""

from datetime import datetime

from hearten.forum.models import Post, PostReaction, Thread
from hearten.foundation import clock


def locked_thread(post: Post) -> Thread:
    """The post's thread, its row held: before the post, everywhere."""
    return Thread.objects.select_for_update(no_key=True).get(pk=post.thread_id)


def held_post(post: Post) -> Post:
    """The post as it is now, its row held."""
    rows = Post.objects.select_for_update(no_key=True, of=("self",))
    return rows.select_related("face", "space__programme", "thread").get(pk=post.pk)


def opened(thread: Thread, post: Post, at: datetime) -> None:
    """Others can read the post from `at` on: it is the newest word of its thread, and of another
    person than the opener the end of its waiting."""
    thread.last_at = at
    if thread.answered_at is None and post.face_id != thread.opener_id:
        thread.answered_at, thread.answered_number = at, post.number
    thread.save(update_fields=["last_at", "answered_at", "answered_number"])


def without_words(thread: Thread, post: Post, *, by_moderator: bool) -> None:
    """Empty a post, and take away what was said to it without words; with a first one the title goes,
    and the thread looks for nothing any more."""
    post.text, post.edited_at, post.taken_away_at = "", None, clock.now()
    post.held_at, post.held_for, post.by_moderator = None, "", by_moderator
    post.notes, post.moderator_notes = [], []
    post.save()
    PostReaction.objects.filter(post=post).delete()
    if post.number == 1:
        thread.title, thread.looking_for = "", ""
        thread.save(update_fields=["title", "looking_for"])
