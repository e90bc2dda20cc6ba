"""What moderators do with a post: hold it, which hosts do too, let it be read, say what it touches, or
take it away."""

from collections.abc import Collection

from django.db import transaction
from django.utils.translation import gettext as _

from hearten.audit import actions as audit
from hearten.audit.vocabulary import Verb
from hearten.forum import policies
from hearten.forum.actions.cleaning import known_notes
from hearten.forum.actions.places import held_post, locked_thread, opened, unneeded, without_words
from hearten.forum.models import HeldFor, Post, PostVersion
from hearten.foundation import clock
from hearten.foundation.actors import Actor
from hearten.foundation.errors import NotAllowed, NotPossible
from hearten.safety.rules.acting import is_in_distress
from hearten.triage.rules import judge


@transaction.atomic
def release_post(*, post: Post, by: Actor) -> Post:
    """Everybody may read it now. Of somebody else than the opener, it ends the waiting of the thread."""
    thread, held = locked_thread(post), held_post(post)
    _require_moderator(held, by)
    if held.held_at is None:
        return held
    held.held_at, held.held_for = None, ""
    held.save(update_fields=["held_at", "held_for"])
    if held.face.before_number is None:  # else nobody waits for it, and it is no news
        opened(thread, held, clock.now())
    audit.record(verb=Verb.POST_RELEASED, subject=held, by=by)
    return held


@transaction.atomic
def hold_post(*, post: Post, by: Actor) -> Post:
    """Have a moderator look at it before anybody else reads it: until then only its writer, hosts and
    moderators do. Not of words that say that their writer is badly off: those are answered, not held."""
    thread, held = locked_thread(post), held_post(post)
    if not policies.may_hold(by, held):
        raise NotAllowed(_("Hosts and moderators do this, and not with their own words."))
    if held.taken_away_at is not None:
        raise NotPossible(_("These words were taken away meanwhile."), code="gone")
    if held.held_at is not None:
        return held
    if held.face.before_number is None and is_in_distress(judge(held.read_as)):
        raise NotPossible(
            _(
                "These words say that somebody is badly off, and such words are never held. Please answer "
                "them, or report them if you are worried: then a moderator looks at once."
            ),
            code="distress",
        )
    held.held_at, held.held_for = clock.now(), HeldFor.HOST
    held.save(update_fields=["held_at", "held_for"])
    if held.number == 1:
        unneeded(thread)
    audit.record(verb=Verb.POST_HELD, subject=held, by=by)
    return held


@transaction.atomic
def note_content(*, post: Post, notes: Collection[str], by: Actor) -> Post:
    """Say what another's post touches, beside what its writer says, which stays. `notes` are codes of
    ContentNote: all that moderators say of it from now on."""
    locked_thread(post)
    held = held_post(post)
    _require_moderator(held, by)
    if held.taken_away_at is not None:
        raise NotPossible(_("These words were taken away meanwhile."), code="gone")
    chosen = known_notes(notes)
    if held.moderator_notes != chosen:
        held.moderator_notes = chosen
        held.save(update_fields=["moderator_notes"])
        audit.record(verb=Verb.POST_NOTED, subject=held, by=by, notes=len(chosen))
    return held


@transaction.atomic
def take_away_as_moderator(*, post: Post, by: Actor) -> Post:
    """Nobody reads it any more but its writer, who sees that a moderator took it away; of words from
    before, whose writer is not here, nothing is kept."""
    thread, held = locked_thread(post), held_post(post)
    _require_moderator(held, by)
    if held.taken_away_at is not None:
        return held
    if held.face.before_number is None:  # else nobody could ever read it again
        title = thread.title if held.number == 1 else ""
        PostVersion.objects.create(post=held, title=title, text=held.text, until=clock.now())
    without_words(thread, held, by_moderator=True)
    audit.record(verb=Verb.POST_TAKEN_AWAY, subject=held, by=by, moderator=True)
    return held


def _require_moderator(post: Post, by: Actor) -> None:
    if not policies.may_moderate_post(by, post):
        raise NotAllowed(_("Moderators do this, and not with their own words."))
