"""Looking at the queue: what is over, what has become unfit, who is proposed to whom."""

from collections.abc import Callable
from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from procrastinate.contrib.django.models import ProcrastinateJob

from hearten.accounts.actions import block, end_role, give_role
from hearten.accounts.models import Account, Programme, Role
from hearten.accounts.tests.factories import TESTS
from hearten.audit.queries import events_about
from hearten.foundation import clock
from hearten.matching import actions, jobs
from hearten.matching.models import (
    EndReason,
    Proposal,
    RequestKind,
    RequestState,
    Stage,
    SupportRequest,
)
from hearten.matching.tests.factories import (
    WEDNESDAY,
    answer,
    ask,
    make_programme,
    member_of,
    pair,
    propose,
    supporter_of,
    sweep,
)
from hearten.profiles.tests.factories import profile, topic

pytestmark = pytest.mark.django_db
DAY = timedelta(days=1)


def test_the_longest_waiting_is_first_whatever_the_order_of_asking() -> None:
    programme = make_programme()
    members = [member_of(programme) for _ in range(3)]
    for hours, member in zip((2, 9, 5), members, strict=True):
        with clock.frozen(WEDNESDAY - timedelta(hours=hours)):
            ask(member, programme)
    supporter_of(programme, capacity=1)
    with clock.frozen(WEDNESDAY):
        [proposal] = sweep(programme)
    assert proposal.request.member == members[1]


def test_a_proposal_keeps_its_reasons_as_codes() -> None:
    programme = make_programme()
    member, supporter = member_of(programme), supporter_of(programme)
    grief = topic(programme, "Grief")
    for person in (member, supporter):
        profile(person, programme, lived=[grief.id], languages=["es"])
    proposal = propose(member, programme)
    nothing = {"experiences": [], "language": "", "minutes": 0, "channels": []}
    assert proposal.reasons == [
        {**nothing, "why": "common_experience", "experiences": [str(grief.id)]},
        {**nothing, "why": "language", "language": "es"},
        {**nothing, "why": "has_room"},
    ]
    assert proposal.score == 20 + 15 + 5


def test_everything_a_profile_says_reaches_the_rules() -> None:
    """Hours on each one's own wall clock, the language one reads in, channels, no-go, pronouns."""
    programme = make_programme()
    member = member_of(programme, language="ar", time_zone="Asia/Tokyo")
    supporter = supporter_of(programme, time_zone="Europe/Lisbon")
    # 13:00–19:00 in Tokyo is 04:00–10:00 in UTC: the Lisbon morning begins at 06:00.
    profile(member, programme, channels=["chat"], free_parts=["mon-afternoon", "mon-evening"])
    profile(
        supporter,
        programme,
        languages=["ar"],
        channels=["chat", "phone"],
        free_parts=["mon-morning"],
        pronouns="she / her",
    )
    profile(member, programme, wished_pronouns="She/Her")
    with clock.frozen(WEDNESDAY):
        proposal = propose(member, programme)
    codes = {one["why"]: one for one in proposal.reasons}
    assert list(codes) == ["language", "common_hours", "channel", "pronouns", "has_room"]
    assert codes["common_hours"]["minutes"] == 6 * 60
    assert codes["language"]["language"] == "ar"


def test_sweeping_again_makes_nothing_new() -> None:
    programme = make_programme()
    supporter_of(programme)
    ask(member_of(programme), programme)
    assert len(sweep(programme)) == 1
    assert sweep(programme) == []


def test_nobody_gets_more_proposals_than_they_have_room_for() -> None:
    programme = make_programme()
    supporter_of(programme, capacity=2)
    for _ in range(4):
        ask(member_of(programme), programme)
    assert len(sweep(programme)) == 2


def test_deadlines_are_enqueued_in_the_same_transaction() -> None:
    programme = make_programme()
    supporter_of(programme)
    with clock.frozen(WEDNESDAY):
        ask(member_of(programme), programme, RequestKind.NOW)
        ask(member_of(programme), programme, RequestKind.WEEKS)
        sweep(programme)
    later = ProcrastinateJob.objects.filter(scheduled_at__isnull=False).order_by("scheduled_at")
    assert [job.scheduled_at for job in later] == [
        WEDNESDAY + timedelta(minutes=5),
        WEDNESDAY + DAY,
    ]
    assert {job.task_name for job in later} == {"matching.match_waiting"}


