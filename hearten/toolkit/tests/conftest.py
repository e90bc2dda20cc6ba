"""What every test of the toolkit stands on."""

import pytest

from hearten.toolkit.tests import factories as make
from hearten.toolkit.tests.factories import Pairing


@pytest.fixture
def pairing(db: None) -> Pairing:
    """A member with a plan, and their supporter."""
    found = make.paired()
    make.plan_for(found.member)
    return found
