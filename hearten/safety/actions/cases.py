"""Moderators work cases: one person at a time, on the record, with a reason at the end."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime
from uuid import UUID

from django.db import transaction
from django.utils.translation import gettext as _

from hearten.accounts.models import Account, Role
from hearten.accounts.queries import people_with
from hearten.attachments.queries import Attached
from hearten.audit import actions as audit
from hearten.audit.vocabulary import Verb
from hearten.foundation import clock, crypto, live
from hearten.foundation.actors import Actor
from hearten.foundation.errors import Invalid, NotAllowed, NotPossible
from hearten.foundation.text import clean_text
from hearten.safety import policies, ports, queries
from hearten.safety.actions.alerts import settle_alert
from hearten.safety.actions.findings import answer_case
from hearten.safety.actions.reports import History
from hearten.safety.models import (
    RESOLUTIONS,
    Case,
    CaseNature,
    CaseNote,
    CaseState,
    Finding,
    Report,
    Resolution,
)

NOTE_MOST = 4000


@dataclass(frozen=True, slots=True, kw_only=True)
class EvidenceRead:
    """One report, opened for the moderator who has the case."""

    reason: str
    """In words, for the reader."""
    at: datetime
    reporter: str
    """Pseudonym; empty for automation or an erased account."""
    words: str
    evidence: str
    history: History = field(default_factory=History)
    """What the text said before its author changed or deleted it."""
    enclosed: Sequence[Attached] = ()
    """The pictures that came with the text."""
    address: str = ""
    """Where it stands, if moderators can read it there."""
    signals: Sequence[queries.SignalRead] = ()
    """The phrases and rules that led here, where automation found it."""


def locked(case: Case) -> Case:
    """The case, its row held until the transaction ends."""
    return Case.objects.select_for_update(of=("self",)).select_related("programme").get(pk=case.pk)


@transaction.atomic
def assign_case(*, case: Case, by: Actor) -> Case:
    """Take a case oneself, which also answers its open alert. Taking it again does nothing; one that
    somebody else has is NotPossible and says who, unless they are no moderator any more, or have
    not answered an alert about it."""
    case = locked(case)
    if not policies.may_work(by.actor_id, case):
        raise NotAllowed(_("You are part of this case, so somebody else looks at it."))
    refuse_resolved(case)
    if case.assignee_id == by.actor_id:
        if settle_alert(case=case, by=by):
            answer_case(case=case)
        return case
    if case.assignee is not None and not policies.may_take(by.actor_id, case):
        raise NotPossible(_("%(name)s already has this case.") % {"name": case.assignee.pseudonym})
    settle_alert(case=case, by=by)
    answer_case(case=case)
    return _give(case, by.actor_id, by)


@transaction.atomic
def hand_over_case(*, case: Case, to: Account | None, by: Actor) -> Case:
    """Give a case one has to another moderator, or (None) put it back for anybody."""
    case = locked(case)
    refuse_resolved(case)
    target = to.id if to else None
    if case.assignee_id == target:
        return case
    check_has(case, by)
    if to is not None and not policies.may_work(to.id, case):
        raise NotPossible(_("This person cannot take this case. Please choose somebody else."))
    return _give(case, target, by)


def _give(case: Case, to: UUID | None, by: Actor) -> Case:
    before = case.assignee_id
    case.assignee_id = to
    case.state = CaseState.ASSIGNED if to else CaseState.OPEN
    case.assigned_at = clock.now() if to else None
    case.save(update_fields=["assignee", "state", "assigned_at"])
    audit.record(
        verb=Verb.CASE_ASSIGNED,
        subject=case,
        by=by,
        to=str(to) if to else None,
        before=str(before) if before else None,
    )
    _tell_moderators(case)
    return case


def refuse_resolved(case: Case) -> None:
    """NotPossible once it is resolved."""
    if case.state == CaseState.RESOLVED:
        raise NotPossible(_("This case is already resolved."))


def check_has(case: Case, by: Actor) -> None:
    """NotAllowed for everybody but the moderator who has the case."""
    if not policies.has_case(by.actor_id, case):
        raise _take_it_first()


def _take_it_first() -> NotAllowed:
    return NotAllowed(_("Please take this case first, so that everybody knows who has it."))


def _tell_moderators(case: Case) -> None:
    for moderator in people_with(case.programme, Role.MODERATOR).exclude(id=case.about_id):
        live.nudge_on_commit(moderator.id)


@transaction.atomic
def read_evidence(*, case: Case, by: Actor) -> list[EvidenceRead]:
    """Open what was reported, for whoever has the case or decides as a second person. Each reading is
    on the record, which the reader knows beforehand."""
    case = locked(case)
    if not policies.may_read_evidence(by.actor_id, case):
        raise _take_it_first()
    if case.wrapped_key is None:
        raise NotPossible(_("The person was erased, and what was reported with them."))
    audit.record(verb=Verb.CASE_EVIDENCE_READ, subject=case, by=by)
    key = crypto.unwrap(case.wrapped_key)
    enclosed = queries.enclosed_in(case)
    found = {(one.subject_kind, one.subject_id): one for one in case.findings.all()}
    return [
        EvidenceRead(
            reason=report.get_reason_display(),
            at=report.at,
            reporter=report.reporter.pseudonym if report.reporter else "",
            words=_opened(key, report.sealed_words, queries.report_context(report, "words")),
            evidence=_opened(
                key, report.sealed_evidence, queries.report_context(report, "evidence")
            ),
            history=History.read(
                _opened(key, report.sealed_history, queries.report_context(report, "history"))
            ),
            enclosed=enclosed.get(report.pk, ()),
            address=ports.address_of(report.subject_kind, report.subject_id),
            signals=_signals(found.get((report.subject_kind, report.subject_id)), report, key),
        )
        for report in case.reports.select_related("reporter")
    ]


def _signals(
    finding: Finding | None, report: Report, key: crypto.DataKey
) -> list[queries.SignalRead]:
    """With automation's own report only: a person's report of the same text stays theirs."""
    if finding is None or report.reporter_id is not None:
        return []
    return queries.signals_of(finding, key)


def _opened(key: crypto.DataKey, sealed: bytes | memoryview | None, context: str) -> str:
    return crypto.unseal(key, bytes(sealed), context=context) if sealed is not None else ""


@transaction.atomic
def add_note(*, case: Case, text: str, by: Actor, note_id: UUID | None = None) -> CaseNote:
    """Write a note for whoever works the case. `note_id` makes a repeated send one note."""
    case = locked(case)
    check_has(case, by)
    refuse_resolved(case)
    text = clean_text(text, most=NOTE_MOST)
    note = CaseNote(case=case, author=case.assignee)
    if note_id is not None:
        if known := CaseNote.objects.filter(pk=note_id, case=case, author_id=by.actor_id).first():
            return known
        note.id = note_id
    key = crypto.unwrap(case.wrapped_key)
    note.sealed_text = crypto.seal(key, text, context=queries.note_context(note))
    note.save(force_insert=True)
    audit.record(verb=Verb.CASE_NOTED, subject=case, by=by, note=str(note.id))
    return note


@transaction.atomic
def resolve_case(*, case: Case, resolution: Resolution, reason: str, by: Actor) -> Case:
    """End a case with how and why. That somebody was warned or suspended can be said once a measure
    of that weight was decided from this case (decide_measure). The same again does nothing."""
    case = locked(case)
    if case.state == CaseState.RESOLVED and (case.assignee_id, case.resolution) == (
        by.actor_id,
        resolution,
    ):
        return case
    refuse_resolved(case)
    check_has(case, by)
    if resolution not in RESOLUTIONS[CaseNature(case.nature)]:
        message = _("Please choose how it ended.")
        raise Invalid(message, fields={"resolution": message})
    _refuse_undecided(case, resolution)
    reason = clean_text(reason, most=NOTE_MOST)
    key = crypto.unwrap(case.wrapped_key)
    case.sealed_reason = crypto.seal(key, reason, context=queries.reason_context(case))
    case.state, case.resolution, case.resolved_at = CaseState.RESOLVED, resolution, clock.now()
    case.save()
    audit.record(verb=Verb.CASE_RESOLVED, subject=case, by=by, resolution=str(resolution))
    settle_alert(case=case, by=by)
    _tell_moderators(case)
    for reporter in case.reports.filter(reporter__isnull=False).values_list("reporter", flat=True):
        live.nudge_on_commit(reporter)
    return case


def _refuse_undecided(case: Case, resolution: Resolution) -> None:
    decided = queries.decided_from(case)
    if decided.open:
        raise NotPossible(
            _("Something is still proposed from this case. A second person decides it first."),
            code="proposed",
        )
    if resolution not in decided.resolutions(CaseNature(case.nature)):
        message = _("Please decide it on this case first. Then it can end like this.")
        raise NotPossible(message, code="undecided")
