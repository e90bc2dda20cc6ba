"""Every screen without scripts."""

from playwright.sync_api import Browser

from tests.browser.looking import FOR_BUILDERS, Screen, open_screen, visits
from tests.installation import Installation


def test_every_screen_works_without_script(
    browser: Browser, site: Installation, screens: list[Screen]
) -> None:
    headings = {}
    for screen, page in visits(browser, site, screens, java_script_enabled=False):
        open_screen(page, site, screen)
        headings[screen["name"]] = page.locator("main h1").count()
    assert {name: n for name, n in headings.items() if n != 1 and name not in FOR_BUILDERS} == {}
