"""What every domain promises, checked on the source itself."""

import ast
import re
from pathlib import Path

import pytest

from architecture.source import HEARTEN, ROOT, functions, name_of, product_files, room, tree

FUNCTION_MOST = 50
FILE_MOST = 400
VIEW_MOST = 30


def _length(node: ast.FunctionDef | ast.AsyncFunctionDef) -> int:
    return (node.end_lineno or node.lineno) - node.lineno + 1


def test_no_function_is_over_its_norm() -> None:
    over = {
        f"{name_of(path)}:{node.name}": _length(node)
        for path in product_files()
        for node in functions(path)
        if _length(node) > (VIEW_MOST if room(path) == "views" else FUNCTION_MOST)
    }
    assert over == {}


def test_no_file_is_over_its_norm() -> None:
    lengths = {name_of(path): path.read_text().count("\n") for path in product_files()}
    assert {name: n for name, n in lengths.items() if n > FILE_MOST} == {}


def _doors() -> list[Path]:
    """Each domain's actions.py, or the __init__.py of its actions package."""
    return sorted([*HEARTEN.glob("*/actions.py"), *HEARTEN.glob("*/actions/__init__.py")])


def _exported(door: Path) -> set[str]:
    for node in tree(door).body:
        if isinstance(node, ast.Assign) and ast.unparse(node.targets[0]) == "__all__":
            return set(ast.literal_eval(node.value))
    return {
        node.name
        for node in tree(door).body
        if isinstance(node, ast.FunctionDef) and not node.name.startswith("_")
    }


def _public_actions() -> list[tuple[Path, ast.FunctionDef]]:
    """What other domains may call: functions of actions.py, or what its package exports."""
    return [
        (path, node)
        for door in _doors()
        for path in ([door] if door.name == "actions.py" else sorted(door.parent.glob("*.py")))
        for node in tree(path).body
        if isinstance(node, ast.FunctionDef) and node.name in _exported(door)
    ]


def test_there_are_actions_to_check() -> None:
    assert len(_public_actions()) > 20


# Nobody's act: housekeeping and a decoy. They change nothing anybody did, and record nothing.
NOBODYS = {
    "forget_expired",
    "rewrap_authenticators",
    "seal_events",
    "try_recovery_code_of_nobody",
}


def test_every_action_is_keyword_only_and_says_by_whom() -> None:
    wrong = [
        f"{name_of(path)}:{node.name}"
        for path, node in _public_actions()
        if node.args.args
        or node.args.posonlyargs
        or ("by" not in [a.arg for a in node.args.kwonlyargs] and node.name not in NOBODYS)
    ]
    assert wrong == []


def test_public_functions_say_what_they_mean() -> None:
    silent = [
        f"{name_of(path)}:{node.name}"
        for path in product_files()
        for node in tree(path).body
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef | ast.ClassDef)
        and not node.name.startswith("_")
        and node.name not in {"Meta"}
        and path.name != "apps.py"
        and ast.get_docstring(node) is None
    ]
    assert silent == []


@pytest.mark.parametrize("name", ["utils", "helpers", "common", "core", "misc"])
def test_no_junk_drawers(name: str) -> None:
    found = [*HEARTEN.rglob(f"{name}.py"), *(p for p in HEARTEN.rglob(name) if p.is_dir())]
    assert found == []


def test_no_signals() -> None:
    users = [name_of(path) for path in product_files() if "django.dispatch" in path.read_text()]
    assert users == []


def test_only_the_clock_reads_the_clock() -> None:
    reader = re.compile(
        r"datetime\.now\(|timezone\.now\(|datetime\.today\(|date\.today\(|time\.time\("
    )
    readers = [
        name_of(path)
        for path in product_files()
        if HEARTEN in path.parents and reader.search(path.read_text())
    ]
    assert readers == ["hearten/foundation/clock.py"]


_INLINE = re.compile(r"<script(?![^>]*\bsrc=)|\sstyle=|\son[a-z]+=\"|javascript:", re.IGNORECASE)
# Links a person follows may lead elsewhere; what the browser loads or sends by itself may not.
_ORIGIN = re.compile(r"""(?:src|action|<link[^>]*href)=["']?(?:https?:)?//""", re.IGNORECASE)


def _templates() -> list[Path]:
    return sorted(HEARTEN.rglob("templates/**/*.html"))


def test_no_template_holds_inline_script_or_style() -> None:
    found = {
        name_of(path): match.group()
        for path in _templates()
        if (match := _INLINE.search(re.sub(r'type="application/json"', 'src=""', path.read_text())))
    }
    assert found == {}


def test_no_template_names_another_origin() -> None:
    found = {name_of(p): m.group() for p in _templates() if (m := _ORIGIN.search(p.read_text()))}
    assert found == {}


def test_every_dependency_has_its_reason() -> None:
    lines = (ROOT / "pyproject.toml").read_text().splitlines()
    start = lines.index("dependencies = [") + 1
    end = lines.index("]", start)
    assert [line for line in lines[start:end] if "#" not in line] == []


def test_locks_hold_hashes_and_no_address() -> None:
    for lock in (ROOT / "requirements").glob("*.txt"):
        text = lock.read_text()
        assert "--hash=sha256:" in text
        assert re.findall(r"https?://|--index-url|--find-links", text) == []