def test_a_proposal_not_answered_in_time_moves_on_to_somebody_else() -> None:
    """Also when no job ran at the deadline: whoever looks next finds it by its date."""
    programme = make_programme()
    member = member_of(programme)
    first, second = supporter_of(programme), supporter_of(programme)
    with clock.frozen(WEDNESDAY):
        proposal = propose(member, programme, RequestKind.NOW)
    with clock.frozen(proposal.answer_by - timedelta(seconds=1)):
        assert sweep(programme) == []
    with clock.frozen(WEDNESDAY + 3 * DAY):
        [next_one] = sweep(programme)
    proposal.refresh_from_db()
    assert (proposal.stage, proposal.closed_at) == (Stage.EXPIRED, WEDNESDAY + 3 * DAY)
    assert {proposal.supporter, next_one.supporter} == {first, second}
    assert next_one.request.waiting_since == WEDNESDAY
    assert [event.verb for event in events_about(proposal)][-1] == "matching.proposal_expired"


def _paused(supporter: Account, programme: Programme, _member: Account) -> None:
    actions.save_supporter_settings(
        supporter=supporter, programme=programme, paused=True, by=supporter
    )


def _role_ended(supporter: Account, programme: Programme, _member: Account) -> None:
    end_role(account=supporter, programme=programme, role=Role.SUPPORTER, by=TESTS)


def _blocked(supporter: Account, _programme: Programme, member: Account) -> None:
    block(of=member, by=supporter)


def _blocked_by_member(supporter: Account, _programme: Programme, member: Account) -> None:
    block(of=supporter, by=member)


def _suspended(supporter: Account, _programme: Programme, _member: Account) -> None:
    Account.objects.filter(pk=supporter.pk).update(is_active=False)


def _no_room(supporter: Account, programme: Programme, _member: Account) -> None:
    actions.save_supporter_settings(
        supporter=supporter, programme=programme, capacity=0, by=supporter
    )


@pytest.mark.parametrize(
    "happens", [_paused, _role_ended, _blocked, _blocked_by_member, _suspended, _no_room]
)
@pytest.mark.parametrize("said_yes", [False, True])
def test_what_has_become_unfit_is_withdrawn_and_the_member_waits_on(
    happens: Callable[[Account, Programme, Account], None], said_yes: bool
) -> None:
    programme = make_programme()
    member, supporter = member_of(programme), supporter_of(programme)
    proposal = propose(member, programme)
    if said_yes:
        answer(proposal, supporter)
    happens(supporter, programme, member)
    assert sweep(programme) == []
    proposal.refresh_from_db()
    assert proposal.stage == Stage.WITHDRAWN
    assert proposal.request.state == RequestState.WAITING


def test_a_pause_taken_back_lets_the_same_two_be_proposed_again() -> None:
    programme = make_programme()
    member, supporter = member_of(programme), supporter_of(programme)
    propose(member, programme)
    _paused(supporter, programme, member)
    sweep(programme)
    actions.save_supporter_settings(
        supporter=supporter, programme=programme, paused=False, by=supporter
    )
    assert [one.supporter for one in sweep(programme)] == [supporter]


def test_requests_of_people_who_are_members_no_more_close() -> None:
    programme = make_programme()
    member = member_of(programme)
    request = ask(member, programme)
    end_role(account=member, programme=programme, role=Role.MEMBER, by=TESTS)
    supporter_of(programme)
    assert sweep(programme) == []
    request.refresh_from_db()
    assert request.state == RequestState.CANCELLED


def test_a_member_who_lets_two_proposals_pass_is_left_in_peace() -> None:
    programme = make_programme()
    member = member_of(programme)
    for _ in range(3):
        supporter_of(programme)
    moment = WEDNESDAY
    with clock.frozen(moment):
        [proposal] = [propose(member, programme, RequestKind.NOW)]
    states = []
    for _ in range(2):
        with clock.frozen(moment):
            proposal = answer(proposal, proposal.supporter)
        moment = proposal.answer_by
        with clock.frozen(moment):
            made = sweep(programme)
        states.append(SupportRequest.objects.get().state)
        proposal = made[0] if made else proposal
    assert states == [RequestState.PROPOSED, RequestState.CANCELLED]
    with clock.frozen(moment):
        assert ask(member, programme).state == RequestState.WAITING


