"""What every test of meetings stands on."""

from datetime import UTC, datetime, timedelta

import pytest

from hearten.accounts.models import Account, Programme
from hearten.accounts.tests.factories import make_account, make_programme
from hearten.cockpit import actions
from hearten.cockpit.models import Run
from hearten.foundation import clock
from hearten.groups import actions as groups
from hearten.groups.queries import Group, Meeting
from hearten.groups.tests.factories import come, start

NOW = datetime(2026, 11, 25, 19, 0, tzinfo=UTC)


@pytest.fixture(autouse=True)
def _evening():
    with clock.frozen(NOW):
        yield


@pytest.fixture
def programme(db: None) -> Programme:
    return make_programme()


@pytest.fixture
def host(programme: Programme) -> Account:
    return make_account("Hosting Person", programme=programme)


@pytest.fixture
def other(programme: Programme) -> Account:
    return make_account("Other Person", programme=programme)


@pytest.fixture
def third(programme: Programme) -> Account:
    return make_account("Third Person", programme=programme)


@pytest.fixture
def group(programme: Programme, host: Account, other: Account, third: Account) -> Group:
    """Of three, with five places."""
    made = start(programme, host, called="Lantern Row", size_limit=5)
    come(made, other, called="Last Stop")
    come(made, third, called="Wool Sock")
    made.refresh_from_db()
    return made


@pytest.fixture
def meeting(group: Group, host: Account) -> Meeting:
    """In five minutes, for an hour."""
    return groups.set_meeting(
        group=group, starts_at=NOW + timedelta(minutes=5), minutes=60, by=host
    )


@pytest.fixture
def run(meeting: Meeting, host: Account, other: Account, third: Account) -> Run:
    """Open, and everybody has come: host, other, third."""
    made = actions.open_run(meeting=meeting, by=host)
    for person in (other, third):
        actions.come(group=made.group, by=person)
    return made
