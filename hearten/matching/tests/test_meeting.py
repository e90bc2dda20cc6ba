"""What the rules are shown of people, read in few queries: the same as read one by one."""

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from random import Random
from zoneinfo import ZoneInfo

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from hearten.accounts import actions as accounts
from hearten.accounts.models import Account, Programme, Role
from hearten.foundation import clock
from hearten.matching import actions, queries, rules
from hearten.matching.models import (
    OPEN_STAGES,
    MatchingSettings,
    Pairing,
    Proposal,
    RequestKind,
    SupportRequest,
)
from hearten.matching.queries.supporters import loads_of, meeting_of
from hearten.matching.rules import Channel, PartOfDay, Supporter, WeeklyHours
from hearten.matching.tests.factories import (
    KEEPER,
    answer,
    ask,
    make_account,
    make_programme,
    member_of,
    supporter_of,
    sweep,
)
from hearten.profiles.queries import facts, facts_without_words
from hearten.profiles.tests.factories import profile, topic

pytestmark = pytest.mark.django_db
HOUR = timedelta(hours=1)
DAYS = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")
ZONES = ("UTC", "Europe/Berlin", "America/St_Johns", "Asia/Kathmandu")
SEEDS = (1, 2)


def random_programme(seed: int) -> Programme:
    """Supporters and members of every kind, some of them talking, some asked, some waiting."""
    dice = Random(seed)  # noqa: S311 - a test's, no secret
    programme = make_programme()
    topics = [topic(programme, name).id for name in ("Grief", "Panic", "Debt")]
    supporters = [
        supporter_of(programme, capacity=dice.randrange(4), time_zone=dice.choice(ZONES))
        for _ in range(6)
    ]
    members = [member_of(programme, language=dice.choice(("en", "ar"))) for _ in range(8)]
    for person in (*supporters, *members):
        if dice.random() < 0.8:
            _say(person, programme, dice, topics)
    for member in members:
        ask(member, programme, dice.choice(list(RequestKind)))
    for _turn in range(3):
        for proposal in sweep(programme):
            if dice.random() < 0.7 and answer(proposal, proposal.supporter, dice.random() < 0.7):
                proposal.refresh_from_db()
            if proposal.supporter_said:
                answer(proposal, proposal.request.member, dice.random() < 0.7)
    for pairing in Pairing.objects.filter(programme=programme)[:1]:
        actions.end_pairing(pairing_id=pairing.pk, reason="not_fitting", by=pairing.member)
        actions.ask_again(pairing_id=pairing.pk, by=pairing.member)
    for supporter in dice.sample(supporters, 2):
        actions.save_supporter_settings(
            supporter=supporter, programme=programme, paused=True, by=supporter
        )
    accounts.block(of=members[0], by=supporters[0])
    return programme


def _say(person: Account, programme: Programme, dice: Random, topics: list[object]) -> None:
    profile(
        person,
        programme,
        languages=dice.sample(["en", "ar", "pt-BR"], dice.randrange(3)),
        channels=dice.sample([one.value for one in Channel], dice.randrange(3)),
        free_parts=[f"{day}-{part}" for day in DAYS for part in PartOfDay if dice.random() < 0.2],
        lived=dice.sample(topics, dice.randrange(3)),
        no_go=dice.sample(topics, dice.randrange(2)),
        wishes="Patience",
    )


def one_by_one(programme: Programme) -> Iterator[Supporter]:
    """Each supporter read alone, the plain way, by pseudonym."""
    stored = MatchingSettings.objects.filter(programme=programme).first()
    for account in Account.objects.order_by("pseudonym_key"):
        roles = account.memberships.filter(programme=programme, ended_at__isnull=True)
        if not (account.is_active and roles.filter(role=Role.SUPPORTER).exists()):
            continue
        said = facts(programme, account)
        chosen = queries.supporter_settings_of(programme, account)
        mine = Pairing.objects.filter(programme=programme, supporter=account)
        asked = Proposal.objects.filter(
            request__programme=programme, supporter=account, stage__in=OPEN_STAGES
        ).count()
        newest = mine.order_by("-started_at").first()
        boxes = (box.split("-") for box in said.free_parts)
        yield Supporter(
            supporter_id=account.id,
            capacity=chosen.capacity,
            load=mine.filter(ended_at__isnull=True).count() + asked,
            proposals_open=asked,
            max_proposals=(stored or MatchingSettings()).open_proposals_most,
            paused=chosen.paused_since is not None,
            last_paired_at=newest.started_at if newest else None,
            experiences=said.lived,
            languages=said.languages,
            channels=frozenset(Channel(one) for one in said.channels),
            hours=WeeklyHours.from_parts(
                ((DAYS.index(day), PartOfDay(part)) for day, part in boxes),
                zone=ZoneInfo(said.time_zone),
                around=clock.now(),
            ),
            pronouns=frozenset({said.pronouns} - {""}),
            no_go=said.no_go,
        )


@pytest.mark.parametrize("seed", SEEDS)
def test_all_at_once_are_read_as_one_by_one(seed: int) -> None:
    programme = random_programme(seed)
    gone = supporter_of(programme)
    accounts.end_role(account=gone, programme=programme, role=Role.SUPPORTER, by=KEEPER)
    Account.objects.filter(pk=supporter_of(programme).pk).update(is_active=False)
    supporter_of(make_programme())
    found = meeting_of(programme, [], in_turn=True).supporters
    assert found == list(one_by_one(programme))
    assert len(found) == 6


