"""A real installation with the demo programme, and a real browser."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, sync_playwright

from tests.browser.looking import Screen
from tests.installation import Installation, installation

CHROMIUM = "/usr/bin/chromium"
QUIET = [
    "--no-sandbox",  # as root, in CI
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--no-first-run",
]


@pytest.fixture(scope="session")
def site() -> Iterator[Installation]:
    """An installation with the demo programme, shared by all browser tests: they add, never tidy."""
    with installation(demo=True) as running:
        yield running


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    """Debian's chromium."""
    assert Path(CHROMIUM).exists(), "make system installs chromium"
    with sync_playwright() as playwright:
        opened = playwright.chromium.launch(executable_path=CHROMIUM, args=QUIET)
        yield opened
        opened.close()


@pytest.fixture(scope="session")
def screens(site: Installation) -> list[Screen]:
    """Every screen, with somebody to look at it."""
    listed: list[Screen] = site.python("tests.browser.screens")
    return listed
