"""Every text is translated, and says the same placeholders."""

import re
from pathlib import Path

import pytest
from babel.messages.catalog import Message
from babel.messages.pofile import read_po

from architecture.source import HEARTEN

CATALOGS = sorted((HEARTEN / "locale").glob("*/LC_MESSAGES/django.po"))
PLACEHOLDER = re.compile(r"%\(\w+\)[sd]|%[sd]|\{\w*\}")


def _messages(path: Path) -> list[Message]:
    with path.open("rb") as source:
        return [message for message in read_po(source, locale=path.parts[-3]) if message.id]


def _forms(text: object) -> list[str]:
    """One form, or each plural form."""
    if isinstance(text, list | tuple):
        return [str(one) for one in text]
    return [str(text or "")]


def test_there_are_languages() -> None:
    assert [path.parts[-3] for path in CATALOGS] == ["ar", "es"]


@pytest.mark.parametrize("path", CATALOGS, ids=lambda path: path.parts[-3])
def test_each_text_is_there_once_with_one_translation(path: Path) -> None:
    """Two branches that met can leave a text twice; babel reads on, and gettext's tools stop."""
    lines = path.read_text(encoding="utf-8").splitlines()
    starts = [line.split(" ")[0] for line in lines if line and line[0] not in '"#']
    count = {word: starts.count(word) for word in ("msgid", "msgstr", "msgstr[0]")}
    assert count["msgid"] == count["msgstr"] + count["msgstr[0]"]
    assert count["msgid"] == len(_messages(path)) + 1  # the header has an empty one


@pytest.mark.parametrize("path", CATALOGS, ids=lambda path: path.parts[-3])
def test_nothing_is_left_untranslated_or_doubtful(path: Path) -> None:
    left = [m.id for m in _messages(path) if m.fuzzy or not all(_forms(m.string))]
    assert left == []


@pytest.mark.parametrize("path", CATALOGS, ids=lambda path: path.parts[-3])
def test_placeholders_are_the_same(path: Path) -> None:
    """A plural form may leave a number out where the noun carries it, and may add none."""
    wrong = []
    for message in _messages(path):
        asked, given = _forms(message.id), _forms(message.string)
        wanted = sorted(PLACEHOLDER.findall(asked[-1]))
        found = [sorted(PLACEHOLDER.findall(form)) for form in given]
        plural = len(asked) > 1
        if any(not set(one) <= set(wanted) if plural else one != wanted for one in found):
            wrong.append(message.id)
    assert wrong == []
