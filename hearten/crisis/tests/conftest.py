"""A programme whose numbers are kept."""

import pytest

from hearten.accounts.tests import factories as people


@pytest.fixture
def programme():
    return people.make_programme()
