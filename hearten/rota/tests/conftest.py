"""Who is called, and who plans it."""

import pytest

from hearten.accounts.models import Role
from hearten.accounts.tests import factories as people


@pytest.fixture
def programme():
    return people.make_programme()


@pytest.fixture
def moderator(programme):
    return people.make_account("Calm Heron", programme=programme, roles=[Role.MODERATOR])


@pytest.fixture
def second(programme):
    return people.make_account("Quiet Finch", programme=programme, roles=[Role.MODERATOR])


@pytest.fixture
def manager(programme):
    return people.make_account("Open Window", programme=programme, roles=[Role.MANAGER])
