"""Two machines, the link between them cut for half a minute and healed: everybody ends with the
same history, and nothing acknowledged is missing from it. docs/howto/several-machines.md shows how."""

import time

import pytest

from tests.machines.machines import Machines, Page, two_machines, until
from tests.machines.network import can_make_machines

CUT_SECONDS = 30
RECOVERY_SECONDS = 60
EACH = 20
"""Messages of each page before the cut, and after it."""


@pytest.fixture(autouse=True, scope="module")
def _machines_can_be_made() -> None:
    assert can_make_machines(), "needs Linux, root and `ip` to make network namespaces"


def _open_pages(machines: Machines, people: dict) -> dict[str, tuple[str, Page]]:
    """Each of the two has a page on either machine, and writes on both."""
    pages = {}
    for who in ("member", "supporter"):
        cookies = [
            people[who]["cookie"],
            machines.python("tests.people", "another_device", people[who]["id"])["cookie"],
        ]
        for machine, cookie in zip(("one", "two"), cookies, strict=True):
            name = f"{who} at {machine}"
            page = machines.page(
                machine, cookie=cookie, conversation=people["conversation"], name=name
            )
            pages[name] = (machine, page)
    return pages


def _more_from_all(pages: list[Page]) -> None:
    before = [len(page.acknowledged) for page in pages]
    until(
        lambda: all(
            len(page.acknowledged) >= had + EACH for page, had in zip(pages, before, strict=True)
        ),
        RECOVERY_SECONDS,
    )


def _cut(machines: Machines, conversation: str) -> tuple[float, float]:
    """Cut the link while the second machine holds the conversation's lock, and heal it; when that was."""
    machines.hold("two", conversation)
    cut_at = time.monotonic()
    machines.net.cut()
    time.sleep(CUT_SECONDS)
    machines.net.heal()
    return cut_at, time.monotonic()


def test_after_a_cut_everybody_has_the_same_history() -> None:
    with two_machines() as machines:
        people = machines.python("tests.people", "pair_and_askers", "0")
        named = _open_pages(machines, people)
        pages = [page for _, page in named.values()]
        _more_from_all(pages)
        cut_at, healed_at = _cut(machines, people["conversation"])
        _more_from_all(pages)
        for page in pages:
            page.tell("stop")
        stored = machines.python("tests.people", "history", people["conversation"])["messages"]
        ended = [page.tell(str(stored[-1][0])) for page in pages]

    _print(named, cut_at, healed_at, len(stored))
    assert [seq for seq, _, _ in stored] == list(range(1, len(stored) + 1))
    by_client_id = {client_id: text for _, client_id, text in stored}
    assert len(by_client_id) == len(stored)
    history = [[seq, client_id] for seq, client_id, _ in stored]
    for name, (machine, page) in named.items():
        if machine == "one":  # where the database is, people go on while the other is away
            assert len(_while_cut(page, cut_at, healed_at)) >= EACH, name
    for answer in ended:
        assert answer["heard"] == history
        assert {key: by_client_id.get(key) for key in answer["ledger"]} == answer["ledger"]


def _print(named: dict[str, tuple[str, Page]], cut_at: float, healed_at: float, count: int) -> None:
    print(f"\n{count} messages in everybody's history; the link was cut for {CUT_SECONDS} s")
    for name, (_, page) in named.items():
        during = _while_cut(page, cut_at, healed_at)
        first = min(at for at in page.acknowledged if at > healed_at) - healed_at
        before = sum(at < cut_at for at in page.acknowledged)
        after = len(page.acknowledged) - before - len(during)
        stood = f" (from {during[0] - cut_at:.1f} s on)" if during else ""
        print(
            f"{name}: {before} acknowledged before, {len(during)} while cut{stood}, {after} after; "
            f"the first {first:.1f} s after it was healed"
        )


def _while_cut(page: Page, cut_at: float, healed_at: float) -> list[float]:
    return [at for at in page.acknowledged if cut_at < at < healed_at]
