"""The people of a measure."""

import pytest

from hearten.conduct.tests.factories import Scene


@pytest.fixture
def scene(db):
    return Scene()
