"""Help from outside, put down on the case: whom it was referred to, and calls that were made."""

from uuid import UUID

from django.db import transaction
from django.utils.translation import gettext as _

from hearten.audit import actions as audit
from hearten.audit.vocabulary import Verb
from hearten.foundation import crypto
from hearten.foundation.actors import Actor
from hearten.foundation.errors import Invalid
from hearten.foundation.text import clean_text
from hearten.safety import queries
from hearten.safety.actions.cases import NOTE_MOST, check_has, locked, refuse_resolved
from hearten.safety.models import CallOutcome, Case, CaseNote, EntryKind, Referral

_VERBS = {EntryKind.REFERRAL: Verb.CASE_REFERRED, EntryKind.CALL: Verb.CASE_CALLED}


@transaction.atomic
def refer_case(
    *, case: Case, to: Referral, text: str, note_id: UUID | None = None, by: Actor
) -> CaseNote:
    """Put down to whom one referred the person, or what they need. Twice with the same `note_id` is
    once."""
    if to not in Referral:
        raise _unchosen("code")
    return _put_down(case, EntryKind.REFERRAL, to, text, note_id, by)


@transaction.atomic
def record_call(
    *, case: Case, outcome: CallOutcome, text: str, note_id: UUID | None = None, by: Actor
) -> CaseNote:
    """Put down that one called somebody about this, and how it ended. Hearten makes no call itself."""
    if outcome not in CallOutcome:
        raise _unchosen("code")
    return _put_down(case, EntryKind.CALL, outcome, text, note_id, by)


def _unchosen(field: str) -> Invalid:
    return Invalid(_("Please choose."), fields={field: _("Please choose.")})


def _put_down(
    case: Case,
    kind: EntryKind,
    code: str,
    text: str,
    note_id: UUID | None,
    by: Actor,
) -> CaseNote:
    case = locked(case)
    check_has(case, by)
    refuse_resolved(case)
    if note_id and (known := CaseNote.objects.filter(pk=note_id, case=case).first()):
        return known
    text = clean_text(text, most=NOTE_MOST)
    entry = CaseNote(case=case, author=case.assignee, kind=kind, code=code)
    if note_id is not None:
        entry.id = note_id
    key = crypto.unwrap(case.wrapped_key)
    entry.sealed_text = crypto.seal(key, text, context=queries.note_context(entry))
    entry.save(force_insert=True)
    audit.record(verb=_VERBS[kind], subject=case, by=by, note=str(entry.id), code=str(code))
    return entry
