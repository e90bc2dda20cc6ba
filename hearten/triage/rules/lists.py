"""The small word lists that ship beside the lexicon."""

from functools import cache
from importlib import resources


@cache
def _all() -> dict[str, frozenset[str]]:
    file = resources.files("hearten.triage") / "shipped" / "lists.txt"
    lists: dict[str, frozenset[str]] = {}
    name = ""
    for line in file.read_text(encoding="utf-8").splitlines():
        if line.startswith("["):
            name = line[1 : line.index("]")]
            lists[name] = frozenset()
        elif line and not line.startswith("# "):
            lists[name] |= frozenset(line.split())
    return lists


def words(name: str) -> frozenset[str]:
    """The words of one list; an unknown name is a mistake of ours."""
    return _all()[name]


def names(beginning: str) -> tuple[str, ...]:
    """The lists whose names begin so."""
    return tuple(name for name in _all() if name.startswith(beginning))
