"""python -m bench.search: how long one person's search takes, with so many messages of theirs.

Builds a supporter with eight conversations of ordinary lines, sealed as the product seals them, in an
embedded PostgreSQL of its own, and asks as the page does: request after request, each within its
bounds, until the first results, or to the beginning. Beside it, in the same database, what one gives
up by sealing: the same lines in plain text, found by PostgreSQL's ILIKE, and by grep in a file.

    python -m bench.search --messages 100000 --write

--write puts the table into docs/performance.md.
"""

# ruff: noqa: PLC0415 - Django may be imported only when its database is there

import argparse
import os
import platform
import random
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path
from statistics import median
from typing import TYPE_CHECKING, Any
from uuid import UUID

if TYPE_CHECKING:
    from hearten.accounts.models import Account

ROOT = Path(__file__).resolve().parents[2]
PAGE = ROOT / "docs" / "performance.md"
BEGIN, END = "<!-- bench.search begin -->", "<!-- bench.search end -->"
CONVERSATIONS = 8
BATCH = 64
LOOKED_FOR = {
    "in every tenth line": "kettle",
    "in the oldest line only": "harbour",
    "nowhere": "zeppelin",
}


def main() -> int:
    """Build, measure, print, perhaps write."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--messages", type=int, default=100_000)
    parser.add_argument("--rounds", type=int, default=5)
    parser.add_argument("--write", action="store_true", help="into docs/performance.md")
    given = parser.parse_args()
    with tempfile.TemporaryDirectory(prefix="hearten-search-") as folder:
        Path(folder).chmod(0o755)  # as root PostgreSQL runs as somebody else
        table = _measured(Path(folder), given.messages, given.rounds)
    print(table)
    if given.write:
        before, rest = PAGE.read_text().split(BEGIN)
        PAGE.write_text(f"{before}{BEGIN}\n{table}{END}{rest.split(END)[1]}")
    return 0


def _measured(folder: Path, messages: int, rounds: int) -> str:
    from config import database

    postgres = database.start_embedded(folder)
    os.environ.update(
        DATA_DIR=str(folder),
        DATABASE_URL=postgres.get_uri(),
        DJANGO_SETTINGS_MODULE="config.settings",
    )
    import django

    django.setup()
    from django.db import connections

    from config import install

    install.prepare()
    try:
        lines = _lines(messages)
        who = _said(lines)
        _plain(lines, folder)
        return _table(who, folder, messages, rounds)
    finally:
        connections.close_all()
        postgres.cleanup()


def _lines(messages: int) -> list[str]:
    """Ordinary lines of 20 to 300 characters, the same in every run."""
    chance = random.Random(7)
    corpus = (ROOT / "hearten" / "triage" / "corpus" / "en").glob("*.tsv")
    said = [line.split("\t")[-1] for path in corpus for line in path.read_text().splitlines()]
    words = sorted({word for line in said for word in line.split()})
    for word in LOOKED_FOR.values():
        words = [one for one in words if word not in one.lower()]
    lines = [
        " ".join(chance.choices(words, k=chance.randint(4, 50)))[:300] for _ in range(messages)
    ]
    lines = [f"{line} kettle" if n % 10 == 9 else line for n, line in enumerate(lines)]
    lines[0] = f"{lines[0]} harbour"
    return lines


def _said(lines: list[str]) -> "Account":
    """Everything said in turns by a supporter and the members of their conversations."""
    from hearten.accounts.models import Role
    from hearten.accounts.tests.factories import make_account, make_programme
    from hearten.conversations import actions
    from hearten.conversations.actions import Draft
    from hearten.conversations.tests.factories import RULE, pairing
    from hearten.foundation.ids import new_id

    programme = make_programme()
    supporter = make_account(programme=programme, roles=[Role.SUPPORTER])
    talks: list[tuple[UUID, UUID]] = []
    for _ in range(CONVERSATIONS):
        member = make_account(programme=programme)
        opened = pairing(member, supporter, programme)
        talk = actions.open_for_pairing(pairing_id=opened.id, by=RULE)
        talks.append((talk.id, member.pk))
    for turn, start in enumerate(range(0, len(lines), BATCH)):
        talk_id, member_id = talks[turn % CONVERSATIONS]
        drafts = [
            Draft((supporter.pk, member_id)[n % 2], new_id(), text)
            for n, text in enumerate(lines[start : start + BATCH])
        ]
        actions.send_messages(conversation_id=talk_id, drafts=drafts, by=RULE)
    return supporter


def _plain(lines: list[str], folder: Path) -> None:
    """The same lines where nothing is sealed: a table and a file."""
    from django.db import connection

    (folder / "lines.txt").write_text("\n".join(lines))
    with connection.cursor() as cursor:
        cursor.execute("CREATE TABLE plain (id bigserial PRIMARY KEY, text text NOT NULL)")
        cursor.execute("INSERT INTO plain (text) SELECT unnest(%s::text[])", [lines])
        cursor.execute("VACUUM ANALYZE")


def _table(who: "Account", folder: Path, messages: int, rounds: int) -> str:
    about = (
        f"{messages:,} messages of one person in {CONVERSATIONS} conversations, medians of {rounds} "
        f"rounds, {datetime.now(UTC):%B %Y}; Python {platform.python_version()}, one process, "
        "PostgreSQL on the same two cores.\n"
    )
    head = (
        "| a word that is | found, or all looked at, ms | requests | ms a request "
        "| ILIKE over plain text, ms | grep -i over a file, ms |\n|---|---|---|---|---|---|"
    )
    rows = [_row(which, word, who, folder, rounds) for which, word in LOOKED_FOR.items()]
    return "\n".join([about, head, *rows, ""])


def _row(which: str, word: str, who: "Account", folder: Path, rounds: int) -> str:
    grep = ["grep", "-ic", word, str(folder / "lines.txt")]
    first, asked = _taken(lambda: _searched(who, word), rounds)
    like, _found = _taken(lambda: _liked(word), rounds)
    file, _code = _taken(lambda: subprocess.run(grep, capture_output=True, check=False), rounds)
    return (
        f"| {which} | {first:,.0f} | {asked} | {first / asked:,.0f} | {like:,.0f} | {file:,.0f} |"
    )


def _searched(who: "Account", word: str) -> int:
    """Ask as the page does until something is found or everything was looked at; gives how many
    requests it took."""
    from hearten.conversations.queries import search
    from hearten.foundation.finding import words_of

    after, requests = "", 0
    while True:
        done = search(who, words_of(word), after=after)
        after, requests = done.further, requests + 1
        if done.hits or not after:
            return requests


def _liked(word: str) -> int:
    from django.db import connection

    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT id FROM plain WHERE text ILIKE %s ORDER BY id DESC LIMIT 20", [f"%{word}%"]
        )
        return len(cursor.fetchall())


def _taken(does: Callable[[], Any], rounds: int) -> tuple[float, Any]:
    """Milliseconds, and what it gave last."""
    took, gave = [], None
    for _ in range(rounds):
        began = time.perf_counter()
        gave = does()
        took.append((time.perf_counter() - began) * 1000)
    return median(took), gave


if __name__ == "__main__":
    sys.exit(main())
