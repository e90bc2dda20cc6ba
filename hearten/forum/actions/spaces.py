"""Managers keep the spaces: make, rename, close, open again, and say who reads them."""

from django.db import transaction
from django.utils.translation import gettext as _

from hearten.accounts.models import Programme
from hearten.audit import actions as audit
from hearten.audit.vocabulary import Verb
from hearten.forum import policies
from hearten.forum.actions.telling import tell_of_space
from hearten.forum.models import Space
from hearten.forum.rules import PURPOSE_MOST, SPACE_NAME_MOST
from hearten.foundation import clock
from hearten.foundation.actors import Actor
from hearten.foundation.errors import Invalid, NotAllowed
from hearten.foundation.text import clean_field


def _locked(programme: Programme, by: Actor) -> Programme:
    """One at a time: two spaces of one name must not be made at once."""
    locked = Programme.objects.select_for_update(no_key=True).get(pk=programme.pk)
    if not policies.may_keep_spaces(by, locked):
        raise NotAllowed(_("Only programme managers can change the spaces."))
    return locked


@transaction.atomic
def save_space(
    *,
    programme: Programme,
    name: str,
    purpose: str,
    language: str,
    by: Actor,
    space: Space | None = None,
) -> Space:
    """Make a space, or say anew what one is. Its threads and faces stay as they are."""
    locked = _locked(programme, by)
    said = {
        "name": clean_field(name, "name", most=SPACE_NAME_MOST, lines=False),
        "purpose": clean_field(purpose, "purpose", most=PURPOSE_MOST, lines=False),
        "language": language,
    }
    here = Space.objects.filter(programme=locked)
    space = here.get(pk=space.pk) if space else Space(programme=locked)
    if space.closed_at is None:
        _refuse_second(locked, said["name"], space)
    if any(getattr(space, field) != value for field, value in said.items()):
        for field, value in said.items():
            setattr(space, field, value)
        space.save()
        audit.record(verb=Verb.SPACE_SAVED, subject=space, by=by, language=language)
    return space


def _refuse_second(programme: Programme, name: str, space: Space) -> None:
    open_ones = Space.objects.filter(programme=programme, closed_at=None).exclude(pk=space.pk)
    if open_ones.filter(name__iexact=name).exists():
        message = _("There is already a space with that name.")
        raise Invalid(message, code="twice", fields={"name": message})


@transaction.atomic
def close_space(*, space: Space, by: Actor) -> Space:
    """Nothing new is written there any more; what was written stays, and is its writers' to take
    away."""
    _locked(space.programme, by)
    current = Space.objects.get(pk=space.pk)
    if current.closed_at is None:
        current.closed_at = clock.now()
        current.save(update_fields=["closed_at"])
        audit.record(verb=Verb.SPACE_CLOSED, subject=current, by=by)
    return current


@transaction.atomic
def reopen_space(*, space: Space, by: Actor) -> Space:
    """People can write there again."""
    locked = _locked(space.programme, by)
    current = Space.objects.get(pk=space.pk)
    if current.closed_at is not None:
        _refuse_second(locked, current.name, current)
        current.closed_at = None
        current.save(update_fields=["closed_at"])
        audit.record(verb=Verb.SPACE_BACK, subject=current, by=by)
    return current


@transaction.atomic
def open_to_all(*, space: Space, for_engines: bool, by: Actor) -> Space:
    """Anybody reads what is begun there from now on, and search engines may list it or not. Public
    before, only the latter changes."""
    _locked(space.programme, by)
    current = Space.objects.get(pk=space.pk)
    if current.public_since is not None and current.for_engines == for_engines:
        return current
    fresh = current.public_since is None
    current.public_since = current.public_since or clock.now()
    current.for_engines = for_engines
    current.save(update_fields=["public_since", "for_engines"])
    audit.record(verb=Verb.SPACE_PUBLIC, subject=current, by=by, engines=for_engines)
    if fresh:
        tell_of_space("space.opened", current, current.public_since, by=by)
    return current


@transaction.atomic
def keep_to_members(*, space: Space, by: Actor) -> Space:
    """Only the programme's people read it, at once. What was open to all is that never again."""
    _locked(space.programme, by)
    current = Space.objects.get(pk=space.pk)
    if (since := current.public_since) is not None:
        current.public_since, current.for_engines = None, False
        current.save(update_fields=["public_since", "for_engines"])
        audit.record(verb=Verb.SPACE_MEMBERS_ONLY, subject=current, by=by)
        tell_of_space("space.closed", current, since, by=by)
    return current
