"""A real installation with the demo programme, and a real browser."""

from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser

from tests.browser.looking import Screen
from tests.browser.neutral import neutral_site
from tests.browser.talking import Talk
from tests.chromium import chromium
from tests.installation import Installation, installation


@pytest.fixture(scope="session")
def site() -> Iterator[Installation]:
    """An installation with the demo programme, shared by all browser tests: they add, never tidy."""
    with installation(demo=True) as running:
        yield running


@pytest.fixture(scope="session")
def neutral() -> Iterator[str]:
    """The address of a mature everyday site of another origin, on this machine."""
    with neutral_site() as address:
        yield address


@pytest.fixture(scope="session")
def place(neutral: str) -> Iterator[Installation]:
    """An installation without a demo, left quickly to the neutral site. It is shared: whoever tests
    brings their own people, and leaves them."""
    with installation(demo=False, QUICK_EXIT_URL=neutral) as running:
        yield running


@pytest.fixture(scope="module")
def talk(place: Installation) -> Talk:
    """A programme with two people in a conversation, for the tests of one file."""
    return Talk(place)


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    """Debian's Chromium."""
    with chromium() as running:
        yield running


@pytest.fixture(scope="session")
def screens(site: Installation) -> list[Screen]:
    """Every screen, with somebody to look at it."""
    listed: list[Screen] = site.python("tests.browser.screens")
    return listed
