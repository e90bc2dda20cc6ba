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


def test_there_are_languages() -> None:
    assert [path.parts[-3] for path in CATALOGS] == ["ar", "es"]


@pytest.mark.parametrize("path", CATALOGS, ids=lambda path: path.parts[-3])
def test_nothing_is_left_untranslated_or_doubtful(path: Path) -> None:
    left = [
        message.id
        for message in _messages(path)
        if message.fuzzy
        or not all([message.string] if isinstance(message.string, str) else message.string)
    ]
    assert left == []


@pytest.mark.parametrize("path", CATALOGS, ids=lambda path: path.parts[-3])
def test_placeholders_are_the_same(path: Path) -> None:
    """A plural form may leave a number out where the noun carries it, and may add none."""
    wrong = []
    for message in _messages(path):
        if isinstance(message.id, str):
            if sorted(PLACEHOLDER.findall(message.id)) != sorted(
                PLACEHOLDER.findall(message.string)
            ):
                wrong.append(message.id)
        elif any(
            not set(PLACEHOLDER.findall(form)) <= set(PLACEHOLDER.findall(message.id[1]))
            for form in message.string
        ):
            wrong.append(message.id[1])
    assert wrong == []
