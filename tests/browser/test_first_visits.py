"""Every screen as a first visit with an empty cache: light, and discreet."""

from typing import Any

from playwright.sync_api import Browser

from tests.browser.looking import FOR_BUILDERS, Screen, open_screen, opened
from tests.installation import Installation

DISCREET = ("mental", "support", "crisis", "peer", "suicid", "depress", "anxi", "hearten")
FIRST_VISIT_BYTES = 100_000


def test_titles_are_discreet_and_first_visits_light(
    browser: Browser, site: Installation, screens: list[Screen]
) -> None:
    found: dict[str, Any] = {}
    for screen in screens:
        with opened(browser, site, screen["cookie"]) as page:
            received = [0.0]
            session = page.context.new_cdp_session(page)
            session.send("Network.enable")
            session.on(
                "Network.loadingFinished",
                lambda event, total=received: total.__setitem__(
                    0, total[0] + event["encodedDataLength"]
                ),
            )
            open_screen(page, site, screen)
            page.wait_for_load_state("load")
            title = page.title().lower()
            if any(word in title for word in DISCREET) or received[0] > FIRST_VISIT_BYTES:
                found[screen["name"]] = (title, int(received[0]))
    assert {name: what for name, what in found.items() if name not in FOR_BUILDERS} == {}
