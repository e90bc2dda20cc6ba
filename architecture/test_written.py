"""What people write is handed back when a form comes too late; what is secret never is."""

from collections.abc import Iterator
from importlib import import_module

import pytest
from django import forms

from architecture.source import HEARTEN, ROOT
from hearten.ui.written import WORDS, is_words

# Text that is typed and not handed back: what one signs in with, a way to be reached, times.
KEPT_BACK = {
    "pseudonym",
    "passphrase",
    "again",
    "code",
    "address",
    "number",
    "digest_at",
    "drill_at",
    "ends",
    "ends_at",
    "quiet_from",
    "quiet_to",
    "starts",
    "starts_at",
}
HIDDEN = {
    "client_id",
    "credential",
    "disclosure_id",
    "follows",
    "letter_id",
    "measure_id",
    "next",
    "note_id",
    "release_id",
    "time_zone",
    "csrfmiddlewaretoken",
}
TYPED = (forms.TextInput, forms.Textarea)


def _forms(kind: type[forms.BaseForm]) -> Iterator[type[forms.BaseForm]]:
    for one in kind.__subclasses__():
        yield one
        yield from _forms(one)


def _fields() -> dict[str, list[forms.Field]]:
    for path in sorted([*HEARTEN.glob("*/forms.py"), *HEARTEN.glob("*/forms/*.py")]):
        import_module(".".join(path.relative_to(ROOT).with_suffix("").parts))
    found: dict[str, list[forms.Field]] = {}
    for form in set(_forms(forms.BaseForm)):
        home = form.__module__
        if home.startswith("hearten.") and ".tests" not in home and home != "hearten.ui.guide":
            for name, field in form.base_fields.items():  # type: ignore[attr-defined]
                found.setdefault(name, []).append(field)
    return found


def _is_typed(field: forms.Field) -> bool:
    plain = isinstance(field.widget, TYPED) and not isinstance(field.widget, forms.HiddenInput)
    return plain and not isinstance(field, forms.IntegerField)


def test_everything_typed_is_handed_back_or_kept_back() -> None:
    typed = {name for name, fields in _fields().items() if any(map(_is_typed, fields))}
    assert {name for name in typed if not is_words(name)} == KEPT_BACK & typed
    assert len(typed) > 10


def test_nothing_secret_or_hidden_is_handed_back() -> None:
    secret = {
        name
        for name, fields in _fields().items()
        for field in fields
        if isinstance(field.widget, forms.PasswordInput | forms.HiddenInput)
        or field.widget.attrs.get("autocomplete", "on") not in {"on", "off"}
    }
    assert {"passphrase", "code", "client_id"} <= secret
    assert [name for name in secret if is_words(name)] == []


@pytest.mark.parametrize("name", sorted(KEPT_BACK | HIDDEN))
def test_no_name_of_a_secret_is_on_the_list(name: str) -> None:
    assert not is_words(name)
    assert name not in WORDS
