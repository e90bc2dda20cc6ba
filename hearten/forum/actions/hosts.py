"""Managers name hosts of a space, by the name they have there; a host lays it down whenever they like."""

from django.db import transaction
from django.utils.translation import gettext as _

from hearten.accounts.rules import pseudonyms
from hearten.audit import actions as audit
from hearten.audit.vocabulary import Verb
from hearten.forum import policies
from hearten.forum.models import Face, Host, Space
from hearten.foundation import clock
from hearten.foundation.actors import Actor
from hearten.foundation.errors import Invalid, NotAllowed

FIELD = "name"
"""Where a form asks for whom."""


@transaction.atomic
def name_host(*, space: Space, name: str, by: Actor) -> Host:
    """Whoever has this name in the space looks after it. Who that is, the manager does not learn."""
    if not policies.may_keep_spaces(by, space.programme):
        raise NotAllowed(_("Only programme managers name hosts."))
    held = Face.objects.select_for_update(no_key=True)
    there = held.filter(space=space, left_on=None).exclude(name_key="")
    face = there.filter(name_key=pseudonyms.key(name)).first()
    if face is None:
        message = _(
            "Nobody has this name in this space. It is the name that stands over their posts."
        )
        raise Invalid(message, code="nobody", fields={FIELD: message})
    host, new = Host.objects.get_or_create(face=face, defaults={"since": clock.now().date()})
    if new:
        audit.record(verb=Verb.HOST_NAMED, subject=face, by=by)
    return host


@transaction.atomic
def end_host(*, face: Face, by: Actor) -> None:
    """They look after the space no more; they do this themselves, or a manager does."""
    held = Face.objects.select_for_update(no_key=True, of=("self",))
    face = held.select_related("space__programme").get(pk=face.pk)
    if not policies.may_end_host(by, face):
        raise NotAllowed(_("Only the host and programme managers can end this."))
    gone, _rows = Host.objects.filter(face=face).delete()
    if gone:
        audit.record(verb=Verb.HOST_ENDED, subject=face, by=by)
