"""What every test of accounts stands on."""

import pytest

from hearten.accounts.models import Programme
from hearten.accounts.tests.factories import make_programme


@pytest.fixture(autouse=True)
def _first_page(settings):
    # The first page belongs to a domain above.
    settings.LOGIN_REDIRECT_URL = "/"


@pytest.fixture
def programme(db) -> Programme:
    return make_programme("Harbour")
