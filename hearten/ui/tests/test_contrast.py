"""WCAG contrast of every pair of colours that meet, computed from the stylesheet itself."""

import re
from pathlib import Path

import pytest

CSS = Path(__file__).parents[1] / "static/ui/css"
TOKENS = (CSS / "tokens.css").read_text()
AAA, AA, PARTS = 7.0, 4.5, 3.0

PAIRS = [
    *((ink, ground, AAA) for ink in ("ink", "ink-soft", "deep") for ground in
      ("ground", "lamplight", "surface", "sunken")),
    ("danger", "ground", AAA), ("danger", "surface", AAA),
    ("on-deep", "deep", AAA), ("on-deep", "deep-strong", AAA),
    ("on-deep-soft", "deep-soft", AAA), ("ink", "deep-soft", AAA),
    ("on-warm-soft", "warm-soft", AAA), ("ink", "warm-soft", AAA),
    ("on-danger-soft", "danger-soft", AAA), ("ground", "ink", AAA),
    ("on-warm", "warm", AA), ("on-warm", "warm-strong", AA),
    ("warm", "ground", AA), ("warm", "surface", AA), ("warm", "lamplight", AA),
    ("edge", "ground", PARTS), ("edge", "surface", PARTS), ("edge", "lamplight", PARTS),
    ("edge", "sunken", PARTS), ("deep", "deep-soft", PARTS), ("deep", "warm-soft", PARTS),
    ("warm", "warm-soft", PARTS), ("danger", "danger-soft", PARTS), ("warm", "deep-soft", PARTS),
]  # fmt: skip


def block(selector):
    start = TOKENS.index(selector + " {")
    body = TOKENS[start : TOKENS.index("}", start)]
    return dict(re.findall(r"--([\w-]+):\s*([^;]+);", body))


THEMES = {"light": block('[data-theme="light"]'), "dark": block('[data-theme="dark"]')}


def luminance(colour):
    channels = [int(colour[i : i + 2], 16) / 255 for i in (1, 3, 5)]
    red, green, blue = (
        c / 12.92 if c <= 0.04045 else ((c + 0.055) / 1.055) ** 2.4 for c in channels
    )
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def contrast(one, other):
    light, dark = sorted((luminance(one), luminance(other)), reverse=True)
    return (light + 0.05) / (dark + 0.05)


@pytest.mark.parametrize("theme", THEMES)
@pytest.mark.parametrize(("front", "back", "least"), PAIRS)
def test_contrast(theme, front, back, least):
    colours = THEMES[theme]
    assert contrast(colours[front], colours[back]) >= least


def test_the_formula_knows_black_on_white():
    assert contrast("#000000", "#ffffff") == pytest.approx(21)


def test_dark_by_choice_and_dark_by_device_are_the_same():
    assert block(":root:not([data-theme])") == THEMES["dark"]


def test_both_themes_set_the_same_tokens():
    assert THEMES["light"].keys() == THEMES["dark"].keys()


def test_stylesheets_use_only_tokens_for_colour():
    for name in ("base.css", "components.css"):
        assert re.findall(r"#[0-9a-f]{3,8}\b|rgb\(", (CSS / name).read_text()) == []


def test_stylesheets_use_logical_properties_only():
    """Physical sides would not mirror in right-to-left languages."""
    physical = re.compile(
        r"(?:margin|padding|border)-(?:left|right|top|bottom)|(?<![-\w])(?:left|right|top|bottom|"
        r"width|height|min-width|max-width|min-height|max-height)\s*:|text-align:\s*(?:left|right)"
    )
    for sheet in CSS.glob("*.css"):
        rules = re.sub(r"@media[^{]+\{", "{", sheet.read_text())
        assert physical.findall(rules) == [], sheet.name
