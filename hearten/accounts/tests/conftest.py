"""What every test of accounts stands on."""

import pytest
from django.contrib.auth.hashers import Argon2PasswordHasher

from hearten.accounts.models import Programme
from hearten.accounts.tests.factories import make_programme


@pytest.fixture(autouse=True)
def _first_page(settings):
    # The first page belongs to a domain above.
    settings.LOGIN_REDIRECT_URL = "/"


@pytest.fixture(autouse=True)
def _quick_argon2(monkeypatch):
    # The same Argon2id with less work, or the suite would spend its minutes on being slow on purpose.
    for cost, value in {"time_cost": 1, "memory_cost": 8, "parallelism": 1}.items():
        monkeypatch.setattr(Argon2PasswordHasher, cost, value)


@pytest.fixture
def programme(db) -> Programme:
    return make_programme("Harbour")
