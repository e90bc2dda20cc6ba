"""Somebody tells us about something another person wrote or did."""

import json
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.db import transaction
from django.utils.translation import gettext as _

from hearten.accounts.models import Account, Programme, Role
from hearten.accounts.queries import people_with
from hearten.attachments import actions as attachments
from hearten.audit import actions as audit
from hearten.audit.vocabulary import Verb
from hearten.foundation import crypto, live
from hearten.foundation.actors import Actor, SystemActor
from hearten.foundation.errors import Invalid, NotAllowed, NotPossible
from hearten.foundation.text import clean_text
from hearten.safety import policies, queries
from hearten.safety.actions.alerts import raise_alert
from hearten.safety.models import (
    Case,
    CaseNature,
    CaseState,
    Report,
    ReportAttachment,
    ReportReason,
)

WORDS_MOST = 2000
EVIDENCE_MOST = 20_000
DANGER_REPORT = SystemActor("danger report")
"""Calls people when somebody reports danger."""


@dataclass(frozen=True, slots=True)
class History:
    """What became of a text before it was reported."""

    earlier: Sequence[tuple[datetime, str]] = ()
    """What it said before, and since when."""
    deleted_at: datetime | None = None

    def as_text(self) -> str:
        """For sealing; `read` gives it back."""
        deleted = self.deleted_at.isoformat() if self.deleted_at else None
        earlier = [[at.isoformat(), text] for at, text in self.earlier]
        return json.dumps({"earlier": earlier, "deleted": deleted})

    @classmethod
    def read(cls, text: str) -> "History":
        """What `as_text` wrote; of nothing, nothing."""
        told = json.loads(text or "{}")
        deleted = told.get("deleted")
        return cls(
            [(datetime.fromisoformat(at), said) for at, said in told.get("earlier", [])],
            datetime.fromisoformat(deleted) if deleted else None,
        )


@dataclass(frozen=True, slots=True)
class Enclosed:
    """Pictures that were reported with a text, to be copied."""

    attachment_ids: Sequence[UUID]
    wrapped_key: bytes | memoryview | None
    """Of the place where they are."""


@transaction.atomic
def report(
    *,
    programme: Programme,
    about: UUID,
    reason: ReportReason,
    words: str,
    subject_kind: str,
    subject_id: str,
    evidence: str,
    history: History | None = None,
    enclosed: Enclosed | None = None,
    known_as: str = "",
    by: Actor,
) -> Case:
    """Report what `about` (an account's id) wrote or did. Joins the open case about that person or
    opens one; the person is told nothing. A worry about danger is a case about their safety, any
    other reason one about what they did.

    `subject_kind` and `subject_id` name what is reported ("conversations.message", its id);
    `evidence` is its text, the only text of the conversation a moderator will ever read, with
    `history` where its author changed or deleted it and the pictures `enclosed`, which are copied.
    `known_as` is the name under which it was done, where that is not the account's pseudonym: whose it
    is, a case about conduct keeps to itself. Reporting the same subject again gives the same case and
    changes nothing.
    """
    _check(programme, about, reason, by)
    words = clean_text(words, most=WORDS_MOST, required=False)
    # Reports about one person are taken one after another: two at once would open two cases.
    Account.objects.select_for_update(no_key=True).get(pk=about)
    if known := _reported_before(programme, subject_kind, subject_id, by):
        return known
    nature = CaseNature.WELFARE if reason == ReportReason.DANGER else CaseNature.CONDUCT
    case = open_case(programme, about, nature, by, known_as)
    made = Report(
        case=case,
        reporter_id=by.actor_id,
        reason=reason,
        subject_kind=subject_kind,
        subject_id=subject_id,
    )
    told = history.as_text() if history else ""
    _seal(made, words=words, evidence=evidence[:EVIDENCE_MOST], history=told)
    made.save()
    _enclose(made, enclosed, by)
    audit.record(verb=Verb.REPORTED, subject=made, by=by, case=str(case.id), reason=str(reason))
    _settle(case, made, by)
    return case


def _check(programme: Programme, about: UUID, reason: ReportReason, by: Actor) -> None:
    if not policies.may_report(by, programme):
        raise NotAllowed(_("Only people of this programme can report here."))
    if by.actor_id == about:
        raise NotPossible(_("You cannot report yourself. Crisis help is there for you."))
    if reason not in ReportReason:
        raise Invalid(_("Please choose a reason."), fields={"reason": _("Please choose a reason.")})


def _reported_before(programme: Programme, kind: str, subject_id: str, by: Actor) -> Case | None:
    """The case in which this person reported it already."""
    known = Report.objects.filter(
        reporter_id=by.actor_id, subject_kind=kind, subject_id=subject_id, case__programme=programme
    )
    first = known.select_related("case").first()
    return first.case if first else None


def open_case(
    programme: Programme, about: UUID, nature: CaseNature, by: Actor, known_as: str = ""
) -> Case:
    """The open case of this nature about a person, or about one of their names, or a new one. The
    caller holds the lock on their account: two at once would open two."""
    name = known_as if nature == CaseNature.CONDUCT else ""
    named = {"programme": programme, "about_id": about, "nature": nature, "known_as": name}
    waiting = Case.objects.select_for_update(of=("self",)).exclude(state=CaseState.RESOLVED)
    if case := waiting.filter(**named).first():
        return case
    case = Case.objects.create(**named)
    audit.record(verb=Verb.CASE_OPENED, subject=case, by=by)
    return case


def _seal(made: Report, **texts: str) -> None:
    """Each text into the field of its name."""
    key = crypto.unwrap(made.case.wrapped_key)
    for name, text in texts.items():
        if text:
            context = queries.report_context(made, name)
            setattr(made, f"sealed_{name}", crypto.seal(key, text, context=context))


def _enclose(made: Report, enclosed: Enclosed | None, by: Actor) -> None:
    """Copies of what was reported, sealed with the case's key."""
    if enclosed is None or made.case.wrapped_key is None:
        return
    copies = attachments.copy(
        attachment_ids=enclosed.attachment_ids,
        opened_with=enclosed.wrapped_key,
        place=queries.place_of(made.case),
        wrapped_key=bytes(made.case.wrapped_key),
        by=by,
    )
    ReportAttachment.objects.bulk_create(
        ReportAttachment(report=made, position=position, attachment_id=copy)
        for position, copy in enumerate(copies)
    )


def _settle(case: Case, made: Report, by: Actor) -> None:
    """What a new report does to its case, and who hears of it."""
    if made.reason == ReportReason.DANGER:
        case.urgent = True  # a reason, never a number: many reports alone make nothing urgent
    brigade = queries.brigade_of(case)
    case.brigade = [str(sign) for sign in brigade.signs] if brigade else []
    if case.assignee_id is not None and case.assignee_id == by.actor_id:
        # Whoever reports has a part in it and cannot judge it any more.
        case.state, case.assignee, case.assigned_at = CaseState.OPEN, None, None
        audit.record(verb=Verb.CASE_ASSIGNED, subject=case, by=by, to=None)
    case.save()
    if made.reason == ReportReason.DANGER and by.actor_id is not None:
        # Automation decides by level whether somebody is called; a person's worry always calls.
        raise_alert(case=case, by=DANGER_REPORT)
    for moderator in people_with(case.programme, Role.MODERATOR).exclude(id=case.about_id):
        live.nudge_on_commit(moderator.id)
