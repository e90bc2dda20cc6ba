"""Opening a thread, answering in one, changing and taking away what one wrote.

Locks are taken in one order: the writer's account, their face (or the space, where it is made), then the
thread, then the post.
"""

from collections.abc import Collection
from typing import Any
from uuid import UUID

from django.db import transaction
from django.utils.translation import gettext as _

from hearten.audit import actions as audit
from hearten.audit.vocabulary import Verb
from hearten.conduct.queries import Scope, hold_on
from hearten.forum import policies
from hearten.forum.actions.cleaning import known_notes
from hearten.forum.actions.danger import holds, keep_found, lock_writer
from hearten.forum.actions.drafts import drop_draft
from hearten.forum.actions.faces import face_to_write, say_one_knows
from hearten.forum.actions.flooding import refuse_flood
from hearten.forum.actions.own import wrote
from hearten.forum.actions.pace import refuse_locked, refuse_too_soon
from hearten.forum.actions.places import (
    held_post,
    locked_thread,
    opened,
    promised,
    without_words,
)
from hearten.forum.actions.telling import tell_of_thread
from hearten.forum.models import Face, HeldFor, Post, PostVersion, Space, Thread
from hearten.forum.rules import TEXT_MOST, TITLE_MOST, read_as_one
from hearten.foundation import clock
from hearten.foundation.actors import Actor
from hearten.foundation.errors import NotAllowed, NotPossible
from hearten.foundation.text import clean_field
from hearten.triage.rules import Verdict, judge


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
    notes: Collection[str] = (),
    knows_public: bool = False,
) -> Thread:
    """Open a thread with its first post. `looking_for` is a code of LookingFor or empty; `face` is
    the writer's name there, needed the first time they write in the space; `notes` are codes of
    ContentNote; `knows_public` that they know that everybody can read it, needed once where that is so."""
    _require_writer(space, by)
    title = clean_field(title, "title", most=TITLE_MOST, lines=False)
    text = clean_field(text, "text", most=TEXT_MOST)
    writer = face_to_write(space, face, by)
    if before := _sent_before(writer, client_id):
        return before.thread
    verdict = judge(read_as_one(title, text))
    refuse_flood(writer, verdict)
    here = Space.objects.select_related("programme").get(pk=space.pk)  # whoever reads it now
    say_one_knows(writer, here.public_since, knows=knows_public)
    thread = _thread(here, opener=writer, title=title, looking_for=looking_for)
    said = {"client_id": client_id, "text": text, "notes": known_notes(notes)}
    tell_of_thread(thread, _add(thread, writer, verdict, number=1, **said))
    drop_draft(place=space, by=by)
    return thread


def _thread(space: Space, **said: Any) -> Thread:
    """Whoever looks for something is promised an answer from now on; where the first post is held,
    from when it is open."""
    now = clock.now()
    promise = promised(space.programme, now) if said["looking_for"] else None
    return Thread.objects.create(
        space=space,
        listed_in=space,
        public_since=space.public_since,
        opened_at=now,
        last_at=now,
        rota_at=promise.rota_at if promise else None,
        due_at=promise.due_at if promise else None,
        **said,
    )


@transaction.atomic
def write_post(
    *,
    thread: Thread,
    text: str,
    client_id: UUID,
    by: Actor,
    about: int | None = None,
    face: str = "",
    notes: Collection[str] = (),
    knows_public: bool = False,
) -> Post:
    """Write in a thread. The first post of another person than the opener ends its waiting, once it
    is not held. `about` is the number of the post it answers; the others as of `start_thread`."""
    _require_writer(thread.listed_in, by)
    if not policies.may_answer(by, thread):
        raise NotAllowed(_("This thread is not open to you."))
    text = clean_field(text, "text", most=TEXT_MOST)
    writer = face_to_write(thread.space, face, by)
    if before := _sent_before(writer, client_id):
        return before
    verdict = judge(text)
    refuse_flood(writer, verdict)
    held = _open_to(thread, writer, verdict)
    say_one_knows(writer, held.public_since if held.is_open_to_all else None, knows=knows_public)
    if about is not None:
        _require_there(held, about)
    held.newest_number += 1
    post = _add(
        held,
        writer,
        verdict,
        number=held.newest_number,
        about_number=about,
        client_id=client_id,
        text=text,
        notes=known_notes(notes),
    )
    held.save(update_fields=["newest_number"])
    drop_draft(place=held, by=by)
    if post.held_at is None:
        opened(held, post, post.written_at)
    return post


