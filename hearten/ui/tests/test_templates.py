"""Rules for all templates of this domain: nothing inline, everything translatable and documented."""

import re
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[1] / "templates"
TEMPLATES = sorted(ROOT.rglob("*.html"))
# Samples for those who build; translators' time belongs to people's screens.
IN_ENGLISH = {"styleguide.html", *(path.name for path in (ROOT / "ui/guide").glob("*.html"))}
NO_WORDS_FOR_PEOPLE = re.compile(
    r"{%\s*blocktranslate.*?{%\s*endblocktranslate\s*%}|{% block main_class %}\w+{% endblock %}",
    re.DOTALL,
)
NOT_WORDS = re.compile(r"{#.*?#}|{%.*?%}|{{.*?}}|<[^>]*>|&#?\w+;", re.DOTALL)
ATTRIBUTES = re.compile(r'\b(?:aria-label|alt|title|placeholder)="([^"]*)"')


def ids(path):
    return str(path.relative_to(ROOT))


@pytest.mark.parametrize("path", TEMPLATES, ids=ids)
def test_nothing_is_inline(path):
    text = path.read_text()
    assert not re.search(r"\sstyle\s*=", text)
    assert not re.search(r"\son\w+\s*=", text)
    assert not re.search(r"<style|<script(?![^>]*\ssrc=)", text)
    assert "javascript:" not in text
    assert "data:" not in text


@pytest.mark.parametrize("path", [p for p in TEMPLATES if p.name not in IN_ENGLISH], ids=ids)
def test_every_word_can_be_translated(path):
    text = NO_WORDS_FOR_PEOPLE.sub("", path.read_text())
    attributes = " ".join(ATTRIBUTES.findall(re.sub(r"{{.*?}}|{%.*?%}", "", text)))
    words = re.findall(r"[^\W\d_]{2,}", NOT_WORDS.sub(" ", text) + attributes)
    assert words == []


@pytest.mark.parametrize("path", sorted((ROOT / "ui/components").glob("*.html")), ids=ids)
def test_components_document_their_parameters(path):
    first = path.read_text().split("\n{% load")[0]
    assert first.startswith("{# ")
    assert re.search(r"Parameters:|Made by", first)


def test_no_other_origin_is_named():
    for path in TEMPLATES:
        assert not re.search(r"""(?:src|href)=["']https?:""", path.read_text()), path.name
