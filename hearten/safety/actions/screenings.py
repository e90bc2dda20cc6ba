"""The screening questions, where a programme uses them."""

import json
from uuid import UUID

from django.db import transaction
from django.utils.translation import gettext as _

from hearten.accounts.models import Programme
from hearten.audit import actions as audit
from hearten.audit.vocabulary import Verb
from hearten.foundation import crypto
from hearten.foundation.actors import Actor
from hearten.foundation.errors import NotAllowed, NotPossible
from hearten.safety import policies, queries
from hearten.safety.models import Case, CaseNature, CaseState, Screening, ScreeningSettings
from hearten.safety.rules import screener


@transaction.atomic
def use_screener(*, programme: Programme, on: bool, by: Actor) -> None:
    """Whether moderators of this programme are offered the questions. Many do not screen."""
    if not policies.may_practise(by, programme):
        raise NotAllowed(_("Only managers set this."))
    settings, _fresh = ScreeningSettings.objects.select_for_update().get_or_create(
        programme=programme
    )
    if settings.on == on:
        return
    settings.on = on
    settings.save(update_fields=["on"])
    audit.record(verb=Verb.SCREENER_SWITCHED, subject=settings, by=by, on=on)


@transaction.atomic
def record_screening(
    *, case: Case, answers: screener.Answers, screening_id: UUID, by: Actor
) -> Screening:
    """Keep what the person answered. High risk makes the case urgent. `screening_id` makes a
    repeated send one screening."""
    case = Case.objects.select_for_update(of=("self",)).select_related("programme").get(pk=case.pk)
    if not policies.may_screen(by.actor_id, case):
        raise NotAllowed(_("Please take this case first, so that everybody knows who has it."))
    if known := Screening.objects.filter(pk=screening_id, case=case).first():
        return known
    if case.state == CaseState.RESOLVED or case.nature != CaseNature.WELFARE:
        raise NotPossible(_("These questions belong to an open case about somebody’s safety."))
    kept = screener.asked(answers)
    if not any(said is not None for said in kept.values()):
        raise NotPossible(_("Nothing was answered. You can close the page; nothing is kept."))
    screening = Screening(id=screening_id, case=case, asked_by=case.assignee)
    screening.sealed_answers = crypto.seal(
        crypto.unwrap(case.wrapped_key),
        json.dumps({question.value: said for question, said in kept.items()}),
        context=queries.screening_context(screening),
    )
    screening.save(force_insert=True)
    if screener.outcome(kept).risk == screener.Risk.HIGH and not case.urgent:
        case.urgent = True
        case.save(update_fields=["urgent"])
    audit.record(verb=Verb.CASE_SCREENED, subject=case, by=by, screening=str(screening.id))
    return screening
