"""The people of a case."""

import pytest

from hearten.accounts.models import Role
from hearten.accounts.tests import factories as people


@pytest.fixture
def programme():
    return people.make_programme()


@pytest.fixture
def reporter(programme):
    return people.make_account("Planted Reporter", programme=programme)


@pytest.fixture
def reported(programme):
    return people.make_account("Planted Reported", programme=programme, roles=[Role.SUPPORTER])


@pytest.fixture
def moderator(programme):
    return people.make_account("Calm Heron", programme=programme, roles=[Role.MODERATOR])


@pytest.fixture
def second(programme):
    return people.make_account("Quiet Finch", programme=programme, roles=[Role.MODERATOR])
