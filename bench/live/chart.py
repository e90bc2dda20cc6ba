"""Bar charts as SVG, drawn here: each bar says its number, colours follow the reader's light or dark."""

from collections.abc import Sequence
from dataclasses import dataclass
from html import escape

WIDTH, LABELS, NUMBERS = 720, 200, 110
ROW, GAP, HEAD = 22, 10, 58
STYLE = """
text { font: 13px system-ui, sans-serif; fill: #1d2b2a }
.title { font-weight: 600; font-size: 15px }
.note { fill: #51605f }
rect { fill: #9fb3b1 }
.ours { fill: #1f6f6b }
.ground { fill: #ffffff }
@media (prefers-color-scheme: dark) {
  text { fill: #e8efee }
  .note { fill: #a9b8b6 }
  rect { fill: #5d706e }
  .ours { fill: #62c4bd }
  .ground { fill: #141c1b }
}
"""


@dataclass(frozen=True)
class Bar:
    """One measured number."""

    label: str
    value: float
    said: str
    """The number as it is to be read."""
    ours: bool = False


def bars(title: str, note: str, groups: Sequence[tuple[str, Sequence[Bar]]]) -> str:
    """Horizontal bars from nought, in groups."""
    most = max(bar.value for _name, group in groups for bar in group)
    room = WIDTH - LABELS - NUMBERS
    y = HEAD
    parts: list[str] = []
    for name, group in groups:
        if name:
            parts.append(f'<text x="12" y="{y + 15}" class="note">{escape(name)}</text>')
            y += ROW
        for bar in group:
            size = max(2.0, room * bar.value / most)
            kind = ' class="ours"' if bar.ours else ""
            parts += [
                f'<text x="{LABELS - 8}" y="{y + 15}" text-anchor="end">{escape(bar.label)}</text>',
                f'<rect x="{LABELS}" y="{y}" width="{size:.0f}" height="{ROW - 4}"{kind}/>',
                f'<text x="{LABELS + size + 6:.0f}" y="{y + 15}">{escape(bar.said)}</text>',
            ]
            y += ROW
        y += GAP
    return _drawing(title, note, groups, parts, height=y)


def _drawing(
    title: str,
    note: str,
    groups: Sequence[tuple[str, Sequence[Bar]]],
    parts: Sequence[str],
    *,
    height: int,
) -> str:
    told = "; ".join(
        f"{name}: " + ", ".join(f"{bar.label} {bar.said}" for bar in group)
        for name, group in groups
    )
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {WIDTH} {height}" width="{WIDTH}" '
        f'role="img" aria-labelledby="title told"><title id="title">{escape(title)}</title>'
        f'<desc id="told">{escape(told)}</desc><style>{STYLE}</style>'
        f'<rect class="ground" width="{WIDTH}" height="{height}"/>'
        f'<text x="12" y="24" class="title">{escape(title)}</text>'
        f'<text x="12" y="44" class="note">{escape(note)}</text>{"".join(parts)}</svg>\n'
    )
