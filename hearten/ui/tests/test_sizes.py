"""What a first visit costs: text first, also on an old phone with a bad line."""

import gzip
from pathlib import Path

STATIC = Path(__file__).parents[1] / "static/ui"


def compressed(pattern):
    return sum(len(gzip.compress(path.read_bytes())) for path in STATIC.glob(pattern))


def test_styles_stay_small():
    assert compressed("css/[!g]*.css") <= 14 * 1024


def test_scripts_stay_small():
    assert compressed("js/*.js") <= 4 * 1024


def test_fonts_stay_small():
    fonts = [path.stat().st_size for path in STATIC.glob("fonts/*-latin-[47]*.woff2")]
    assert len(fonts) == 2
    assert sum(fonts) <= 30 * 1024


def test_fonts_carry_their_licence():
    assert "SIL OPEN FONT LICENSE Version 1.1" in (STATIC / "fonts/LICENSE.txt").read_text()
