"""Which phone numbers and subscriptions are taken."""

from ipaddress import ip_network

import pytest
from hypothesis import given
from hypothesis import strategies as st

from hearten.notifications.rules import (
    PUSH_PORTS,
    Subscription,
    endpoint_host,
    is_public,
    phone_number,
    subscription,
)
from hearten.notifications.tests.browsers import Browser, text_of


@pytest.mark.parametrize(
    ("typed", "number"),
    [
        ("+34 600 100 200", "+34600100200"),
        ("+34-600.100(200)", "+34600100200"),
        ("0034600100200", "+34600100200"),
        ("+٣٤ ٦٠٠ ١٠٠ ٢٠٠", "+34600100200"),
        ("＋３４600100200", "+34600100200"),
        (" +1 (555) 010‑0199 ", "+15550100199"),
        ("600 100 200", None),
        ("+0 600 100 200", None),
        ("+34", None),
        ("+1234567890123456", None),
        ("+34 600 100 20x", None),
        ("+34600100200;+34600100201", None),
        ("+34600100200²", None),
        ("", None),
    ],
)
def test_a_number_is_whole_or_none(typed, number):
    assert phone_number(typed) == number


def test_a_subscription_is_stored_and_read_again():
    given = subscription(**Browser().given)
    assert given is not None
    assert Subscription.of(given.stored()) == given


def test_keys_may_come_with_their_padding():
    browser = Browser()
    padded = browser.given | {
        "p256dh": browser.given["p256dh"] + "=",
        "auth": browser.given["auth"] + "==",
    }
    assert subscription(**padded) == Subscription(**browser.given)


@pytest.mark.parametrize(
    "wrong",
    [
        {"p256dh": ""},
        {"p256dh": text_of(b"\x04" + b"\x01" * 64)},  # no point of the curve
        {"p256dh": text_of(b"\x01" * 33)},
        {"p256dh": "!" * 87},
        {"p256dh": "A" * 5000},
        {"auth": text_of(b"short")},
        {"auth": text_of(b"x" * 17)},
        {"auth": "x y"},
        {"auth": "A"},
    ],
)
def test_keys_that_are_no_keys_are_not_taken(wrong):
    assert subscription(**Browser().given | wrong) is None


_DIGITS = st.text("0123456789", min_size=6, max_size=14)
_GAPS = st.lists(st.sampled_from(["", " ", "-", ".", "(", ")", "\u00a0", "\u2011"]), min_size=16)


@given(
    first=st.sampled_from("123456789"), rest=_DIGITS, gaps=_GAPS, begin=st.sampled_from(["+", "00"])
)
def test_grouping_never_changes_a_number(first, rest, gaps, begin):
    grouped = "".join(a + b for a, b in zip(first + rest, gaps, strict=False))
    assert phone_number(begin + grouped) == f"+{first}{rest}"


@given(st.text(max_size=40))
def test_whatever_is_typed_a_number_is_one_or_nothing(typed):
    number = phone_number(typed)
    assert number is None or (number.isascii() and phone_number(number) == number)


INNER = [
    "0.0.0.0/8", "10.0.0.0/8", "100.64.0.0/10", "127.0.0.0/8", "169.254.0.0/16", "172.16.0.0/12",
    "192.0.2.0/24", "192.168.0.0/16", "198.18.0.0/15", "224.0.0.0/4", "240.0.0.0/4",
    "::/128", "::1/128", "::ffff:0:0/96", "64:ff9b:1::/48", "100::/64", "2001::/32", "2002::/16",
    "fc00::/7", "fe80::/10", "ff00::/8",
]  # fmt: skip


@pytest.mark.parametrize("network", INNER)
@given(data=st.data())
def test_no_address_of_an_inner_network_is_public(network, data):
    addresses = st.ip_addresses(network=ip_network(network))
    assert is_public(str(data.draw(addresses))) is False


@given(st.ip_addresses(v=4))
def test_the_translated_notation_is_judged_by_the_address_within(address):
    assert is_public(f"64:ff9b::{address}") is is_public(str(address))


@given(st.text(max_size=60))
def test_whatever_a_browser_says_is_an_address_of_https_or_none(text):
    host = endpoint_host(text, PUSH_PORTS)
    assert host is None or text.lower().startswith("https://")
