"""A quiet picture for a pseudonym: two soft shapes from a hash, the same everywhere, saying nothing."""

from hashlib import blake2b

from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString

_GROUNDS = 3
_SHAPES = ("hill", "sun", "leaf", "wave", "pebble", "moon")
_PATHS = {
    "hill": "M-4 34c8-14 18-16 26-6s14 6 22-6v24H-4z",
    "sun": "M20 9a9 9 0 1 0 0 18 9 9 0 0 0 0-18",
    "leaf": "M10 32C8 18 16 8 32 8c1 16-7 26-22 24",
    "wave": "M-4 26c7-8 13-8 20 0s15 8 28-4v24H-4z",
    "pebble": "M8 24c0-8 6-13 13-12s12 7 11 14-6 8-12 8-12-3-12-10",
    "moon": "M26 8a13 13 0 1 0 6 20A11 11 0 0 1 26 8",
}
_SKIES = ("sun", "moon", "leaf", "pebble")
_LANDS = ("hill", "wave")


def avatar_svg(seed: str, size: str = "") -> SafeString:
    """An SVG for `seed` (a pseudonym or a public id). `size`: "", "small" or "large"."""
    draw = list(blake2b(seed.encode(), digest_size=8).digest())
    ground = draw[0] % _GROUNDS
    first = draw[1] % 4
    second = (first + 1 + draw[2] % 3) % 4
    shapes = (
        (_PATHS[_SKIES[draw[3] % len(_SKIES)]], first, draw[4] % 360),
        (_PATHS[_LANDS[draw[5] % len(_LANDS)]], second, (0, 180, 25, -25)[draw[6] % 4]),
    )
    return format_html(
        '<svg class="avatar {}" viewBox="0 0 40 40" aria-hidden="true" focusable="false">'
        '<path class="g{}" d="M0 0h40v40H0z"/>{}</svg>',
        size,
        ground,
        format_html_join("", '<path class="s{1}" d="{0}" transform="rotate({2} 20 20)"/>', shapes),
    )