def _open_to(thread: Thread, writer: Face, verdict: Verdict) -> Thread:
    """The thread, its row held, where this writer may write now."""
    held = Thread.objects.select_for_update(no_key=True).get(pk=thread.pk)
    refuse_locked(held)
    refuse_too_soon(held, writer, verdict)
    return held


def _require_there(thread: Thread, number: int) -> None:
    there = Post.objects.filter(thread=thread, number=number, taken_away_at=None, held_at=None)
    if not there.exists():
        raise NotPossible(
            _(
                "What you answer was taken away meanwhile. Send again to write it to everybody here."
            ),
            code="gone",
        )


def _add(thread: Thread, writer: Face, verdict: Verdict, **said: Any) -> Post:
    """The post, held or open, with what was found in it kept."""
    now = clock.now()
    post = Post(space=thread.space, thread=thread, face=writer, written_at=now, **said)
    if why := holds(post, verdict):
        post.held_at, post.held_for = now, why
    post.save(force_insert=True)
    keep_found(post, verdict)
    wrote(post)
    return post


@transaction.atomic
def edit_post(
    *, post: Post, text: str, by: Actor, title: str = "", notes: Collection[str] | None = None
) -> Post:
    """Say it in other words, and with a first post under another title. What it said before is kept,
    for its writer and for moderators. It is read for danger anew: held words that are gone open it.
    `notes` are all of its writer's content notes from now on; None leaves them."""
    _require_writer(post.thread.listed_in, by)
    thread = locked_thread(post)
    held = _own(post, by)
    if held.taken_away_at is not None:
        raise NotPossible(_("You took this away. You can write it anew."), code="gone")
    refuse_locked(thread)
    if notes is not None and held.notes != (chosen := known_notes(notes)):
        held.notes = chosen
        held.save(update_fields=["notes"])
    text = clean_field(text, "text", most=TEXT_MOST)
    title = (
        clean_field(title or thread.title, "title", most=TITLE_MOST, lines=False)
        if held.number == 1
        else ""
    )
    before = thread.title if held.number == 1 else ""
    if (held.text, before) == (text, title):
        return held
    now = clock.now()
    PostVersion.objects.create(post=held, title=before, text=held.text, until=now)
    if title != before:
        thread.title = title
        thread.save(update_fields=["title"])
    held.thread, held.text, held.edited_at = thread, text, now
    _read_anew(held, judge(read_as_one(title, text)))
    return held


def _read_anew(post: Post, verdict: Verdict) -> None:
    was_held = post.held_at is not None
    # Other words do not answer a host's question to a moderator.
    why = HeldFor.HOST if post.held_for == HeldFor.HOST else holds(post, verdict)
    post.held_at = (post.held_at or clock.now()) if why else None
    post.held_for = why or ""
    post.save(update_fields=["text", "edited_at", "held_at", "held_for"])
    if was_held and not why:
        opened(post.thread, post, clock.now())
    keep_found(post, verdict)


@transaction.atomic
def take_away(*, post: Post, by: Actor) -> Post:
    """Empty what one wrote, also what it said before. Its number stays, so that answers keep their
    place."""
    thread = locked_thread(post)
    held = _own(post, by)
    if held.taken_away_at is not None:
        return held
    PostVersion.objects.filter(post=held).delete()
    without_words(thread, held, by_moderator=False)
    audit.record(verb=Verb.POST_TAKEN_AWAY, subject=held, by=by, moderator=False)
    return held


def _require_writer(space: Space, by: Actor) -> None:
    """Whether this person may write here now, or the error that says why not. Their account is held
    from here on."""
    if by.actor_id is None or not policies.may_write(by, space):
        raise NotAllowed(_("Only people of the programme write here."))
    lock_writer(by.actor_id)
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
    held = held_post(post)
    if not policies.is_face_of(by, held.face):
        raise NotAllowed(_("Only the person who wrote it can change it."))
    return held
