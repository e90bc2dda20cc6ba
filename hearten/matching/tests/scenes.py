"""One scene for each action, so that what holds for every action is tested for every one."""

from collections.abc import Callable
from typing import Any

from procrastinate.contrib.django.models import ProcrastinateJob

from hearten.accounts.models import Account
from hearten.audit.models import Event
from hearten.foundation.actors import Actor
from hearten.matching import actions, models
from hearten.matching.tests import factories as make

Act = Callable[[Actor], Any]
"""The action, for whoever does it."""
Scene = Callable[[], tuple[Account, Act]]
"""Prepares; gives who may do it, and the action."""

WORDS = "I have not slept since Monday"
TIMES = actions.Times(
    supporter_minutes_now=7,
    supporter_minutes_weeks=60,
    member_minutes_now=20,
    member_minutes_weeks=90,
    choose_minutes_now=4,
    choose_minutes_weeks=300,
    open_proposals_most=4,
)


def asking() -> tuple[Account, Act]:
    programme = make.make_programme()
    member = make.member_of(programme)
    kind = models.RequestKind.NOW
    return member, lambda by: actions.ask(
        member=member, programme=programme, kind=kind, words=WORDS, by=by
    )


def cancelling() -> tuple[Account, Act]:
    programme = make.make_programme()
    member = make.member_of(programme)
    make.supporter_of(programme)
    proposal = make.propose(member, programme)
    return member, lambda by: actions.cancel(request=proposal.request, by=by)


def sweeping() -> tuple[Account, Act]:
    programme = make.make_programme()
    make.supporter_of(programme)
    make.ask(make.member_of(programme), programme)
    return make.manager_of(programme), lambda by: actions.match_waiting(programme=programme, by=by)


def answering() -> tuple[Account, Act]:
    programme = make.make_programme()
    supporter = make.supporter_of(programme)
    proposal = make.propose(make.member_of(programme), programme)
    return supporter, lambda by: actions.answer_proposal(proposal=proposal, yes=True, by=by)


def declining() -> tuple[Account, Act]:
    supporter, _accept = answering()
    proposal = models.Proposal.objects.get(supporter=supporter)
    return supporter, lambda by: actions.answer_proposal(proposal=proposal, yes=False, by=by)


def pairing_up() -> tuple[Account, Act]:
    supporter, accept = answering()
    proposal = accept(supporter)
    member = proposal.request.member
    return member, lambda by: actions.answer_proposal(proposal=proposal, yes=True, by=by)


def choosing() -> tuple[Account, Act]:
    programme = make.make_programme()
    member, supporter = make.member_of(programme), make.supporter_of(programme)
    request = make.ask(member, programme)
    return member, lambda by: actions.choose_supporter(request=request, supporter=supporter, by=by)


def asking_to_choose() -> tuple[Account, Act]:
    programme = make.make_programme()
    member = make.member_of(programme)
    make.supporter_of(programme)
    kind = models.RequestKind.NOW
    return member, lambda by: actions.ask(
        member=member, programme=programme, kind=kind, words=WORDS, choose=True, by=by
    )


def leaving_it_to_the_queue() -> tuple[Account, Act]:
    member, act = asking_to_choose()
    request = act(member)
    return member, lambda by: actions.stop_choosing(request=request, by=by)


def paired() -> models.Pairing:
    programme = make.make_programme()
    member, supporter = make.member_of(programme), make.supporter_of(programme)
    return make.pair(member, supporter, programme, words=WORDS)


def ended(**how: Any) -> models.Pairing:
    pairing = paired()
    usual: dict[str, Any] = {"reason": models.EndReason.TIME, "by": pairing.supporter}
    actions.end_pairing(pairing_id=pairing.pk, **(usual | how))
    pairing.refresh_from_db()
    return pairing


def ending() -> tuple[Account, Act]:
    pairing = paired()
    return pairing.supporter, lambda by: actions.end_pairing(
        pairing_id=pairing.pk,
        reason=models.EndReason.TIME,
        never_again=True,
        handover=WORDS,
        by=by,
    )


def asking_again() -> tuple[Account, Act]:
    pairing = ended()
    return pairing.member, lambda by: actions.ask_again(pairing_id=pairing.pk, by=by)


def handing_over() -> tuple[Account, Act]:
    pairing = ended()
    colleague = make.supporter_of(pairing.programme)
    return pairing.supporter, lambda by: actions.hand_over(
        pairing_id=pairing.pk, words=WORDS, to=colleague, by=by
    )


def taking_up_a_handover() -> tuple[Account, Act]:
    supporter, write = handing_over()
    pairing = write(supporter)
    return pairing.member, lambda by: actions.answer_handover(
        pairing_id=pairing.pk, yes=True, by=by
    )


def refusing_a_handover() -> tuple[Account, Act]:
    supporter, write = handing_over()
    pairing = write(supporter)
    return pairing.member, lambda by: actions.answer_handover(
        pairing_id=pairing.pk, yes=False, by=by
    )


def giving_feedback() -> tuple[Account, Act]:
    pairing = ended()
    return pairing.member, lambda by: actions.give_feedback(
        pairing_id=pairing.pk, felt_heard=5, found_useful=None, words=WORDS, by=by
    )


def setting_up_support() -> tuple[Account, Act]:
    programme = make.make_programme()
    supporter = make.supporter_of(programme)
    return supporter, lambda by: actions.save_supporter_settings(
        supporter=supporter,
        programme=programme,
        capacity=5,
        paused=True,
        boundaries=["no_money", "here_only"],
        words="Sundays are for my family",
        by=by,
    )


def setting_times() -> tuple[Account, Act]:
    programme = make.make_programme()
    return make.manager_of(programme), lambda by: actions.save_matching_settings(
        programme=programme, times=TIMES, by=by
    )


def suspending() -> tuple[Account, Act]:
    pairing = paired()
    manager = make.manager_of(pairing.programme)
    make.ask(pairing.supporter, pairing.programme)
    return manager, lambda by: actions.end_all_for(account_id=pairing.supporter_id, by=by)


def ending_support() -> tuple[Account, Act]:
    pairing = paired()
    manager = make.manager_of(pairing.programme)
    make.propose(make.member_of(pairing.programme), pairing.programme)
    return manager, lambda by: actions.end_support(
        supporter_id=pairing.supporter_id, programme_id=pairing.programme_id, by=by
    )


SCENES: dict[str, list[Scene]] = {
    "ask": [asking, asking_to_choose],
    "stop_choosing": [leaving_it_to_the_queue],
    "cancel": [cancelling],
    "match_waiting": [sweeping],
    "answer_proposal": [answering, declining, pairing_up],
    "choose_supporter": [choosing],
    "end_pairing": [ending],
    "ask_again": [asking_again],
    "hand_over": [handing_over],
    "answer_handover": [taking_up_a_handover, refusing_a_handover],
    "give_feedback": [giving_feedback],
    "save_supporter_settings": [setting_up_support],
    "save_matching_settings": [setting_times],
    "end_all_for": [suspending],
    "end_support": [ending_support],
}
ALL = [scene for scenes in SCENES.values() for scene in scenes]


def snapshot() -> dict[str, object]:
    """All that matching keeps, the record and the jobs."""
    tables = [
        models.SupportRequest,
        models.Proposal,
        models.Pairing,
        models.Feedback,
        models.SupporterSettings,
        models.MatchingSettings,
    ]
    rows = {table.__name__: list(table.objects.order_by("pk").values()) for table in tables}
    return rows | {"events": Event.objects.count(), "jobs": ProcrastinateJob.objects.count()}
