"""What every test of groups stands on."""

import pytest

from hearten.accounts.models import Account, Programme, Role
from hearten.accounts.tests.factories import make_account, make_programme
from hearten.groups.models import Group
from hearten.groups.tests.factories import start


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
def supervisor(programme: Programme) -> Account:
    return make_account("Oak Table", programme=programme, roles=[Role.SUPERVISOR])


@pytest.fixture
def group(programme: Programme, host: Account) -> Group:
    """Open, with three places of which the host has one."""
    return start(programme, host)
