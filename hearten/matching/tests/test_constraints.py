"""What the database refuses, whoever writes."""

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from django.apps import apps
from django.db import IntegrityError, transaction

from hearten.foundation import clock
from hearten.matching import models
from hearten.matching.tests.factories import make_programme, member_of, propose, supporter_of
from hearten.matching.tests.scenes import ended, paired

pytestmark = pytest.mark.django_db
DAY = timedelta(days=1)


def a_request(**fields: Any) -> models.SupportRequest:
    programme = make_programme()
    usual = {
        "programme": programme,
        "member": member_of(programme),
        "kind": "weeks",
        "made_at": now(),
        "waiting_since": now() - DAY,
    }
    return models.SupportRequest(**(usual | fields))


def a_proposal(**fields: Any) -> models.Proposal:
    request = a_request()
    request.save()
    supporter = supporter_of(request.programme)
    soon = clock.now() + DAY
    usual = {"request": request, "supporter": supporter, "score": 1, "answer_by": soon}
    return models.Proposal(**(usual | fields))


def the_pairing(**fields: Any) -> models.Pairing:
    pairing = paired()
    for name, value in fields.items():
        setattr(pairing, name, value)
    return pairing


def ended_pairing(**fields: Any) -> models.Pairing:
    pairing = ended()
    for name, value in fields.items():
        setattr(pairing, name, getattr(pairing, value))
    return pairing


def feedback(**fields: Any) -> models.Feedback:
    pairing = ended()
    return models.Feedback(pairing=pairing, by=pairing.member, **fields)


def settings(**fields: Any) -> models.MatchingSettings:
    return models.MatchingSettings(programme=make_programme(), **fields)


def room(**fields: Any) -> models.SupporterSettings:
    programme = make_programme()
    return models.SupporterSettings(programme=programme, supporter=member_of(programme), **fields)


def second_open_request() -> models.SupportRequest:
    first = a_request()
    first.save()
    return a_request(programme=first.programme, member=first.member)


def second_open_proposal() -> models.Proposal:
    first = a_proposal()
    first.save()
    return a_proposal(request=first.request)


def second_open_pairing() -> models.Pairing:
    first = paired()
    proposal = propose(member_of(first.programme), first.programme)
    return models.Pairing(
        programme=first.programme,
        proposal=proposal,
        member=first.member,
        supporter=first.supporter,
    )


def second_feedback() -> models.Feedback:
    first = feedback()
    first.save()
    return models.Feedback(pairing=first.pairing, by=first.by)


def second_settings() -> models.SupporterSettings:
    first = room()
    first.save()
    return models.SupporterSettings(programme=first.programme, supporter=first.supporter)


def now() -> Any:
    return clock.now()


REFUSED: list[tuple[str, Callable[[], Any]]] = [
    ("request_one_open", second_open_request),
    ("request_closed_when_done", lambda: a_request(state="cancelled")),
    ("request_closed_when_done", lambda: a_request(closed_at=now())),
    ("request_waits_from_making_or_before", lambda: a_request(waiting_since=now() + DAY)),
    (
        "request_choosing_only_while_waiting",
        lambda: a_request(state="proposed", choose_until=now() + DAY),
    ),
    ("request_choosing_after_asking", lambda: a_request(choose_until=now() - DAY)),
    ("request_kind_known", lambda: a_request(kind="soon")),
    ("request_state_known", lambda: a_request(state="lost", closed_at=now())),
    ("proposal_one_open_per_request", second_open_proposal),
    ("proposal_closed_when_done", lambda: a_proposal(stage="expired")),
    ("proposal_closed_when_done", lambda: a_proposal(closed_at=now())),
    (
        "proposal_answers_make_the_stage",
        lambda: a_proposal(stage="lost", supporter_said=True, closed_at=now()),
    ),
    ("proposal_answers_make_the_stage", lambda: a_proposal(stage="asked_member")),
    ("proposal_answers_make_the_stage", lambda: a_proposal(member_said=True)),
    ("proposal_answers_make_the_stage", lambda: a_proposal(chosen_by_member=True)),
    (
        "proposal_answers_make_the_stage",
        lambda: a_proposal(stage="accepted", supporter_said=True, closed_at=now()),
    ),
    (
        "proposal_answers_make_the_stage",
        lambda: a_proposal(stage="declined", supporter_said=True, closed_at=now()),
    ),
    ("proposal_deadline_after_start", lambda: a_proposal(answer_by=now() - DAY)),
    ("pairing_one_open_of_two", second_open_pairing),
    ("pairing_of_two_people", lambda: _with_oneself()),
    ("pairing_ending_whole", lambda: the_pairing(ended_at=now())),
    ("pairing_ending_whole", lambda: the_pairing(end_reason="time")),
    ("pairing_ending_whole", lambda: the_pairing(ended_at=now(), end_reason="boredom")),
    ("pairing_handover_after_the_end", lambda: the_pairing(sealed_handover=b"x")),
    ("pairing_handover_after_the_end", lambda: the_pairing(handover_answered_at=now())),
    ("pairing_handover_not_to_the_two", lambda: ended_pairing(handover_to="member")),
    ("pairing_handover_not_to_the_two", lambda: ended_pairing(handover_to="supporter")),
    ("feedback_once", second_feedback),
    ("feedback_scale", lambda: feedback(felt_heard=0)),
    ("feedback_scale", lambda: feedback(found_useful=6)),
    ("supporter_settings_once", second_settings),
    ("supporter_capacity_sane", lambda: room(capacity=31)),
    ("matching_times_at_least_a_minute", lambda: settings(member_minutes_now=0)),
    ("matching_times_at_least_a_minute", lambda: settings(open_proposals_most=0)),
    ("matching_times_at_least_a_minute", lambda: settings(choose_minutes_now=0)),
    ("matching_times_at_least_a_minute", lambda: settings(choose_minutes_weeks=0)),
    ("matching_times_at_most_a_month", lambda: settings(supporter_minutes_weeks=43_201)),
    ("matching_times_at_most_a_month", lambda: settings(open_proposals_most=11)),
    ("matching_times_at_most_a_month", lambda: settings(choose_minutes_now=43_201)),
    ("matching_times_at_most_a_month", lambda: settings(choose_minutes_weeks=43_201)),
]


def _with_oneself() -> models.Pairing:
    proposal = a_proposal()
    proposal.save()
    member = proposal.request.member
    programme = proposal.request.programme
    return models.Pairing(programme=programme, proposal=proposal, member=member, supporter=member)


@pytest.mark.parametrize(("name", "row"), REFUSED)
def test_the_database_refuses(name: str, row: Callable[[], Any]) -> None:
    wrong = row()
    with pytest.raises(IntegrityError, match=f'"{name}"'), transaction.atomic():
        wrong.save()


def test_every_constraint_is_tested() -> None:
    declared = {
        constraint.name
        for model in apps.get_app_config("matching").get_models()
        for constraint in model._meta.constraints
    }
    assert {name for name, _row in REFUSED} == declared


def test_a_wait_is_kept_by_one_request_only() -> None:
    pairing = ended()
    again = a_request(programme=pairing.programme, follows=pairing)
    again.save()
    with pytest.raises(IntegrityError, match="follows_id"), transaction.atomic():
        a_request(programme=pairing.programme, follows=pairing).save()
