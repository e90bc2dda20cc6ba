"""What accounts asks of the domains above it. config/wiring.py binds."""

from collections import Counter
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any, Protocol
from uuid import UUID

from django.db.models import Exists, OuterRef, QuerySet, Value
from django.utils.functional import Promise

from hearten.foundation.actors import Actor


class OnSuspended(Protocol):
    """Somebody who must act when a person is suspended or neither is a member nor supports any more, in
    the same transaction."""

    def __call__(self, *, account_id: UUID, by: Actor) -> None:
        """End what the person had open so that nobody they were with is left stranded."""


class OnSupporterEnded(Protocol):
    """Somebody who must act when a person supports no more, in the same transaction."""

    def __call__(self, *, account_id: UUID, programme_id: UUID, by: Actor) -> None:
        """End what the person did as a supporter so that nobody they were with is left stranded."""


class CountSupported(Protocol):
    """Knows how many people somebody supports now."""

    def __call__(self, *, account_id: UUID, programme_id: UUID) -> int:
        """The members a supporter is with in a programme."""


_on_suspended: list[OnSuspended] = []


def bind_on_suspended(listener: OnSuspended) -> None:
    """Bind once, from config/wiring.py."""
    if listener not in _on_suspended:
        _on_suspended.append(listener)


def tell_suspended(*, account_id: UUID, by: Actor) -> None:
    """Call everybody bound, in the present transaction."""
    for listener in _on_suspended:
        listener(account_id=account_id, by=by)


class OnRestored(Protocol):
    """Somebody who must know that a suspended person was let back in, in the same transaction."""

    def __call__(self, *, account_id: UUID, by: Actor) -> None:
        """Whatever kept the person out stands no more."""


_on_restored: list[OnRestored] = []


def bind_on_restored(listener: OnRestored) -> None:
    """Bind once, from config/wiring.py."""
    if listener not in _on_restored:
        _on_restored.append(listener)


def tell_restored(*, account_id: UUID, by: Actor) -> None:
    """Call everybody bound, in the present transaction."""
    for listener in _on_restored:
        listener(account_id=account_id, by=by)


class AtTheDoor(Protocol):
    """Knows what a suspended person may still see."""

    def __call__(self, *, account_id: UUID) -> str | None:
        """The page a suspended person is led to once they proved who they are; None where there is
        nothing to show. What keeps them out by a stored time that has passed ends here."""


_at_the_door: list[AtTheDoor] = []


def bind_at_the_door(find: AtTheDoor) -> None:
    """Bind once, from config/wiring.py."""
    _at_the_door[:] = [find]


def page_at_the_door(*, account_id: UUID) -> str | None:
    """Where a suspended person is led, if anywhere."""
    return next((find(account_id=account_id) for find in _at_the_door), None)


class ReadFirst(Protocol):
    """Knows what a person must read before they go on."""

    def waits(self, account: OuterRef) -> Exists:
        """Whether there is anything, to be asked within the question every page asks."""

    def address(self, *, account_id: UUID) -> str | None:
        """The page; None when there is nothing."""


_read_first: list[ReadFirst] = []


def bind_read_first(find: ReadFirst) -> None:
    """Bind once, from config/wiring.py."""
    _read_first[:] = [find]


def waits_first(account: OuterRef) -> Exists | Value:
    """Whether somebody has something to read before anything else; nothing where nobody is bound."""
    return next((find.waits(account) for find in _read_first), Value(False))


def to_read_first(*, account_id: UUID) -> str | None:
    """Where a person is led before anything else, if anywhere."""
    return next((find.address(account_id=account_id) for find in _read_first), None)


_on_supporter_ended: list[OnSupporterEnded] = []


def bind_on_supporter_ended(listener: OnSupporterEnded) -> None:
    """Bind once, from config/wiring.py."""
    if listener not in _on_supporter_ended:
        _on_supporter_ended.append(listener)


def tell_supporter_ended(*, account_id: UUID, programme_id: UUID, by: Actor) -> None:
    """Call everybody bound, in the present transaction."""
    for listener in _on_supporter_ended:
        listener(account_id=account_id, programme_id=programme_id, by=by)


_count_supported: list[CountSupported] = []


def bind_count_supported(count: CountSupported) -> None:
    """Bind once, from config/wiring.py."""
    _count_supported[:] = [count]


