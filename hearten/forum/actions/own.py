"""What a person keeps for themselves: bookmarks, which threads they follow and which are in no list for
them. Each row is its own record; none is in the audit's, for it says what somebody reads."""

from django.db import transaction
from django.utils.translation import gettext as _

from hearten.accounts.models import Account
from hearten.forum import policies
from hearten.forum.actions.danger import lock_writer
from hearten.forum.actions.places import held_post
from hearten.forum.models import Attends, Attention, Bookmark, Post, Reading, Space, Thread
from hearten.forum.rules import subject_of_thread
from hearten.foundation.actors import Actor
from hearten.foundation.errors import Invalid, NotAllowed, NotPossible
from hearten.notifications import actions as notifications


@transaction.atomic
def bookmark(*, post: Post, on: bool, by: Actor) -> None:
    """Keep a post to find it again, or keep it no more; twice is once."""
    person = _person(by, post.space)
    if not on:
        Bookmark.objects.filter(post=post, account=person).delete()
    elif held_post(post).taken_away_at is not None:
        raise NotPossible(_("These words were taken away meanwhile."), code="gone")
    else:
        Bookmark.objects.get_or_create(post=post, account=person)


@transaction.atomic
def attend(*, thread: Thread, how: str, by: Actor) -> None:
    """Follow a thread from now on, follow it no more, or have it in no list (a code of Attends); with
    an empty one, as if nothing had been said."""
    if how not in ("", *Attends.values):
        raise Invalid(_("Please choose one of these."), code="unknown")
    person = _person(by, thread.space)
    said = Attention.objects.filter(thread=thread, account=person)
    if not how:
        said.delete()
    elif not said.filter(how=how).exists():
        seen = thread.newest_number if how == Attends.FOLLOWS else 0
        Attention.objects.update_or_create(
            thread=thread, account=person, defaults={"how": how, "seen_number": seen}
        )


@transaction.atomic
def note_seen(*, thread: Thread, number: int, by: Actor) -> None:
    """They saw a thread they follow up to this post. Of no other thread is anything kept."""
    person = _person(by, thread.space)
    mine = Attention.objects.filter(thread=thread, account=person, how=Attends.FOLLOWS)
    mine.filter(seen_number__lt=number).update(seen_number=number)
    notifications.note_seen(account_id=person.pk, place=subject_of_thread(thread.pk), by=person)


@transaction.atomic
def follow_what_one_writes(*, on: bool, by: Actor) -> Reading:
    """Whether a thread is followed from the first post one writes in it. Those one follows stay."""
    if by.actor_id is None:
        raise NotAllowed(_("Only the person can choose this."))
    lock_writer(by.actor_id)
    saved, _made = Reading.objects.get_or_create(account_id=by.actor_id)
    if saved.follows_own != on:
        saved.follows_own = on
        saved.save(update_fields=["follows_own"])
    return saved


def wrote(post: Post) -> None:
    """They wrote in a thread: it is followed, unless they said otherwise of it or of all. In the
    caller's transaction, which holds their account."""
    writer = post.face.account_id
    assert writer is not None  # noqa: S101 - its writer is writing
    if Reading.objects.filter(account=writer, follows_own=False).exists():
        return
    Attention.objects.get_or_create(
        thread=post.thread,
        account_id=writer,
        defaults={"how": Attends.FOLLOWS, "seen_number": post.number},
    )


def _person(by: Actor, space: Space) -> Account:
    """Who keeps it, their account held: two presses come one after the other."""
    if by.actor_id is None or not policies.may_write(by, space):
        raise NotAllowed(_("Only people of the programme can keep something here."))
    lock_writer(by.actor_id)
    return Account.objects.get(pk=by.actor_id)
