"""What is one's own leaves with the copy and goes with the erasure; what a supporter did does not go with
the member."""

from typing import Any

import pytest

from hearten.accounts.models import Account
from hearten.boundaries import actions, queries
from hearten.boundaries.models import Concern, Pace, Sign, SupervisionNote, Tally
from hearten.boundaries.tests import factories as make
from hearten.boundaries.tests.factories import READER, Talk
from hearten.foundation.errors import NotAllowed

pytestmark = pytest.mark.django_db


@pytest.fixture
def both(talk: Talk) -> Talk:
    """The supporter's words were about money, the member's about another place; a note was written."""
    talk.member(make.ELSEWHERE)
    talk.supporter(make.MONEY)
    supervisor = make.supervisor_of(talk.pairing.programme)
    make.note(Concern.objects.get(kind="money"), supervisor)
    return talk


def left() -> list[tuple[str, str, int | None]]:
    rows = Concern.objects.order_by("kind").values_list("kind", "side", "last_seq")
    return list(rows)


def told(account: Account) -> list[Any]:
    return [one["kind"] for one in queries.export_of(account)["noticed"]]


def test_each_takes_along_what_they_did(both: Talk) -> None:
    assert told(both.pairing.member) == ["elsewhere"]
    assert sorted(told(both.pairing.supporter)) == ["elsewhere", "money"]
    assert queries.export_of(both.pairing.member)["cards"] == []


def test_nothing_of_a_tie_somebody_may_not_know_of(both: Talk) -> None:
    unseen = {
        "programme": both.pairing.programme,
        "supporter": both.pairing.supporter,
        "pairing": both.pairing,
        "side": "supporter",
        "kind": "two_roles_unseen",
    }
    day = make.WEDNESDAY.date()
    Sign.objects.create(**unseen, day=day, count=1)
    Concern.objects.create(
        **unseen,
        opened_day=day,
        last_at=make.WEDNESDAY,
        with_supervisor_at=make.WEDNESDAY,
        why="unseen",
    )
    for account in (both.pairing.supporter, both.pairing.member):
        assert "two_roles_unseen" not in str(queries.export_of(account))


def test_when_the_member_goes_what_the_supporter_did_stays(both: Talk) -> None:
    assert left() == [("elsewhere", "member", 1), ("money", "supporter", 2)]
    actions.erase(account=both.pairing.member, by=READER)
    assert left() == [("money", "supporter", None)]
    assert list(Sign.objects.values_list("kind", flat=True)) == ["money"]
    assert list(Tally.objects.values_list("account", flat=True)) == [both.pairing.supporter_id]
    assert (Pace.objects.count(), SupervisionNote.objects.count()) == (0, 1)


def test_when_the_supporter_goes_all_of_it_goes(both: Talk) -> None:
    taken = actions.erase(account=both.pairing.supporter, by=READER)
    assert (left(), Sign.objects.count(), SupervisionNote.objects.count()) == ([], 0, 0)
    assert taken.rows["boundaries.supervisionnote"] == 1
    assert actions.erase(account=both.pairing.supporter, by=READER).rows == {}


def test_only_an_erasure_by_rule(both: Talk) -> None:
    with pytest.raises(NotAllowed):
        actions.erase(account=both.pairing.member, by=both.pairing.member)
    assert len(left()) == 2
