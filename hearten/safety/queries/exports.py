"""What safety keeps of a person, as far as it may be given to them."""

from typing import Any

from django.utils.translation import gettext_lazy as _

from hearten.accounts.models import Account
from hearten.accounts.ports import Declared
from hearten.foundation import crypto
from hearten.rota import exports as rota
from hearten.safety.models import (
    Case,
    CaseNature,
    CaseState,
    DrillAnswer,
    Finding,
    Level,
    Report,
    ReportReason,
    Resolution,
)
from hearten.safety.queries.cases import report_context

TITLE = _("Your safety, and others’")
EXPORTED = {
    "reports": Declared(_("What you reported")),
    "reason": Declared(_("Reason"), dict(ReportReason.choices)),
    "words": Declared(_("Your words")),
    "at": Declared(_("When")),
    "findings": Declared(_("Where your words sounded like danger to the system")),
    "level": Declared(_("How grave"), dict(Level.choices)),
    "kinds": Declared(_("Signs")),
    "answered": Declared(_("A person turned to it")),
    "cases": Declared(_("What the moderators looked into, and closed")),
    "nature": Declared(_("About"), dict(CaseNature.choices)),
    "opened": Declared(_("Opened")),
    "closed": Declared(_("Closed")),
    "resolution": Declared(_("How it ended"), dict(Resolution.choices)),
    **rota.EXPORTED,
    "practices": Declared(_("Practices you answered")),
}


def export_of(account: Account) -> dict[str, Any]:
    """What the person reported, what was found in their words, and closed cases about them. Nothing
    of open cases, and never what others reported about them: that is theirs."""
    return {
        "reports": [_report(one) for one in _reports_of(account)],
        "findings": [
            {
                "at": one.written_at,
                "level": one.level,
                "kinds": one.kinds,
                "answered": one.answered_at,
            }
            for one in Finding.objects.filter(author=account).order_by("written_at", "id")
        ],
        "cases": [
            {
                "nature": one.nature,
                "opened": one.opened_at,
                "closed": one.resolved_at,
                "resolution": one.resolution,
            }
            for one in Case.objects.filter(about=account, state=CaseState.RESOLVED).order_by(
                "opened_at"
            )
        ],
        **rota.export_of(account),
        "practices": [
            {"at": one.at} for one in DrillAnswer.objects.filter(account=account).order_by("at")
        ],
    }


def _reports_of(account: Account) -> list[Report]:
    return list(Report.objects.filter(reporter=account).select_related("case"))


def _report(report: Report) -> dict[str, Any]:
    words = ""
    if report.sealed_words is not None and report.case.wrapped_key is not None:
        key = crypto.unwrap(report.case.wrapped_key)
        sealed = bytes(report.sealed_words)
        words = crypto.unseal(key, sealed, context=report_context(report, "words"))
    return {"at": report.at, "reason": report.reason, "words": words}
