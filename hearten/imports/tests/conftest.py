"""What every test of an import stands on."""

import json

import pytest
from django.core.management import call_command

from hearten.accounts.models import Programme
from hearten.accounts.tests.factories import make_account, make_programme


@pytest.fixture
def programme(db: None) -> Programme:
    return make_programme()


@pytest.fixture
def reader(programme):
    return make_account("Plain Reader", programme=programme)


@pytest.fixture
def bring(programme, tmp_path):
    """Runs the command over a dump; gives its report."""

    def run(kind, words, *options):
        file, report = tmp_path / "dump.sql", tmp_path / "report.json"
        file.write_bytes(words if isinstance(words, bytes) else words.encode())
        call_command("import_forum", kind, str(file), "--report", str(report), *options)
        return json.loads(report.read_text())

    return run
