"""Starts the tests' own embedded PostgreSQL before Django reads its settings.

Loaded by `-p tests.postgres_plugin`. DATABASE_URL chooses another server; TEST_DATA_DIR another
folder for the embedded one. xdist's workers inherit the environment of the first process.
"""

import os
import shutil
import tempfile
from pathlib import Path
from uuid import uuid4

import pytest

from config import database
from tests.installation import FIRST, TEST_RUN

os.environ.setdefault(TEST_RUN, uuid4().hex)

if "DATA_DIR" not in os.environ:
    # Not below the checkout: PostgreSQL's socket path must stay short, and as root the server runs
    # as another user that may not read a private folder.
    folder = Path(
        os.environ.get("TEST_DATA_DIR")
        or Path(tempfile.gettempdir()) / f"hearten-test-{os.getuid()}"
    )
    folder.mkdir(parents=True, exist_ok=True)
    os.environ["DATA_DIR"] = str(folder)
    if "DATABASE_URL" not in os.environ:
        os.environ["DATABASE_URL"] = database.start_embedded(folder).get_uri()


def pytest_unconfigure(config: pytest.Config) -> None:
    """Take away what the processes of this run shared."""
    if hasattr(config, "workerinput"):
        return
    for left in Path(tempfile.gettempdir()).glob(f"{FIRST}-{os.environ[TEST_RUN]}-*"):
        shutil.rmtree(left, ignore_errors=True)
        left.unlink(missing_ok=True)