@pytest.mark.parametrize("seed", SEEDS)
def test_requests_read_together_are_the_same_as_alone(seed: int) -> None:
    programme = random_programme(seed)
    open_ones = SupportRequest.objects.filter(programme=programme, state="waiting")
    requests = list(open_ones.select_related("member"))
    assert requests
    together = meeting_of(programme, requests).needs
    assert together == [meeting_of(programme, [one]).needs[0] for one in requests]


@pytest.mark.parametrize("seed", SEEDS)
def test_one_supporter_alone_is_found_exactly_when_they_fit_among_all(seed: int) -> None:
    from hearten.matching.actions.proposals import fitting

    programme = random_programme(seed)
    now = clock.now()
    for request in SupportRequest.objects.filter(programme=programme, state="waiting"):
        meeting = meeting_of(programme, [request], in_turn=True)
        [need] = meeting.needs
        for one in meeting.supporters:
            alone = fitting(request, Account.objects.get(pk=one.supporter_id))
            assert (alone is not None) is rules.may_be_proposed(need, one, now)


@pytest.mark.parametrize("seed", SEEDS)
def test_the_sums_are_those_of_the_rows(seed: int) -> None:
    programme = random_programme(seed)
    loads = loads_of(programme)
    active = [load for load in loads if not load.paused]
    assert queries.capacity_of(programme) == queries.Capacity(
        supporters=len(loads),
        paused=len(loads) - len(active),
        places=sum(load.capacity for load in active),
        taken=sum(load.pairings for load in loads),
        free=sum(max(0, load.capacity - load.pairings) for load in active),
    )
    assert sum(load.pairings for load in loads) == Pairing.objects.filter(ended_at=None).count()


def test_an_empty_programme_has_no_room_and_no_gaps() -> None:
    none = queries.capacity_of(make_programme())
    assert (none.supporters, none.paused, none.places, none.taken, none.free) == (0, 0, 0, 0, 0)


def test_who_set_nothing_has_the_usual_room() -> None:
    programme = make_programme()
    make_account(programme=programme, roles=[Role.SUPPORTER])
    [load] = loads_of(programme)
    assert (load.capacity, load.paused, load.pairings, load.proposals) == (3, False, 0, 0)


def test_somebody_with_several_roles_is_there_once() -> None:
    programme = make_programme()
    both = make_account(programme=programme, roles=[Role.SUPPORTER, Role.MANAGER])
    accounts.end_role(account=both, programme=programme, role=Role.SUPPORTER, by=KEEPER)
    accounts.give_role(account=both, programme=programme, role=Role.SUPPORTER, by=KEEPER)
    assert [load.supporter_id for load in loads_of(programme)] == [both.id]


def test_facts_without_words_are_the_facts_without_the_words() -> None:
    programme = make_programme()
    grief = topic(programme, "Grief").id
    told, silent = member_of(programme, language="es"), member_of(programme)
    profile(told, programme, languages=["en"], lived=[grief], wishes="Patience")
    ids = [told.id, silent.id]
    with CaptureQueriesContext(connection) as asked:
        found = facts_without_words(programme, ids)
    assert len(asked) == 2
    assert "sealed" not in "".join(one["sql"] for one in asked)
    whole = facts(programme, told)
    assert (whole.wishes, found[told.id].wishes) == ("Patience", "")
    assert (found[told.id].languages, found[told.id].lived) == (("en",), {grief})
    assert found[silent.id] == facts(programme, silent)
    unknown = make_programme().id
    assert facts_without_words(programme, [unknown])[unknown].languages == ()


def test_a_profile_in_another_programme_says_nothing_here() -> None:
    here, there = make_programme(), make_programme()
    person = member_of(there)
    accounts.give_role(account=person, programme=here, role=Role.MEMBER, by=KEEPER)
    profile(person, there, languages=["ar"])
    assert facts_without_words(here, [person.id])[person.id].languages == ()


def test_the_hours_kept_are_those_worked_out_anew() -> None:
    parts = ((0, PartOfDay.NIGHT), (6, PartOfDay.EVENING))
    for zone in ZONES:
        for day in range(0, 365, 13):
            around = datetime(2025, 1, 1, 12, tzinfo=UTC) + timedelta(days=day)
            local = around.astimezone(ZoneInfo(zone)).date()
            anew = WeeklyHours.from_parts(parts, zone=ZoneInfo(zone), around=around)
            assert rules.hours_of(parts, zone, local) == anew
    assert rules.hours_of(parts, "UTC", local) is rules.hours_of(parts, "UTC", local)


def test_choosing_needs_no_other_supporter() -> None:
    """How many people support makes no difference to asking one of them."""

    def asked(others: int) -> int:
        programme = make_programme()
        chosen = supporter_of(programme)
        for _ in range(others):
            supporter_of(programme)
        member = member_of(programme)
        request = ask(member, programme)
        with CaptureQueriesContext(connection) as captured:
            actions.choose_supporter(request=request, supporter=chosen, by=member)
        return len(captured)

    assert asked(0) == asked(7)
