"""A supervisor talks with a supporter, writes down that they did, and closes what is settled."""

from uuid import UUID

from django.db import transaction
from django.utils.translation import gettext as _

from hearten.audit import actions as audit
from hearten.audit.vocabulary import Verb
from hearten.boundaries import policies, queries
from hearten.boundaries.models import Concern, SupervisionNote
from hearten.foundation import clock, crypto, live
from hearten.foundation.actors import Actor
from hearten.foundation.errors import NotAllowed
from hearten.foundation.text import clean_text

NOTE_MOST = 2000


@transaction.atomic
def note_talk(*, concern: Concern, text: str, note_id: UUID, by: Actor) -> SupervisionNote:
    """Write down, sealed, that it was talked about. `note_id` names it: sent twice, it is one."""
    words = clean_text(text, most=NOTE_MOST)
    held = _locked(concern, by)
    if known := SupervisionNote.objects.filter(pk=note_id, concern=held).first():
        return known
    made = SupervisionNote(id=note_id, concern=held, author_id=_person(by))
    key = crypto.unwrap(held.supporter.wrapped_key)
    made.sealed_text = crypto.seal(key, words, context=queries.note_context(made))
    made.save(force_insert=True)
    audit.record(verb=Verb.CONCERN_NOTED, subject=held, by=by, note=str(made.pk))
    return made


@transaction.atomic
def close_concern(*, concern: Concern, by: Actor) -> Concern:
    """It is settled for now. Closing it again changes nothing; new signs open a new one."""
    held = _locked(concern, by)
    if held.closed_at is None:
        held.closed_at, held.closed_by_id = clock.now(), by.actor_id
        held.save(update_fields=["closed_at", "closed_by"])
        audit.record(verb=Verb.CONCERN_CLOSED, subject=held, by=by)
        live.nudge_on_commit(held.supporter_id)
    return held


def _person(by: Actor) -> UUID:
    assert by.actor_id is not None  # noqa: S101 - a supervisor is a person
    return by.actor_id


def _locked(concern: Concern, by: Actor) -> Concern:
    held = (
        Concern.objects.select_for_update(of=("self",))
        .select_related("supporter", "programme")
        .get(pk=concern.pk)
    )
    if not policies.may_supervise_this(by.actor_id, held):
        raise NotAllowed(_("Only a supervisor who is not part of it can do this."))
    return held
