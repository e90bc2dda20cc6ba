"""Cases as moderators may see them. What was reported is not read here: see actions.read_evidence."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from django.db.models import Count, Exists, OuterRef, Q, QuerySet

from hearten.accounts.models import Account, Programme, Role
from hearten.accounts.queries import people_with
from hearten.attachments.queries import Attached, content_of, described
from hearten.foundation import crypto
from hearten.foundation.actors import Actor
from hearten.safety.models import (
    Case,
    CaseNature,
    CaseNote,
    CaseState,
    Report,
    ReportAttachment,
    ReportReason,
)


def cases_visible_to(actor: Actor) -> QuerySet[Case]:
    """Cases of programmes the actor moderates, without those about themselves: nobody learns here
    that they were reported. Who reported a case may see it and may not work it."""
    return Case.objects.filter(
        programme__memberships__account=actor.actor_id,
        programme__memberships__account__is_active=True,
        programme__memberships__role=Role.MODERATOR,
        programme__memberships__ended_at__isnull=True,
    ).exclude(about=actor.actor_id)


def queue_of(actor: Actor, programme: Programme) -> QuerySet[Case]:
    """Cases that wait or are being worked: urgent first, then the longest waiting."""
    return (
        _listed(actor, programme)
        .exclude(state=CaseState.RESOLVED)
        .order_by("-urgent", "opened_at", "id")
    )


@dataclass(frozen=True, slots=True, kw_only=True)
class Sieve:
    """What a moderator wants to see of the list; empty means all."""

    who: str = ""
    """"mine" or "nobody"."""
    nature: str = ""
    reason: str = ""


def sifted(cases: QuerySet[Case], sieve: Sieve, actor: Actor) -> QuerySet[Case]:
    """Those of a list that fit. What is none of the choices sifts nothing."""
    if sieve.who == "mine":
        cases = cases.filter(assignee=actor.actor_id)
    elif sieve.who == "nobody":
        cases = cases.filter(assignee__isnull=True)
    if sieve.nature in CaseNature:
        cases = cases.filter(nature=sieve.nature)
    if sieve.reason in ReportReason:
        named = Report.objects.filter(case=OuterRef("pk"), reason=sieve.reason)
        cases = cases.filter(Exists(named))
    return cases


def resolved_of(actor: Actor, programme: Programme) -> QuerySet[Case]:
    """Cases that ended, the latest first."""
    return _listed(actor, programme).filter(state=CaseState.RESOLVED).order_by("-resolved_at", "id")


def _listed(actor: Actor, programme: Programme) -> QuerySet[Case]:
    """With what a list shows: how many reports, by whom it is worked, whether the reader reported
    it. No names of the people it is about and nothing anybody wrote."""
    mine = Report.objects.filter(case=OuterRef("pk"), reporter=actor.actor_id)
    return (
        cases_visible_to(actor)
        .filter(programme=programme)
        .select_related("assignee")
        .annotate(report_count=Count("reports", distinct=True), reported_by_reader=Exists(mine))
        .defer("wrapped_key", "sealed_reason")
    )


def waiting_count(actor: Actor, programme: Programme) -> int:
    """How many visible cases nobody has yet; for the moderators' home."""
    return cases_visible_to(actor).filter(programme=programme, state=CaseState.OPEN).count()


def could_take(case: Case) -> QuerySet[Account]:
    """Moderators who have no part in a case and do not have it now."""
    reporters = Report.objects.filter(case=case, reporter__isnull=False).values("reporter")
    return (
        people_with(case.programme, Role.MODERATOR)
        .exclude(id__in=[one for one in (case.about_id, case.assignee_id) if one])
        .exclude(id__in=reporters)
    )


@dataclass(frozen=True, slots=True, kw_only=True)
class CaseCounts:
    """How many cases are open, for managers: nothing of what they are about."""

    waiting: int
    """Nobody has them yet."""
    urgent: int
    """Of those that wait."""
    assigned: int


def case_counts(programme: Programme) -> CaseCounts:
    """The open cases of a programme, counted in one query."""
    waiting = Q(state=CaseState.OPEN)
    counts = Case.objects.filter(programme=programme).aggregate(
        waiting=Count("id", filter=waiting),
        urgent=Count("id", filter=waiting & Q(urgent=True)),
        assigned=Count("id", filter=Q(state=CaseState.ASSIGNED)),
    )
    return CaseCounts(**counts)


@dataclass(frozen=True, slots=True, kw_only=True)
class NoteRead:
    """A note, opened."""

    author: str
    at: datetime
    text: str
    title: str
    """That it is a referral or a call, and to whom or how it ended; empty for a plain note."""


def notes_of(case: Case) -> list[NoteRead]:
    """The notes in order, opened; none once the key was destroyed. Only for whom
    policies.may_read_evidence allows."""
    if case.wrapped_key is None:
        return []
    key = crypto.unwrap(case.wrapped_key)
    return [
        NoteRead(
            author=note.author.pseudonym,
            at=note.at,
            text=crypto.unseal(key, note.sealed_text, context=note_context(note)),
            title=f"{note.get_kind_display()}: {note.code_words}" if note.code else "",
        )
        for note in CaseNote.objects.filter(case=case).select_related("author")
    ]


def reason_of(case: Case) -> str:
    """Why the case was resolved as it was; empty while it is not, and once its key was destroyed."""
    if case.sealed_reason is None or case.wrapped_key is None:
        return ""
    key = crypto.unwrap(case.wrapped_key)
    return crypto.unseal(key, case.sealed_reason, context=reason_context(case))


def report_reasons() -> list[tuple[str, Any]]:
    """Value and words of each reason to report, for the forms of domains above."""
    return [(reason.value, reason.label) for reason in ReportReason]


def note_context(note: CaseNote) -> str:
    """The authenticated context of a sealed note."""
    return f"safety.CaseNote.text:{note.id}"


def reason_context(case: Case) -> str:
    """The authenticated context of a sealed resolution reason."""
    return f"safety.Case.reason:{case.id}"


def report_context(report: Report, field: str) -> str:
    """The authenticated context of a sealed field of a report: words or evidence."""
    return f"safety.Report.{field}:{report.id}"


def place_of(case: Case) -> str:
    """What copies of pictures are sealed for."""
    return f"case:{case.id}"


def enclosed_in(case: Case) -> dict[UUID, list[Attached]]:
    """The pictures and sounds that came with its reports, by report; none once the key was destroyed.
    Only for whom policies.may_read_evidence allows."""
    links = ReportAttachment.objects.filter(report__case=case)
    rows = list(links.values_list("report_id", "attachment_id"))
    known = described([pk for _report, pk in rows], case.wrapped_key) if rows else {}
    found: dict[UUID, list[Attached]] = {}
    for report_id, pk in rows:
        if pk in known:
            found.setdefault(report_id, []).append(known[pk])
    return found


def file_in(case: Case, attachment_id: UUID, size: str) -> tuple[str, bytes] | None:
    """One of them, its kind and its bytes, opened; for the same people. None when it is none of this
    case's."""
    links = ReportAttachment.objects.filter(report__case=case, attachment_id=attachment_id)
    known = described([attachment_id], case.wrapped_key) if links.exists() else {}
    found = content_of(attachment_id, size, case.wrapped_key) if known else None
    return (known[attachment_id].kind, found) if found is not None else None
