import pytest

from hearten.accounts.models import Session
from hearten.accounts.rules.devices import device_of

ANDROID = "Mozilla/5.0 (Android 14; Mobile; rv:130.0) Gecko/130.0 Firefox/130.0"
IPHONE = (
    "Mozilla/5.0 (iPhone; CPU iPhone OS 17_5 like Mac OS X) AppleWebKit/605.1.15 (KHTML, like Gecko) "
    "Version/17.5 Mobile/15E148 Safari/604.1"
)
EDGE = (
    "Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 (KHTML, like Gecko) "
    "Chrome/127.0.0.0 Safari/537.36 Edg/127.0.0.0"
)
CHROME = (
    "Mozilla/5.0 (X11; Linux x86_64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/127.0.0.0 "
    "Safari/537.36"
)
SAMSUNG = (
    "Mozilla/5.0 (Linux; Android 13; SM-S911B) AppleWebKit/537.36 (KHTML, like Gecko) "
    "SamsungBrowser/24.0 Chrome/117.0.0.0 Mobile Safari/537.36"
)


@pytest.mark.parametrize(
    ("agent", "device"),
    [
        (ANDROID, ("Firefox", "Android")),
        (IPHONE, ("Safari", "iPhone")),
        (EDGE, ("Edge", "Windows")),
        (CHROME, ("Chrome", "Linux")),
        (SAMSUNG, ("Samsung Internet", "Android")),
        ("curl/8.1", ("", "")),
        ("", ("", "")),
    ],
)
def test_a_device_is_two_everyday_words(agent, device):
    assert device_of(agent) == device


@pytest.mark.parametrize(
    ("kept", "words"),
    [
        ("Firefox|Android", "Firefox on Android"),
        ("Firefox|", "Firefox"),
        ("|Android", "Android"),
        ("|", "A device we do not know"),
        ("", "A device we do not know"),
    ],
)
def test_device_words(kept, words):
    assert Session(device=kept).device_words == words
