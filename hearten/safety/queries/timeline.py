"""All that happened with a case, in order. No text of anybody, and no reporter's name."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from hearten.accounts.models import Account
from hearten.audit.queries import events_about
from hearten.audit.vocabulary import Verb
from hearten.conduct import queries as conduct
from hearten.safety.models import Alert, Case, EntryKind
from hearten.safety.queries.ground import footing_of


@dataclass(frozen=True, slots=True, kw_only=True)
class Moment:
    """One thing that happened."""

    at: datetime
    text: str
    note: str = ""
    """By whom, of the moderators, and how it went."""
    state: str = "done"


_WRITTEN = {
    EntryKind.NOTE: gettext_lazy("A note was written"),
    EntryKind.REFERRAL: gettext_lazy("It was referred"),
    EntryKind.CALL: gettext_lazy("A call was made"),
}


def timeline_of(case: Case) -> list[Moment]:
    """Opened, reports, notes, referrals, calls, hand-overs, readings, alerts, letters, measures and
    appeals, and how it ended."""
    moments = [
        Moment(at=case.opened_at, text=_("The case was opened")),
        *_reports(case),
        *_written(case),
        *_recorded(case),
        *_alerts(case),
        *_letters(case),
        *_measures(case),
    ]
    if case.resolved_at is not None:
        words = _("It was resolved: %(how)s") % {"how": case.get_resolution_display()}
        moments.append(Moment(at=case.resolved_at, text=words))
    return sorted(moments, key=lambda one: one.at)


def _reports(case: Case) -> Iterator[Moment]:
    for report in case.reports.only("case", "at", "reason"):
        text = _("Reported: %(reason)s") % {"reason": report.get_reason_display()}
        yield Moment(at=report.at, text=text)


def _written(case: Case) -> Iterator[Moment]:
    for entry in case.notes.select_related("author").defer("sealed_text"):
        who = entry.author.pseudonym
        note = f"{entry.code_words}, {who}" if entry.code else who
        yield Moment(at=entry.at, text=str(_WRITTEN[EntryKind(entry.kind)]), note=note)


def _recorded(case: Case) -> Iterator[Moment]:
    """Who took it, gave it on or put it back, and who read what was reported: from the record."""
    verbs = [Verb.CASE_ASSIGNED, Verb.CASE_EVIDENCE_READ]
    events = list(events_about(case).filter(verb__in=verbs))
    given = {UUID(event.details["to"]) for event in events if event.details.get("to")}
    names = _names([*given, *(event.actor_id for event in events if event.actor_id)])
    for event in events:
        who = names.get(event.actor_id, "") if event.actor_id else ""
        if event.verb == Verb.CASE_EVIDENCE_READ:
            yield Moment(at=event.at, text=_("What was reported was read"), note=who)
            continue
        to = event.details.get("to")
        if to is None:
            yield Moment(at=event.at, text=_("It was put back for anybody"), note=who)
        elif UUID(to) == event.actor_id:
            yield Moment(at=event.at, text=_("It was taken"), note=who)
        else:
            text = _("It was handed over to %(name)s") % {"name": names.get(UUID(to), "")}
            yield Moment(at=event.at, text=text, note=who)


def _names(ids: Iterable[UUID]) -> dict[UUID, str]:
    return dict(Account.objects.filter(id__in=set(ids)).values_list("id", "pseudonym"))


def _alerts(case: Case) -> Iterator[Moment]:
    for alert in Alert.objects.filter(case=case):
        yield Moment(at=alert.raised_at, text=_("People were called"))
        if alert.closed_at is not None:
            yield Moment(at=alert.closed_at, text=_("Somebody said: I have it"))


def _letters(case: Case) -> Iterator[Moment]:
    for at, from_team in conduct.letter_times(footing_of(case), case.about_id):
        text = _("The team wrote to the person") if from_team else _("The person answered")
        yield Moment(at=at, text=text)


def _measures(case: Case) -> Iterator[Moment]:
    for one in conduct.measures_on(footing_of(case)).select_related("appeal"):
        what = {"what": one.get_kind_display()}
        yield Moment(at=one.proposed_at, text=_("Decided or proposed: %(what)s") % what)
        if one.ended_at is not None:
            yield Moment(
                at=one.ended_at, text=f"{one.get_kind_display()}: {one.get_state_display()}"
            )
        appeal = getattr(one, "appeal", None)
        if appeal is not None:
            yield Moment(at=appeal.made_at, text=_("The person asked for another look"))
            if appeal.decided_at is not None:
                text = _("It was looked at again: %(how)s") % {"how": appeal.get_outcome_display()}
                yield Moment(at=appeal.decided_at, text=text)
