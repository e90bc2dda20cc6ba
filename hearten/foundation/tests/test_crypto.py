"""Sealed text opens only with its own key and in its own place."""

import base64
import os

import pytest
from django.test import override_settings

from hearten.foundation import crypto


@pytest.fixture
def key() -> crypto.DataKey:
    return crypto.unwrap(crypto.new_wrapped_key())


def test_sealed_text_opens_with_key_and_context(key: crypto.DataKey) -> None:
    sealed = crypto.seal(key, "ein schwerer Tag · يوم صعب", context="message:1")
    assert crypto.unseal(key, sealed, context="message:1") == "ein schwerer Tag · يوم صعب"


def test_sealed_text_holds_no_plaintext(key: crypto.DataKey) -> None:
    sealed = crypto.seal(key, "the planted words", context="message:1")
    assert b"planted" not in sealed


def test_same_text_seals_differently_each_time(key: crypto.DataKey) -> None:
    first, second = (crypto.seal(key, "again", context="c") for _ in range(2))
    assert first != second


def test_another_context_does_not_open(key: crypto.DataKey) -> None:
    sealed = crypto.seal(key, "moved to another row", context="message:1")
    with pytest.raises(crypto.Unreadable):
        crypto.unseal(key, sealed, context="message:2")


def test_another_key_does_not_open(key: crypto.DataKey) -> None:
    sealed = crypto.seal(key, "text", context="c")
    other = crypto.unwrap(crypto.new_wrapped_key())
    with pytest.raises(crypto.Unreadable):
        crypto.unseal(other, sealed, context="c")


@pytest.mark.parametrize("cut", [0, 5, 12, 20])
def test_cut_bytes_do_not_open(key: crypto.DataKey, cut: int) -> None:
    sealed = crypto.seal(key, "whole", context="c")
    with pytest.raises(crypto.Unreadable):
        crypto.unseal(key, sealed[:cut], context="c")


def test_every_flipped_byte_is_found(key: crypto.DataKey) -> None:
    sealed = bytearray(crypto.seal(key, "whole", context="c"))
    for at in range(len(sealed)):
        sealed[at] ^= 1
        with pytest.raises(crypto.Unreadable):
            crypto.unseal(key, bytes(sealed), context="c")
        sealed[at] ^= 1


def test_destroyed_key_is_unreadable() -> None:
    with pytest.raises(crypto.Unreadable):
        crypto.unwrap(None)


def _fresh() -> str:
    return base64.urlsafe_b64encode(os.urandom(32)).decode()


def test_rotation_keeps_old_texts_readable() -> None:
    old, new = _fresh(), _fresh()
    with override_settings(INSTALLATION_KEYS=[old]):
        wrapped = crypto.new_wrapped_key()
        sealed = crypto.seal(crypto.unwrap(wrapped), "before", context="c")
    with override_settings(INSTALLATION_KEYS=[new, old]):
        assert crypto.unseal(crypto.unwrap(wrapped), sealed, context="c") == "before"
        fresh = crypto.new_wrapped_key()
    with override_settings(INSTALLATION_KEYS=[new]):
        crypto.unwrap(fresh)
        with pytest.raises(crypto.Unreadable):
            crypto.unwrap(wrapped)


def test_short_installation_key_is_refused() -> None:
    with (
        override_settings(INSTALLATION_KEYS=[base64.urlsafe_b64encode(b"short").decode()]),
        pytest.raises(ValueError, match="32 bytes"),
    ):
        crypto.new_wrapped_key()


def test_fingerprints_differ_by_purpose_and_value() -> None:
    same = crypto.fingerprint("a", purpose="x")
    assert same == crypto.fingerprint("a", purpose="x")
    assert (
        len({same, crypto.fingerprint("a", purpose="y"), crypto.fingerprint("b", purpose="x")}) == 3
    )
