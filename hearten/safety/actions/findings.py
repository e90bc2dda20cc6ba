"""What the scorer saw in a text becomes a finding, and a case where somebody has to look."""

import json
from collections.abc import Callable, Mapping
from datetime import datetime, timedelta
from uuid import UUID

from django.db import transaction
from django.utils.translation import gettext as _

from hearten.accounts.models import Account, Programme
from hearten.audit import actions as audit
from hearten.audit.vocabulary import Verb
from hearten.foundation import clock, crypto
from hearten.foundation.actors import Actor
from hearten.foundation.errors import NotAllowed
from hearten.safety import policies, queries
from hearten.safety.actions.alerts import raise_alert
from hearten.safety.actions.reports import report
from hearten.safety.models import Case, Finding, Level, ReportReason
from hearten.safety.rules.acting import acting_level
from hearten.triage.rules import Signal, Verdict, judge


@transaction.atomic
def note_finding(
    *,
    programme: Programme,
    author_id: UUID,
    verdict: Verdict,
    text: str,
    place: str,
    subject_kind: str,
    subject_id: str,
    written_at: datetime,
    by: Actor,
) -> Finding | None:
    """Keep what was found in one text; level 3 opens or joins the writer's welfare case.

    `place` names where the text stands for those who may read it there. The level is the one it is
    acted on as (rules.acting). Nothing (level 0) is not kept and gives None; the same text again
    changes nothing.
    """
    _check(by)
    level = acting_level(verdict)
    if level < Level.DISTRESS:
        return None
    finding, fresh = Finding.objects.get_or_create(
        subject_kind=subject_kind,
        subject_id=subject_id,
        defaults={
            "programme": programme,
            "author_id": author_id,
            "level": level,
            "score": verdict.score,
            "kinds": list(dict.fromkeys(signal.kind for signal in verdict.signals)),
            "scorer": verdict.version,
            "place": place,
            "written_at": written_at,
        },
    )
    if not fresh:
        return finding
    audit.record(
        verb=Verb.FINDING_NOTED, subject=finding, by=by, level=finding.level, scorer=finding.scorer
    )
    if finding.level >= Level.DANGER:
        bring_to_a_person(finding=finding, verdict=verdict, text=text, by=by)
    return finding


def bring_unanswered(
    *, subject_kind: str, within: timedelta, text_of: Callable[[str], str | None], by: Actor
) -> int:
    """Texts of this kind that speak of possible risk, and that nobody answered in time, go to the people
    on duty. `text_of` gives the words by the subject's id, None where they are gone. Gives how many
    did. Safe to repeat."""
    brought = 0
    for finding in queries.unanswered_risks(clock.now() - within, subject_kind):
        text = text_of(finding.subject_id)
        if text is None:
            continue  # erased or taken away meanwhile
        case = bring_to_a_person(finding=finding, verdict=judge(text), text=text, by=by)
        brought += case is not None
    return brought


@transaction.atomic
def bring_to_a_person(*, finding: Finding, verdict: Verdict, text: str, by: Actor) -> Case | None:
    """Open or join the welfare case about the writer, with this one text as its evidence and what
    led there. A finding that has a case, or that a person has answered meanwhile, is left as it is.
    """
    _check(by)
    # Accounts before anything else: the order in which everybody takes locks.
    Account.objects.select_for_update(no_key=True).only("id").get(pk=finding.author_id)
    kept = Finding.objects.select_for_update(of=("self",)).get(pk=finding.pk)
    if kept.case_id is not None or kept.level < Level.RISK:
        return kept.case
    if kept.level < Level.DANGER and kept.answered_at is not None:
        return None
    case = report(
        programme=kept.programme,
        about=kept.author_id,
        reason=ReportReason.DANGER,
        words="",
        subject_kind=kept.subject_kind,
        subject_id=kept.subject_id,
        evidence=text,
        by=by,
    )
    kept.case = case
    kept.sealed_signals = crypto.seal(
        crypto.unwrap(case.wrapped_key),
        json.dumps([_signal(text, signal) for signal in verdict.signals]),
        context=queries.signals_context(kept),
    )
    kept.save(update_fields=["case", "sealed_signals"])
    finding.case = case
    if kept.level >= Level.DANGER:
        raise_alert(case=case, by=by)
    return case


def _check(by: Actor) -> None:
    if not policies.may_note_findings(by):
        raise NotAllowed(_("Only the programme’s own reading finds something."))


def _signal(text: str, signal: Signal) -> dict[str, object]:
    return {
        "kind": signal.kind,
        "score": round(signal.score, 2),
        "phrase": text[signal.start : signal.end],
        "why": signal.why,
    }


@transaction.atomic
def answer_findings(*, place: str, by_id: UUID, at: datetime, by: Actor) -> int:
    """Somebody else wrote in this place at `at`: what the others wrote there before is answered, for
    the clock. Gives how many findings that were."""
    _check(by)
    waiting = Finding.objects.filter(place=place, answered_at__isnull=True, written_at__lte=at)
    return waiting.exclude(author_id=by_id).update(answered_at=at)


def move_findings(*, subject_kind: str, moved: Mapping[str, str], place: str, by: Actor) -> int:
    """Texts stand in another place now: what was found in those of `moved` (the subject's id then and
    now) was found there. In the caller's transaction, which records the move. Gives how many findings
    that were."""
    _check(by)
    rows = Finding.objects.filter(subject_kind=subject_kind, subject_id__in=[*moved])
    found = list(rows.select_for_update(no_key=True))
    for finding in found:
        finding.subject_id, finding.place = moved[finding.subject_id], place
        finding.save(update_fields=["subject_id", "place"])
    return len(found)


def answer_case(*, case: Case) -> int:
    """Somebody took the case: a person has turned to all that is in it. In the caller's
    transaction."""
    now = clock.now()
    return case.findings.filter(answered_at__isnull=True, written_at__lte=now).update(
        answered_at=now
    )


@transaction.atomic
def put_card_away(*, place: str, by: Actor) -> int:
    """The writer closes their card. It was theirs: nobody else learns of it. Another text may show a
    new one."""
    if by.actor_id is None:
        raise NotAllowed(_("Only the person who wrote can close this."))
    mine = Finding.objects.filter(place=place, author_id=by.actor_id, put_away_at__isnull=True)
    return mine.update(put_away_at=clock.now())
