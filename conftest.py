"""Fixtures for every test."""

from pathlib import Path

import pytest
from django.db import connection


@pytest.fixture(autouse=True)
def _plain_static_files(settings):
    """Pages under test link static files by their own names: nothing was collected for them."""
    Path(settings.STATIC_ROOT).mkdir(parents=True, exist_ok=True)
    settings.STORAGES = settings.STORAGES | {
        "staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"}
    }


@pytest.fixture(scope="session")
def django_db_setup(django_db_setup, django_db_blocker):
    """Tests that commit are tidied by TRUNCATE, which append-only tables refuse. In the tests' own
    database alone, and in nothing the product can reach, those triggers sleep; a test of one wakes
    it within its transaction."""
    with django_db_blocker.unblock(), connection.cursor() as cursor:
        cursor.execute(
            "SELECT format('ALTER TABLE %s DISABLE TRIGGER %I', tgrelid::regclass, tgname)"
            r" FROM pg_trigger WHERE tgname LIKE '%\_not\_emptied'"
        )
        for (sleep,) in cursor.fetchall():
            cursor.execute(sleep)
    return django_db_setup


@pytest.fixture(autouse=True)
def _nothing_left_behind(request, django_db_blocker):
    """Tests that commit are tidied by emptying tables, of models only: jobs and throttles have none
    that Django manages, and would meet the next test."""
    yield
    mark = request.node.get_closest_marker("django_db")
    committed = "transactional_db" in request.fixturenames or (
        mark is not None and mark.kwargs.get("transaction")
    )
    if committed:
        with django_db_blocker.unblock(), connection.cursor() as cursor:
            cursor.execute("TRUNCATE procrastinate_jobs CASCADE")
            cursor.execute("TRUNCATE throttle_cache")
