"""Every act that is recorded: one of the vocabulary, through one door, without anybody's words."""

import ast
import re
from collections.abc import Iterator
from pathlib import Path

import pytest

from architecture.source import HEARTEN, name_of, product_files, tree
from hearten.audit.vocabulary import ACCESS_VERBS, Verb

# What people write, by the names the code gives it. Its length, or whether it is there, may be recorded.
WORDS = {
    "body",
    "evidence",
    "handover",
    "label",
    "name",
    "pseudonym",
    "text",
    "title",
    "welcome",
    "words",
}
_COUNTING = {"len", "sum", "bool"}


def _others() -> list[Path]:
    return [path for path in product_files() if HEARTEN / "audit" not in path.parents]


def _recordings(module: ast.AST) -> list[ast.Call]:
    """Every call of audit.record, under whatever name the module has it."""
    return [
        node
        for node in ast.walk(module)
        if isinstance(node, ast.Call) and ast.unparse(node.func) in {"audit.record", "record"}
    ]


def _verbs(module: ast.Module, node: ast.expr) -> list[str]:
    """The verbs an expression may be: Verb.X, or an entry of a table of this module."""
    if isinstance(node, ast.Attribute):
        return [ast.unparse(node)]
    for one in module.body:
        if (
            isinstance(node, ast.Subscript)
            and isinstance(one, ast.Assign | ast.AnnAssign)
            and isinstance(one.value, ast.Dict)
            and ast.unparse(one.targets[0] if isinstance(one, ast.Assign) else one.target)
            == ast.unparse(node.value)
        ):
            return [ast.unparse(value) for value in one.value.values]
    return [ast.unparse(node)]


def _shown(node: ast.AST) -> Iterator[str]:
    """The names of what an expression may put into the record."""
    match node:
        case ast.Call(func=ast.Name(id=called)) if called in _COUNTING:
            return
        case ast.Compare():
            return
        case ast.IfExp(body=body, orelse=orelse):
            yield from _shown(body)
            yield from _shown(orelse)
        case ast.Attribute(attr=attr):
            yield attr
        case ast.Name(id=name) if name != "name":  # a field's, in a loop over fields
            yield name
        case _:
            for part in ast.iter_child_nodes(node):
                yield from _shown(part)


def _words_in(call: ast.Call) -> set[str]:
    """What people wrote, as far as names tell, that this call would record."""
    details = [each for each in call.keywords if each.arg not in {"verb", "subject", "by"}]
    shown = {name for each in details for name in _shown(each.value)}
    shown |= {each.arg for each in details if each.arg is not None}
    return {name for name in shown if name in WORDS or name.startswith("sealed_")}


def test_there_are_recordings_to_check() -> None:
    assert sum(len(_recordings(tree(path))) for path in _others()) > 40


def test_every_recorded_verb_is_of_the_vocabulary() -> None:
    known = {f"Verb.{verb.name}" for verb in Verb}
    wrong = [
        f"{name_of(path)}:{call.lineno} {verb}"
        for path in _others()
        for call in _recordings(tree(path))
        for keyword in call.keywords
        if keyword.arg == "verb"
        for verb in _verbs(tree(path), keyword.value)
        if verb not in known
    ]
    assert wrong == []


def test_no_verb_is_left_over() -> None:
    written = "".join(path.read_text() for path in _others())
    assert [verb.name for verb in Verb if f"Verb.{verb.name}" not in written] == []


# Sounds like a look at a person's things, and is none.
NO_LOOK: set[Verb] = {Verb.ALERT_OPENED}  # somebody opens the case they were called about


def test_every_look_at_somebody_s_things_is_told_to_them() -> None:
    sounding = {verb for verb in Verb if re.search(r"_(read|opened|viewed|seen)(_|$)", verb)}
    opening = {Verb.CASE_OPENED}  # begins something
    assert sounding - opening - NO_LOOK == set(ACCESS_VERBS)


def test_no_recording_names_what_people_write() -> None:
    found = {
        f"{name_of(path)}:{call.lineno}": words
        for path in _others()
        for call in _recordings(tree(path))
        if (words := _words_in(call))
    }
    assert found == {}


def test_the_record_has_one_door() -> None:
    around = [
        name_of(path)
        for path in _others()
        if "audit.models" in path.read_text() or "audit_event" in path.read_text()
    ]
    assert around == []


@pytest.mark.parametrize(
    ("written", "found"),
    [
        ("audit.record(verb=v, subject=s, by=b, said=draft.text)", {"text"}),
        ("audit.record(verb=v, subject=s, by=b, words=x)", {"words"}),
        ("audit.record(verb=v, subject=s, by=b, who=str(account.pseudonym))", {"pseudonym"}),
        ("audit.record(verb=v, subject=s, by=b, a=[sorted(words)])", {"words"}),
        ("audit.record(verb=v, subject=s, by=b, a=case.sealed_note)", {"sealed_note"}),
        ("audit.record(verb=v, subject=s, by=b, **{'a': text if text else None})", {"text"}),
        ("audit.record(verb=v, subject=s, by=b, a=len(text), b=text is None)", set()),
        ("audit.record(verb=v, subject=s, by=b, a=str(note.id) if words else 'no')", set()),
    ],
)
def test_what_people_write_would_be_seen(written: str, found: set[str]) -> None:
    [call] = _recordings(ast.parse(written))
    assert _words_in(call) == found
