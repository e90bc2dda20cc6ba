"""Which phone numbers and subscriptions are taken."""

import pytest

from hearten.notifications.rules import Subscription, phone_number, subscription
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
