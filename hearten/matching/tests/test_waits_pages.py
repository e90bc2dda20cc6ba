"""The manager's queue page by page, and a waiting page that stays quick and stays there."""

from datetime import datetime, timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from hearten.accounts.models import Account, Programme, Role
from hearten.accounts.queries import people_with
from hearten.accounts.tests.factories import client_of
from hearten.foundation import clock
from hearten.matching import queries, rules
from hearten.matching.models import RequestKind, SupportRequest
from hearten.matching.queries import waiting
from hearten.matching.queries.supporters import loads_of
from hearten.matching.rules import Supporter
from hearten.matching.tests.factories import (
    WEDNESDAY,
    ask,
    make_account,
    make_programme,
    manager_of,
    member_of,
    pair,
    supporter_of,
    sweep,
)
from hearten.profiles.tests.factories import profile

pytestmark = pytest.mark.django_db
HOUR = timedelta(hours=1)


def test_obstacles_are_looked_for_among_a_bounded_number(monkeypatch: pytest.MonkeyPatch) -> None:
    programme = make_programme()
    request = ask(member_of(programme, language="en"), programme)
    for name, language in (("Amber Owl", "ar"), ("Brisk Owl", "fr"), ("Calm Owl", "pt")):
        profile(supporter_of(programme, name, capacity=0), programme, languages=[language])
    looked_at = []
    real = rules.why_nobody_for_member

    def counting(need: object, supporters: list[Supporter], now: datetime) -> object:
        looked_at.append(len(supporters))
        return real(need, supporters, now)  # type: ignore[arg-type]

    monkeypatch.setattr(rules, "why_nobody_for_member", counting)
    whole = queries.waiting_of(request).obstacles
    monkeypatch.setattr(waiting, "SUPPORTERS_MOST", 2)
    assert queries.waiting_of(request).obstacles == whole
    assert looked_at == [3, 2]


def test_a_clock_that_is_set_back_does_not_take_the_waiting_page_away() -> None:
    programme = make_programme()
    member, supporter = member_of(programme), supporter_of(programme, capacity=9)
    with clock.frozen(WEDNESDAY):
        first, *_others = [pair(member_of(programme), supporter, programme) for _ in range(8)]
        request = ask(member, programme)
    paired = SupportRequest.objects.filter(state="paired")
    paired.update(closed_at=WEDNESDAY + HOUR)
    paired.filter(member=first.member).update(closed_at=WEDNESDAY - HOUR)
    with clock.frozen(WEDNESDAY - timedelta(minutes=1)):
        assert queries.waiting_of(request).waited.total == timedelta(0)
    with clock.frozen(WEDNESDAY + 2 * HOUR):
        found = queries.estimate_of(programme.id, RequestKind.WEEKS)
    assert found is not None
    assert found.median == HOUR


class TestPages:
    @pytest.fixture
    def programme(self) -> Programme:
        programme = make_programme()
        for number in range(12):
            with clock.frozen(WEDNESDAY - number * HOUR):
                ask(member_of(programme, language="ar"), programme)
        for number in range(53):
            name = f"Owl {number:02}"
            make_account(name, programme=programme, roles=[Role.SUPPORTER], language="en")
        for load in loads_of(programme):
            account = Account.objects.get(pk=load.supporter_id)
            profile(account, programme, languages=["en"])
        return programme

    def test_the_queue_is_read_page_by_page(self, programme: Programme) -> None:
        with clock.frozen(WEDNESDAY):
            first = queries.waits_of(programme)
            second = queries.waits_of(programme, page="2", room_page="2")
        hours = [one.waited // HOUR for one in (*first.oldest, *second.oldest)]
        assert hours == list(range(11, -1, -1))
        assert [len(first.oldest), len(second.oldest)] == [10, 2]
        assert (first.nobody_fits, second.nobody_fits) == (10, 2)
        sentence = "Some supporters do not share a language with the person."
        assert (first.obstacles, second.obstacles) == ([(sentence, 10)], [(sentence, 2)])
        names = [room.pseudonym for room in (*first.rooms, *second.rooms)]
        everybody = people_with(programme, Role.SUPPORTER)
        assert names == list(everybody.values_list("pseudonym", flat=True))
        assert len(names) == 53
        assert len(second.rooms) == 3

    def test_only_so_many_supporters_are_looked_at(
        self, programme: Programme, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        """Counted, not timed: the page is as quick with 1,000 supporters."""
        looked_at = set()
        real = rules.why_nobody

        def counting(need: object, supporters: list[Supporter], now: datetime) -> object:
            looked_at.add(tuple(one.supporter_id for one in supporters))
            return real(need, supporters, now)  # type: ignore[arg-type]

        monkeypatch.setattr(rules, "why_nobody", counting)
        first, other = queries.waits_of(programme), queries.waits_of(programme, room_page=2)
        [ids] = looked_at
        assert list(ids) == [room.supporter_id for room in first.rooms]
        assert (len(ids), len(other.rooms)) == (50, 3)
        assert first.obstacles == other.obstacles

    def test_instead_of_a_page_that_is_not_there_the_nearest(self, programme: Programme) -> None:
        found = {}
        for asked in ("0", "99", "x", "", "-1", "9" * 30):
            waits = queries.waits_of(programme, page=asked, room_page=asked)
            found[asked] = (waits.pages.number, waits.rooms.number)
        last, first = (2, 2), (1, 1)
        assert list(found.values()) == [last, last, first, first, last, last]

    def test_both_lists_are_turned_over_on_the_page_itself(self, programme: Programme) -> None:
        manager = client_of(manager_of(programme))
        first = manager.get(reverse("matching:waits")).content.decode()
        second = manager.get(reverse("matching:waits"), {"page": 2, "rooms": 2}).content.decode()
        assert first.count("Page 1 of 2") == second.count("Page 2 of 2") == 2
        assert 'href="?page=2" rel="next"' in first
        assert 'href="?page=1&amp;rooms=2#room" rel="next"' in first
        assert 'href="?page=2&amp;rooms=1#room" rel="prev"' in second
        assert ("Counted for the people on this page." in first) is True

    def test_how_many_nobody_is_asked_for(self, programme: Programme) -> None:
        supporter = supporter_of(programme, "Warm Lamp")
        profile(supporter, programme, languages=["ar"])
        made = sweep(programme)
        now, weeks = queries.kinds_of(programme)
        assert len(made) == 3
        assert (now.waiting, now.unasked, weeks.waiting, weeks.unasked) == (0, 0, 12, 9)
        nobody = sum(queries.waits_of(programme, page=page).nobody_fits for page in (1, 2))
        assert nobody == weeks.unasked


def test_the_pages_that_look_at_everybody_ask_few_questions() -> None:
    programme = make_programme()
    member, manager = member_of(programme), manager_of(programme)
    ask(member, programme)
    for who, name in ((member, "matching:waiting"), (manager, "matching:waits")):
        client = client_of(who)
        client.get(reverse(name))
        with CaptureQueriesContext(connection) as asked:
            assert client.get(reverse(name)).status_code == 200
        assert len(asked) <= 26