def test_silent_supporters_never_close_a_request() -> None:
    programme = make_programme()
    for _ in range(4):
        supporter_of(programme)
    moment = WEDNESDAY
    with clock.frozen(moment):
        ask(member_of(programme), programme)
    for _ in range(4):
        with clock.frozen(moment):
            [proposal] = sweep(programme)
        moment = proposal.answer_by
    with clock.frozen(moment):
        assert sweep(programme) == []
    assert SupportRequest.objects.get().state == RequestState.WAITING


@pytest.mark.parametrize(
    ("reason", "never_again", "again"),
    [
        (EndReason.HELPED, False, True),
        (EndReason.AVAILABILITY, False, True),
        (EndReason.HELPED, True, False),
        (EndReason.NOT_FITTING, False, False),
        (EndReason.UNCOMFORTABLE, False, False),
    ],
)
def test_past_endings_are_respected(reason: EndReason, never_again: bool, again: bool) -> None:
    programme = make_programme()
    member, supporter = member_of(programme), supporter_of(programme)
    pairing = pair(member, supporter, programme)
    actions.end_pairing(pairing_id=pairing.pk, reason=reason, never_again=never_again, by=supporter)
    ask(member, programme)
    assert [one.supporter for one in sweep(programme)] == ([supporter] if again else [])


def test_never_again_holds_when_the_two_change_places() -> None:
    programme = make_programme()
    member, supporter = member_of(programme), supporter_of(programme)
    pairing = pair(member, supporter, programme)
    actions.end_pairing(pairing_id=pairing.pk, reason=EndReason.TIME, never_again=True, by=member)
    _role_ended(supporter, programme, member)
    give_role(account=member, programme=programme, role=Role.SUPPORTER, by=TESTS)
    ask(supporter, programme)
    assert sweep(programme) == []


def test_people_who_are_paired_are_not_proposed_to_each_other_again() -> None:
    programme = make_programme()
    member, supporter = member_of(programme), supporter_of(programme)
    pair(member, supporter, programme)
    ask(member, programme, RequestKind.NOW)
    assert sweep(programme) == []


@pytest.mark.parametrize("member_blocks", [True, False])
def test_a_block_keeps_two_apart_both_ways(member_blocks: bool) -> None:
    programme = make_programme()
    member, supporter = member_of(programme), supporter_of(programme)
    one, other = (member, supporter) if member_blocks else (supporter, member)
    block(of=other, by=one)
    ask(member, programme)
    assert sweep(programme) == []


def test_programmes_do_not_mix() -> None:
    here, there = make_programme(), make_programme()
    supporter_of(there)
    ask(member_of(here), here)
    assert sweep(here) == []
    assert sweep(there) == []


def test_looking_at_a_longer_queue_takes_no_more_queries() -> None:
    """Nobody fits, so that only the looking is counted: proposals are written one by one."""

    def looked_at(members: int, supporters: int) -> int:
        programme = make_programme()
        for _ in range(supporters):
            profile(supporter_of(programme), programme, languages=["es"])
        for _ in range(members):
            profile(member := member_of(programme), programme, languages=["ar"])
            ask(member, programme)
        with CaptureQueriesContext(
            connection,
        ) as captured:
            assert sweep(programme) == []
        return len(captured)

    assert looked_at(1, 1) == looked_at(10, 5)


def test_the_job_looks_at_one_programme() -> None:
    programme = make_programme()
    supporter_of(programme)
    ask(member_of(programme), programme)
    jobs.match_waiting(programme_id=str(programme.id))
    jobs.match_waiting(programme_id=str(programme.id))
    [proposal] = Proposal.objects.all()
    assert [event.actor_name for event in events_about(proposal)] == ["queue keeper"]


def test_every_minute_each_programme_with_open_requests_is_looked_at() -> None:
    waiting, quiet = make_programme(), make_programme()
    supporter_of(quiet)
    for _ in range(2):
        ask(member_of(waiting), waiting)
    with connection.cursor() as cursor:  # the asks have enqueued their own look already
        cursor.execute("DELETE FROM procrastinate_jobs")
    jobs.match_everywhere(timestamp=0)
    jobs.match_everywhere(timestamp=60)
    found = ProcrastinateJob.objects.filter(task_name="matching.match_waiting")
    assert [job.args for job in found] == [{"programme_id": str(waiting.id)}]
