"""The project's own source, parsed, for the convention tests."""

import ast
from collections.abc import Iterator
from functools import cache
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
HEARTEN = ROOT / "hearten"
NOT_PRODUCT = {"tests", "migrations", "content"}


def product_files() -> list[Path]:
    """Every Python file of the product, without tests, migrations and written content."""
    files = [*HEARTEN.rglob("*.py"), *(ROOT / "config").rglob("*.py")]
    return sorted(path for path in files if not NOT_PRODUCT & set(path.relative_to(ROOT).parts))


@cache
def tree(path: Path) -> ast.Module:
    """The file's syntax tree."""
    return ast.parse(path.read_text(), filename=str(path))


def functions(path: Path) -> Iterator[ast.FunctionDef | ast.AsyncFunctionDef]:
    """Every function and method of a file, nested ones too."""
    for node in ast.walk(tree(path)):
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
            yield node


def room(path: Path) -> str:
    """The room a file belongs to: hearten/matching/actions/queue.py is in "actions"."""
    if HEARTEN not in path.parents:
        return ""
    parts = path.relative_to(HEARTEN).parts
    return parts[1].removesuffix(".py") if len(parts) > 1 else ""


def name_of(path: Path) -> str:
    """The file as written in messages."""
    return str(path.relative_to(ROOT))
