"""An import killed with signal 9 again and again comes to the same end as one that nobody touched."""

import os
import signal
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest
from django.core.management import call_command
from django.db import connection

from hearten.accounts.tests.factories import make_programme
from hearten.forum.models import Post, Thread
from hearten.imports.models import BroughtPost
from hearten.imports.tests import dumps
from tests.installation import ROOT

TOPICS, POSTS = 80, 20
KILLED_AT = (0, 30)
"""Per cent, beside once while the file is read."""


def _dump() -> str:
    topics = [dumps.topic(n, 1 + n % 2, f"Topic {n}") for n in range(1, TOPICS + 1)]
    posts = [
        dumps.post(1_000 * n + k, n, k, f"Words {k} of {n}.", user=1 + k % 5, answers=max(1, k - 1))
        for n in range(1, TOPICS + 1)
        for k in range(1, POSTS + 1)
    ]
    return dumps.discourse([dumps.category(1, "Sleep"), dumps.category(2, "Food")], topics, posts)


def _command(file: Path, programme: str) -> "subprocess.Popen[str]":
    name = connection.settings_dict["NAME"]
    outer, _, options = os.environ["DATABASE_URL"].partition("?")
    server, _, _ = outer.rpartition("/")
    return subprocess.Popen(
        [sys.executable, "-m", "config.cli", "import", "discourse", file, "--programme", programme],
        cwd=ROOT,
        env={**os.environ, "DATABASE_URL": f"{server}/{name}?{options}", "PYTHONPATH": str(ROOT)},
        stderr=subprocess.PIPE,
        stdout=subprocess.DEVNULL,
        text=True,
    )


def _kill_at(process: "subprocess.Popen[str]", doing: str, percent: int) -> None:
    assert process.stderr is not None
    for line in process.stderr:
        if line.startswith(doing) and int(line.split()[1]) >= percent:
            process.send_signal(signal.SIGKILL)
            break
    process.wait()
    process.stderr.close()
    assert process.returncode == -signal.SIGKILL


def _finish(process: "subprocess.Popen[str]") -> None:
    _told, said = process.communicate()
    assert process.returncode == 0, said


def _there(programme: Any) -> list[Any]:
    fields = ("space__name", "thread__title", "number", "about_number", "face__before_number")
    posts = Post.objects.filter(space__programme=programme).order_by(*fields[:3])
    return list(posts.values_list(*fields, "text", "written_at", "thread__locked_for"))


@pytest.mark.django_db(transaction=True)
def test_killed_anywhere_it_comes_to_the_same_end(tmp_path: Path) -> None:
    killed, whole = make_programme("Killed Harbour"), make_programme("Whole Harbour")
    file = tmp_path / "dump.sql"
    file.write_text(_dump())
    _kill_at(_command(file, killed.name), "Reading", 0)
    assert _there(killed) == []
    counts = []
    for percent in KILLED_AT:
        _kill_at(_command(file, killed.name), "Bringing", percent)
        counts.append(len(_there(killed)))
        open_ends = Thread.objects.filter(space__programme=killed).exclude(posts__number=1)
        assert not open_ends.exists()
    _finish(_command(file, killed.name))
    call_command("import_forum", "discourse", str(file), "--programme", whole.name)
    assert 0 < counts[0] <= counts[1] < TOPICS * POSTS
    assert _there(killed) == _there(whole)
    assert len(_there(whole)) == TOPICS * POSTS
    assert BroughtPost.objects.count() == 2 * TOPICS * POSTS
