"""`make screens`: a picture of every screen into docs/screens, phone and desktop, light and dark."""

from pathlib import Path

from tests.browser.looking import opened
from tests.chromium import WHOLE, chromium
from tests.installation import installation

FOLDER = Path(__file__).resolve().parents[2] / "docs" / "screens"
SIZES = {"phone": {"width": 360, "height": 740}, "desktop": {"width": 1280, "height": 800}}


def main() -> None:
    """Start an installation with the demo and photograph it."""
    FOLDER.mkdir(parents=True, exist_ok=True)
    for old in FOLDER.glob("*.jpg"):
        old.unlink()
    with installation(demo=True) as site, chromium(WHOLE) as browser:
        screens = site.python("tests.browser.screens")
        for cookie in dict.fromkeys(screen["cookie"] for screen in screens):
            listed = [screen for screen in screens if screen["cookie"] == cookie]
            for size, viewport in SIZES.items():
                for scheme in ("light", "dark"):
                    options = {
                        "viewport": viewport,
                        "color_scheme": scheme,
                        "reduced_motion": "reduce",
                    }
                    with opened(browser, site, cookie, **options) as page:
                        for screen in listed:
                            page.goto(screen["path"])
                            page.wait_for_load_state("networkidle")
                            picture = FOLDER / f"{screen['name']}-{size}-{scheme}.jpg"
                            page.screenshot(path=picture, type="jpeg", quality=40, full_page=True)


if __name__ == "__main__":
    main()
