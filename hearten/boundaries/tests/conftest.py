"""What every test of boundaries stands on."""

import pytest

from hearten.boundaries.tests import factories as make
from hearten.boundaries.tests.factories import Pairing, Talk


@pytest.fixture
def pairing(db: None) -> Pairing:
    """A member and their supporter."""
    return make.paired()


@pytest.fixture
def talk(pairing: Pairing) -> Talk:
    """Their talk."""
    return Talk(pairing)
