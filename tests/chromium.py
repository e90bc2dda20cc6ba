"""Debian's Chromium, in the two forms that the tests use."""

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from playwright.sync_api import Browser, sync_playwright

WHOLE = "/usr/bin/chromium"
"""As people have it. Only it shows notifications."""
SHELL = "/usr/bin/chromium-headless-shell"
"""The same engine without the parts around a window that nobody sees: it opens a page in two thirds of
the time."""
QUIET = [
    "--no-sandbox",  # as root, in CI
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--no-first-run",
]


@contextmanager
def chromium(program: str = SHELL) -> Iterator[Browser]:
    """A running one."""
    assert Path(program).exists(), "make system installs it"
    with sync_playwright() as playwright:
        launched = playwright.chromium.launch(executable_path=program, args=QUIET)
        yield launched
        launched.close()
