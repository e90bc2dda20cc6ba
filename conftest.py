"""Fixtures for every test."""

from pathlib import Path

import pytest
from django.test import TransactionTestCase
from django.utils import translation
from hypothesis import settings as properties

from config import garbage, install
from hearten.foundation.tests.emptying import empty_tables, let_tables_be_emptied

# Chosen by --hypothesis-profile=long; without it a property is tried a hundred times.
properties.register_profile("long", max_examples=20_000, deadline=None)


def pytest_collection_finish():
    """All that was imported stays to the end: it need not be looked through again and again."""
    garbage.settle()


@pytest.fixture(autouse=True)
def _plain_static_files(settings):
    """Pages under test link static files by their own names: nothing was collected for them."""
    Path(settings.STATIC_ROOT).mkdir(parents=True, exist_ok=True)
    settings.STORAGES = settings.STORAGES | {
        "staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"}
    }


@pytest.fixture(scope="session", autouse=True)
def _translations():
    """A fresh clone has none compiled, and Spanish would silently be English."""
    install.compile_translations()


@pytest.fixture(autouse=True)
def _language_of_the_test():
    """A page for somebody who reads Arabic leaves the thread in Arabic, as between two requests."""
    yield
    translation.deactivate()


@pytest.fixture(scope="session")
def django_db_setup(django_db_setup, django_db_blocker):
    """Tests that commit are tidied by emptying tables."""
    with django_db_blocker.unblock(), pytest.MonkeyPatch.context() as patch:
        let_tables_be_emptied()
        patch.setattr(TransactionTestCase, "_fixture_teardown", lambda _case: empty_tables())
        yield django_db_setup