def supported(*, account_id: UUID, programme_id: UUID) -> int:
    """How many people somebody supports now; none where nobody is bound to know."""
    return sum(
        count(account_id=account_id, programme_id=programme_id) for count in _count_supported
    )


class NameKeys(Protocol):
    """Knows the names a person has in the places of a domain, where they are not their pseudonym."""

    def __call__(self, *, account_id: UUID, but: UUID) -> Iterable[str]:
        """What makes each of them the same as another (rules.pseudonyms.key), without that of the
        place `but`."""


_name_keys: list[NameKeys] = []


def bind_name_keys(find: NameKeys) -> None:
    """Bind once for each domain, from config/wiring.py."""
    if find not in _name_keys:
        _name_keys.append(find)


def name_keys(*, account_id: UUID, but: UUID) -> frozenset[str]:
    """The keys of all names a person has anywhere else than in the place `but`."""
    return frozenset(key for find in _name_keys for key in find(account_id=account_id, but=but))


@dataclass(slots=True)
class Taken:
    """What one domain took away of a person: counts by table, prints of destroyed keys, and codes
    of what it has to keep for now."""

    rows: Counter[str] = field(default_factory=Counter)
    keys: list[str] = field(default_factory=list)
    held: set[str] = field(default_factory=set)

    def delete(self, rows: "QuerySet[Any]") -> None:
        """Delete these rows and what hangs on them."""
        _total, by_table = rows.delete()
        self.rows.update({name.lower(): count for name, count in by_table.items() if count})

    def change(self, rows: "QuerySet[Any]", **values: Any) -> None:
        """Empty something in these rows."""
        if count := rows.update(**values):
            self.rows[rows.model._meta.label_lower] += count

    def add(self, other: "Taken") -> None:
        """Both together."""
        self.rows += other.rows
        self.keys += other.keys
        self.held |= other.held


Text = str | Promise


@dataclass(frozen=True, slots=True)
class Declared:
    """A field of an export: what it is called, and its codes in words where it holds a code."""

    label: Text
    codes: Mapping[Any, Text] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Enclosed:
    """A file of an export: its name among the others, and what it holds, asked for when it is sent."""

    name: str
    content: Callable[[], bytes]

    def __str__(self) -> str:
        """What stands in its place in the text."""
        return self.name


class ExportOf(Protocol):
    """Gives all that a domain keeps of a person and may give them."""

    def __call__(self, account: Any) -> Mapping[str, Any]:
        """Names and texts, numbers, times, files (`Enclosed`), or lists and mappings of these."""


class Erase(Protocol):
    """Takes away all that a domain keeps of a person."""

    def __call__(self, *, account: Any, by: Actor) -> Taken:
        """In the present transaction; again it takes what it had to keep before."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Keeper:
    """A domain that keeps something of people."""

    name: str
    title: Text
    fields: Mapping[str, Declared]
    """Every name its export may hold: what is not declared does not leave."""
    export: ExportOf
    erase: Erase | None
    """None for accounts itself, whose rows and key go after all others."""


_keepers: dict[str, Keeper] = {}


def bind_keeper(keeper: Keeper) -> None:
    """Bind once for each domain, from config/wiring.py: whoever builds on others first."""
    _keepers[keeper.name] = keeper


def keepers() -> list[Keeper]:
    """In the order in which they erase."""
    return list(_keepers.values())


@dataclass(frozen=True, slots=True, kw_only=True)
class Look:
    """Somebody of the programme looked at something of a person's."""

    at: datetime
    what: Text
    """What it was."""
    role: Text
    """As what they looked."""
    why: Text
    name: str = ""
    """Only of a supporter, whom the person knows."""


class LooksOf(Protocol):
    """Knows who looked at what of a person."""

    def __call__(self, account: Any) -> Iterable[Look]:
        """Without anything that would tell of an open case or of who reported."""


_looks: list[LooksOf] = []


def bind_looks(source: LooksOf) -> None:
    """Bind once for each source, from config/wiring.py."""
    if source not in _looks:
        _looks.append(source)


def looks_of(account: Any) -> list[Look]:
    """Every look that may be told, the newest first."""
    found = [look for source in _looks for look in source(account)]
    return sorted(found, key=lambda look: look.at, reverse=True)
