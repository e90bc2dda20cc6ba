"""Moving a thread to another space, and posts of one into a thread of their own.

Moved, a thread keeps the faces of the space it was opened in: nobody gets a face in the other space by
it, and none that somebody has there stands anywhere near what they wrote.
"""

from collections.abc import Collection
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from hearten.audit import actions as audit
from hearten.audit.vocabulary import Verb
from hearten.forum.actions.danger import move_found
from hearten.forum.actions.places import promised
from hearten.forum.actions.telling import tell_of_thread
from hearten.forum.actions.tending import to_tend
from hearten.forum.models import (
    Attends,
    Attention,
    Bookmark,
    LookingFor,
    Post,
    PostReaction,
    PostVersion,
    Space,
    Thread,
)
from hearten.forum.rules import SPLIT_MOST, TITLE_MOST
from hearten.foundation import clock
from hearten.foundation.actors import Actor
from hearten.foundation.errors import Invalid, NotPossible
from hearten.foundation.ids import new_id
from hearten.foundation.text import clean_field


@transaction.atomic
def move_thread(*, thread: Thread, to: Space, by: Actor) -> Thread:
    """It stands in another open space of its programme from now on. Its address stays, what was
    promised too, and everybody in it keeps the name they have; pinned it is no more, nor open to all."""
    held = to_tend(thread, by)
    if held.listed_in_id == to.pk:
        return held
    there = Space.objects.filter(pk=to.pk, programme=held.space.programme_id, closed_at=None)
    if not there.exists():
        raise NotPossible(_("Nothing can be moved to that space. Please choose another one."))
    held.listed_in_id, held.pinned_place, held.public_since = to.pk, None, None
    held.save(update_fields=["listed_in", "pinned_place", "public_since"])
    audit.record(verb=Verb.THREAD_MOVED, subject=held, by=by, to=str(to.pk))
    return held


@transaction.atomic
def split_thread(
    *, thread: Thread, numbers: Collection[int], title: str, by: Actor, looking_for: str = ""
) -> Thread:
    """Make a thread of its own of these posts, in the same space: its opener is who wrote the first of
    them, and where that person looks for something (a code of LookingFor), the promise begins now.

    In each one's place stays an empty one that leads to it. Notes, reactions, what it said before and
    what was found in it go with it. Split again, the same posts give the thread they are in.
    """
    held = to_tend(thread, by)
    title = clean_field(title, "title", most=TITLE_MOST, lines=False)
    if looking_for not in ("", *LookingFor.values):
        message = _("Please choose from the list.")
        raise Invalid(message, code="unknown", fields={"looking_for": message})
    chosen = _chosen(held, numbers)
    if (before := _split_before(chosen)) is not None:
        return before
    if any(one.taken_away_at or one.held_at for one in chosen):
        raise NotPossible(
            _("Some of these posts were held or taken away meanwhile. Please choose again."),
            code="gone",
        )
    made = _thread_of(held, chosen, title, looking_for)
    copies = _copied(made, chosen)
    _follow(made, held, copies)
    if looking_for:
        _answered(made, copies)
    tell_of_thread(made, copies[0])
    audit.record(
        verb=Verb.THREAD_SPLIT, subject=made, by=by, posts=len(chosen), thread=str(held.pk)
    )
    return made


def _chosen(thread: Thread, numbers: Collection[int]) -> list[Post]:
    rows = Post.objects.select_for_update(no_key=True, of=("self",)).select_related("face")
    found = rows.filter(thread=thread, number__in=numbers, number__gt=1).order_by("number")
    chosen = list(found[: SPLIT_MOST + 1])
    if not 1 <= len(chosen) <= SPLIT_MOST or len(chosen) != len(set(numbers)):
        message = _("Please choose at least one post, and not the first of the thread.")
        raise Invalid(message, code="unknown", fields={"numbers": message})
    return chosen


def _split_before(chosen: list[Post]) -> Thread | None:
    """The thread all of these are in already; None where they are not, or not in one."""
    gone = Thread.objects.filter(posts__in=[one.went_to_id for one in chosen if one.went_to_id])
    places = list(gone.distinct()) if all(one.went_to_id for one in chosen) else []
    return places[0] if len(places) == 1 else None


def _thread_of(thread: Thread, chosen: list[Post], title: str, looking_for: str) -> Thread:
    now, first = clock.now(), chosen[0]
    promise = promised(thread.space.programme, now) if looking_for else None
    return Thread.objects.create(
        space=thread.space,
        listed_in=thread.listed_in,
        split_from=thread,
        public_since=thread.public_since,
        opener=first.face,
        title=title,
        looking_for=looking_for,
        opened_at=now if promise else first.written_at,
        last_at=chosen[-1].written_at,
        newest_number=len(chosen),
        rota_at=promise.rota_at if promise else None,
        due_at=promise.due_at if promise else None,
    )


_KEPT = ("space_id", "face_id", "text", "written_at", "edited_at", "notes", "moderator_notes")
"""What a post is also in its new place."""


def _copied(made: Thread, chosen: list[Post]) -> list[Post]:
    """The posts in their new place, and what belongs to each with it."""
    numbers = {one.number: number for number, one in enumerate(chosen, start=1)}
    left = _answered_by(chosen)
    copies = []
    for post in chosen:
        said: dict[str, Any] = {field: getattr(post, field) for field in _KEPT}
        about = numbers.get(post.about_number or 0)
        if about is None:
            said["about_before_id"] = left.get(post.about_number or 0, post.about_before_id)
        copy = Post.objects.create(
            thread=made, number=numbers[post.number], about_number=about, client_id=new_id(), **said
        )
        _lead(post, copy)
        copies.append(copy)
    return copies


def _answered_by(posts: list[Post]) -> dict[int, int]:
    """Where what these answer is, by its number: split off before, it is elsewhere."""
    asked = {one.about_number for one in posts if one.about_number is not None}
    found = Post.objects.filter(thread=posts[0].thread_id, number__in=asked)
    rows = found.values_list("number", "pk", "went_to")
    return {number: went_to or key for number, key, went_to in rows}


def _lead(post: Post, copy: Post) -> None:
    """What belongs to a post, leads to it or was found in it is the copy's; the post stays as an empty
    place that leads there."""
    for model in (PostVersion, PostReaction, Bookmark):
        model.objects.filter(post=post).update(post=copy)
    Post.objects.filter(went_to=post).update(went_to=copy)
    Post.objects.filter(about_before=post).update(about_before=copy)
    post.text, post.edited_at, post.taken_away_at = "", None, clock.now()
    post.notes, post.moderator_notes, post.went_to = [], [], copy
    post.save()
    move_found(post, copy)


def _follow(made: Thread, thread: Thread, posts: list[Post]) -> None:
    """Whose words they are, and who follows the thread they were in, follows the new one."""
    writers = {one.face.account_id for one in posts}
    following = Attention.objects.filter(
        thread=thread, how=Attends.FOLLOWS, account__in=writers - {None}
    )
    Attention.objects.bulk_create(
        Attention(
            thread=made, account=one.account, how=Attends.FOLLOWS, seen_number=made.newest_number
        )
        for one in following.select_related("account")
    )


def _answered(thread: Thread, posts: list[Post]) -> None:
    """Who looks for something there is answered already where another one is among the posts."""
    answer = next((one for one in posts if one.face_id != thread.opener_id), None)
    if answer is not None:
        thread.answered_at, thread.answered_number = clock.now(), answer.number
        thread.save(update_fields=["answered_at", "answered_number"])
