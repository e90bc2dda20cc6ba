"""Opening a thread, answering in one, changing and taking away what one wrote.

Locks are taken in one order: the writer's face (or the space, where it is made), then the thread, then the
post.
"""

from uuid import UUID

from django.db import transaction
from django.utils.translation import gettext as _

from hearten.audit import actions as audit
from hearten.audit.vocabulary import Verb
from hearten.conduct.queries import Scope, hold_on
from hearten.forum import policies
from hearten.forum.actions.cleaning import cleaned
from hearten.forum.actions.faces import face_to_write
from hearten.forum.models import Face, Post, PostVersion, Space, Thread
from hearten.forum.rules import TEXT_MOST, TITLE_MOST
from hearten.foundation import clock
from hearten.foundation.actors import Actor
from hearten.foundation.errors import NotAllowed, NotPossible


@transaction.atomic
def start_thread(
    *,
    space: Space,
    title: str,
    text: str,
    looking_for: str,
    client_id: UUID,
    by: Actor,
    face: str = "",
) -> Thread:
    """Open a thread with its first post. `looking_for` is a code of LookingFor or empty; `face` is
    the writer's name there, needed the first time they write in the space."""
    _require_writer(space, by)
    title = cleaned(title, "title", most=TITLE_MOST)
    text = cleaned(text, "text", most=TEXT_MOST, lines=True)
    writer = face_to_write(space, face, by)
    if before := _sent_before(writer, client_id):
        return before.thread
    now = clock.now()
    thread = Thread.objects.create(
        space=space,
        opener=writer,
        title=title,
        looking_for=looking_for,
        opened_at=now,
        last_at=now,
    )
    Post.objects.create(
        space=space,
        thread=thread,
        face=writer,
        number=1,
        client_id=client_id,
        text=text,
        written_at=now,
    )
    return thread


@transaction.atomic
def write_post(
    *,
    thread: Thread,
    text: str,
    client_id: UUID,
    by: Actor,
    about: int | None = None,
    face: str = "",
) -> Post:
    """Write in a thread. The first post of another person than the opener ends its waiting. `about` is
    the number of the post it answers; `face` as of `start_thread`."""
    _require_writer(thread.space, by)
    if not policies.may_answer(by, thread):
        raise NotAllowed(_("This thread is not open to you."))
    text = cleaned(text, "text", most=TEXT_MOST, lines=True)
    writer = face_to_write(thread.space, face, by)
    if before := _sent_before(writer, client_id):
        return before
    held = Thread.objects.select_for_update(no_key=True).get(pk=thread.pk)
    if about is not None:
        _require_there(held, about)
    post = Post.objects.create(
        space=thread.space,
        thread=held,
        face=writer,
        number=held.newest_number + 1,
        about_number=about,
        client_id=client_id,
        text=text,
    )
    _move_on(held, post)
    return post


def _require_there(thread: Thread, number: int) -> None:
    if not Post.objects.filter(thread=thread, number=number, taken_away_at=None).exists():
        raise NotPossible(
            _(
                "What you answer was taken away meanwhile. Send again to write it to everybody here."
            ),
            code="gone",
        )


def _move_on(thread: Thread, post: Post) -> None:
    thread.newest_number, thread.last_at = post.number, post.written_at
    if thread.answered_at is None and post.face_id != thread.opener_id:
        thread.answered_at, thread.answered_number = post.written_at, post.number
    thread.save(update_fields=["newest_number", "last_at", "answered_at", "answered_number"])


@transaction.atomic
def edit_post(*, post: Post, text: str, by: Actor) -> Post:
    """Say it in other words. What it said before is kept, for its writer and for moderators."""
    _require_writer(post.space, by)
    text = cleaned(text, "text", most=TEXT_MOST, lines=True)
    held = _own(post, by)
    if held.taken_away_at is not None:
        raise NotPossible(_("You took this away. You can write it anew."), code="gone")
    if held.text != text:
        now = clock.now()
        PostVersion.objects.create(post=held, text=held.text, until=now)
        held.text, held.edited_at = text, now
        held.save(update_fields=["text", "edited_at"])
    return held


@transaction.atomic
def take_away(*, post: Post, by: Actor) -> Post:
    """Empty what one wrote, also what it said before. Its number stays, so that answers keep their
    place. Of a first post the title goes too, and the thread looks for nothing any more."""
    thread = Thread.objects.select_for_update(no_key=True).get(pk=post.thread_id)
    held = _own(post, by)
    if held.taken_away_at is not None:
        return held
    PostVersion.objects.filter(post=held).delete()
    held.text, held.edited_at, held.taken_away_at = "", None, clock.now()
    held.save(update_fields=["text", "edited_at", "taken_away_at"])
    if held.number == 1:
        thread.title, thread.looking_for = "", ""
        thread.save(update_fields=["title", "looking_for"])
    audit.record(verb=Verb.POST_TAKEN_AWAY, subject=held, by=by)
    return held


def _require_writer(space: Space, by: Actor) -> None:
    """Whether this person may write here now, or the error that says why not."""
    if by.actor_id is None or not policies.may_write(by, space):
        raise NotAllowed(_("Only people of the programme write here."))
    if Space.objects.filter(pk=space.pk, closed_at__isnull=False).exists():
        raise NotPossible(
            _(
                "This space is closed. Nothing new can be written here, but you can copy your words."
            ),
            code="closed",
        )
    hold = hold_on(by.actor_id)
    if hold is not None and hold.scope == Scope.WRITING:
        raise NotPossible(hold.words, code="held")


def _sent_before(writer: Face, client_id: UUID) -> Post | None:
    found = Post.objects.filter(face=writer, client_id=client_id)
    return found.select_related("thread").first()


def _own(post: Post, by: Actor) -> Post:
    """The post, its row held; NotAllowed for anybody but its writer."""
    held = Post.objects.select_for_update(no_key=True, of=("self",))
    found = held.select_related("face").get(pk=post.pk)
    if not policies.is_face_of(by, found.face):
        raise NotAllowed(_("Only the person who wrote it can change it."))
    return found
