"""Making a face and giving it a name."""

from datetime import datetime
from uuid import UUID

from django.db import transaction
from django.utils.translation import gettext as _

from hearten.accounts.models import Account
from hearten.accounts.naming import clean_pseudonym, refuse_elsewhere, taken
from hearten.accounts.rules import pseudonyms
from hearten.audit import actions as audit
from hearten.audit.vocabulary import Verb
from hearten.forum import policies
from hearten.forum.models import Face, Space
from hearten.forum.queries import is_name_free
from hearten.foundation import clock
from hearten.foundation.actors import Actor
from hearten.foundation.errors import Invalid, NotAllowed

FIELD = "face"
"""Where a form asks for the name."""


@transaction.atomic
def name_face(*, space: Space, name: str, by: Actor) -> Face:
    """Give oneself a name in a space, or another one: it then stands over what one wrote before, too.
    It is no name one has elsewhere."""
    person, locked = _person(by), _locked(space)
    if not policies.may_write(by, locked):
        raise NotAllowed(_("Only people of the programme have a name here."))
    face = _face(locked, person.pk) or Face(
        space=locked, account=person, made_on=clock.now().date()
    )
    cleaned = _clean_name(name, locked, person)
    if face.name != cleaned:
        face.name, face.name_key = cleaned, pseudonyms.key(cleaned)
        face.save()
        audit.record(verb=Verb.FACE_NAMED, subject=face, by=by)
    return face


def face_to_write(space: Space, name: str, by: Actor) -> Face:
    """The writer's face, held until the transaction ends, so that what is sent twice is there once.
    It is made with this name the first time; later the name is not looked at."""
    if by.actor_id is None:
        raise NotAllowed(_("Only a person can write here."))
    face = _face(space, by.actor_id) or _face(_locked(space), by.actor_id)
    return face or name_face(space=space, name=name, by=by)


def say_one_knows(face: Face, since: datetime | None, *, knows: bool) -> None:
    """Whoever writes where anybody reads was asked once whether they know: `since` is the space's
    `public_since` where they do, None elsewhere. The face is held."""
    if since is None or face.knows_public == since:
        return
    if not knows:
        message = _("Please say that you know who can read it, or write in another space.")
        raise Invalid(message, code="who_reads", fields={"knows_public": message})
    face.knows_public = since
    face.save(update_fields=["knows_public"])


def _person(by: Actor) -> Account:
    if by.actor_id is None:
        raise NotAllowed(_("Only a person can write here."))
    return Account.objects.get(pk=by.actor_id)


def _locked(space: Space) -> Space:
    """Names of a space are given one after the other."""
    held = Space.objects.select_for_update(no_key=True, of=("self",))
    return held.select_related("programme").get(pk=space.pk)


def _face(space: Space, account_id: UUID) -> Face | None:
    held = Face.objects.select_for_update(no_key=True)
    return held.filter(space=space, account_id=account_id, left_on=None).first()


def _clean_name(name: str, space: Space, person: Account) -> str:
    try:
        cleaned = clean_pseudonym(name, space.programme.name, space.name)
        if not is_name_free(space, cleaned, but=person):
            raise taken()
        refuse_elsewhere(cleaned, person, place=space.pk)
    except Invalid as error:
        raise Invalid(error.message, code=error.code, fields={FIELD: error.message}) from error
    return cleaned
