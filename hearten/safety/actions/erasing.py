"""What safety keeps of a person goes: at once, but for what an open case still needs."""

from django.db import transaction
from django.utils.translation import gettext as _

from hearten.accounts.models import Account
from hearten.accounts.policies import may_erase
from hearten.accounts.ports import Taken
from hearten.attachments import actions as attachments
from hearten.foundation import crypto
from hearten.foundation.actors import Actor
from hearten.foundation.errors import NotAllowed
from hearten.rota import actions as rota
from hearten.safety.models import (
    AlertStep,
    Case,
    CaseState,
    DrillAnswer,
    Finding,
    Report,
    ReportAttachment,
)

UNDER_REVIEW = "case_under_review"
"""What is kept: people are still looking into something about this person, or reported by them."""


@transaction.atomic
def erase(*, account: Account, by: Actor) -> Taken:
    """Destroy the keys of closed cases about this person, with everything sealed in them, and delete
    the pictures; take
    their words out of closed cases they reported; delete findings and duties. Open cases keep
    theirs until they are closed. For accounts.ports.bind_keeper."""
    if not may_erase(by):
        raise NotAllowed(_("Only an erasure by rule can do this."))
    taken = Taken()
    _erase_cases(account, taken, by)
    _erase_reports(account, taken)
    taken.add(rota.erase(account=account, by=by))
    taken.delete(DrillAnswer.objects.filter(account=account))
    taken.delete(AlertStep.told.through.objects.filter(account=account))  # type: ignore[misc]
    return taken


def _erase_cases(account: Account, taken: Taken, by: Actor) -> None:
    about = Case.objects.select_for_update().filter(about=account)
    closed = about.filter(state=CaseState.RESOLVED, wrapped_key__isnull=False)
    for case in closed.order_by("pk"):
        if case.wrapped_key is not None:
            taken.keys.append(crypto.key_print(case.wrapped_key))
            taken.change(Case.objects.filter(pk=case.pk), wrapped_key=None, known_as="")
    enclosed = ReportAttachment.objects.filter(
        report__case__about=account, report__case__state=CaseState.RESOLVED
    )
    copies = list(enclosed.values_list("attachment_id", flat=True))
    taken.delete(enclosed)
    attachments.remove(attachment_ids=copies, by=by)
    if Case.objects.filter(about=account).exclude(state=CaseState.RESOLVED).exists():
        taken.held.add(UNDER_REVIEW)
    open_ones = Case.objects.exclude(state=CaseState.RESOLVED)
    taken.delete(Finding.objects.filter(author=account).exclude(case__in=open_ones))


def _erase_reports(account: Account, taken: Taken) -> None:
    mine = Report.objects.filter(reporter=account)
    closed = Case.objects.filter(state=CaseState.RESOLVED)
    taken.change(mine.filter(case__in=closed), reporter=None, sealed_words=None)
    if mine.exists():
        taken.held.add(UNDER_REVIEW)
