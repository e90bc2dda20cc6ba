"""What an import says when it is done: counts, and the numbers of what a person may want to look at there.
Never a text, and never a name of somebody."""

from collections import Counter
from dataclasses import dataclass, field
from typing import Any

from hearten.imports.rules import WORDS, Kind, Reason
from hearten.imports.rules.marked import Left

LISTED_MOST = 1_000
"""Numbers in one list; of more, how many there are."""


@dataclass(slots=True)
class Listed:
    """Some numbers of the source, and how many there are."""

    count: int = 0
    ids: list[int] = field(default_factory=list)

    def add(self, their_id: int) -> None:
        """One more."""
        self.count += 1
        if len(self.ids) < LISTED_MOST:
            self.ids.append(their_id)

    def as_json(self) -> dict[str, Any]:
        """Both."""
        return {"count": self.count, "ids": self.ids}


_CAME = {
    "spaces": "spaces",
    "threads": "threads",
    "posts": "posts",
    "faces": "people who wrote there",
}
_CHANGED = {
    "pictures": "pictures left out",
    "attachments": "attachments left out",
    "polls": "polls left out",
    "mentions": "names taken out of texts",
    "cut": "long posts that go on in the next one",
}


@dataclass(slots=True)
class Report:
    """Of one run."""

    source: str
    kind: Kind
    dry: bool
    came: Counter[str] = field(default_factory=Counter)
    """By what it is, a key of _CAME."""
    here: int = 0
    """Posts that were there from an earlier run."""
    left: dict[Reason, Listed] = field(default_factory=dict)
    changed: Counter[str] = field(default_factory=Counter)
    covered: Listed = field(default_factory=Listed)
    danger: Listed = field(default_factory=Listed)

    def _counted(self) -> list[str]:
        """A dry run makes no faces, and so cannot know whose are there."""
        return [one for one in _CAME if not (self.dry and one == "faces")]

    def leave_out(self, reason: Reason, their_id: int) -> None:
        """A post is not brought."""
        self.left.setdefault(reason, Listed()).add(their_id)

    def count_left(self, left: Left) -> None:
        """What was left out of a text that is brought."""
        for name in ("pictures", "attachments", "polls", "mentions"):
            self.changed[name] += getattr(left, name)

    def as_json(self) -> dict[str, Any]:
        """All of it, for a machine."""
        return {
            "source": self.source,
            "kind": str(self.kind),
            "dry_run": self.dry,
            "came": {name: self.came[name] for name in self._counted()},
            "here_before": self.here,
            "left_out": {str(one): self.left[one].as_json() for one in Reason if one in self.left},
            "changed": {name: self.changed[name] for name in _CHANGED},
            "covered": self.covered.as_json(),
            "to_look_at": {
                "method": self.left.get(Reason.METHOD, Listed()).as_json(),
                "danger": self.danger.as_json(),
            },
        }

    def in_words(self) -> str:
        """The same for the person at the terminal."""
        would = "Would come" if self.dry else "Came"
        came = [f"{self.came[one]} {word}" for one, word in _CAME.items() if one in self._counted()]
        lines = [f"{would}: {', '.join(came)}"]
        lines.append(f"Here from an earlier run: {self.here} posts")
        lines += [
            f"  {self.changed[one]} {word}" for one, word in _CHANGED.items() if self.changed[one]
        ]
        if self.covered.count:
            lines.append(
                f"  {self.covered.count} posts with a phone number, an address or the like covered"
                f"{_numbers(self.covered)}"
            )
        lines.append(f"Left out: {sum(one.count for one in self.left.values())} posts")
        lines += [
            f"  {self.left[one].count} {WORDS[one]}"
            + (_numbers(self.left[one]) if one == Reason.METHOD else "")
            for one in Reason
            if one in self.left
        ]
        if self.danger.count:
            lines.append(
                "Nobody was called for what was written years ago. In these posts somebody may have been"
                f" badly off; look before you open the place to everybody:{_numbers(self.danger)}"
            )
        return "\n".join(lines)


_SAID = 20


def _numbers(listed: Listed) -> str:
    some = ", ".join(map(str, listed.ids[:_SAID]))
    more = listed.count - min(len(listed.ids), _SAID)
    return f" (numbers there: {some}{f', and {more} more' if more > 0 else ''})"
