import pytest

from hearten.gateway import door


@pytest.mark.parametrize(
    ("origin", "host", "ours"),
    [
        ("http://localhost:8000", "localhost:8001", True),
        ("http://localhost", "localhost", True),
        ("https://Talk.example", "talk.example", True),
        ("http://[::1]:8000", "[::1]:8001", True),
        ("https://elsewhere.example", "talk.example", True),
        ("https://elsewhere.example:444", "talk.example", False),
        ("https://elsewhere.example.evil.example", "talk.example", False),
        ("http://evil.example", "talk.example", False),
        ("http://talk.example.evil.example", "talk.example", False),
        ("http://evil.example/talk.example", "talk.example", False),
        ("http://talk.example@evil.example", "talk.example", False),
        ("null", "talk.example", False),
        ("null", "", False),
        ("", "", False),
        ("", "talk.example", False),
        ("http://[", "talk.example", False),
        ("http://[", "[", False),
        ("http://é", "talk.example", False),
    ],
)
def test_only_our_own_pages_come_in(settings, origin, host, ours):
    settings.SITE_URL = ""
    settings.LIVE_ORIGINS = ["https://elsewhere.example"]
    headers = {b"origin": origin.encode("latin-1"), b"host": host.encode("latin-1")}
    assert door.own_origin(headers) is ours


@pytest.mark.parametrize(
    ("origin", "ours"),
    [
        ("https://talk.example", True),
        ("https://other.example", True),
        ("http://talk.example", False),
        ("https://talk.example:8443", False),
        ("https://talk.example:443", False),
        ("http://talk.example:8000", False),
        ("https://Talk.example", False),
        ("https://sub.talk.example", False),
        ("null", False),
        ("", False),
    ],
)
def test_a_site_with_an_address_lets_in_exactly_its_origin(settings, origin, ours):
    settings.SITE_URL = "https://talk.example"
    settings.LIVE_ORIGINS = ["https://talk.example", "https://other.example"]
    headers = {b"origin": origin.encode(), b"host": b"talk.example"}
    assert door.own_origin(headers) is ours


@pytest.mark.parametrize(
    ("cookie", "key"),
    [
        (b"session=abc", "abc"),
        (b"language=en; session=abc; csrf=x", "abc"),
        (b"", ""),
        (b"session=", ""),
        (b"sessions=abc", ""),
        (b'session="', ""),
        (b"\xe9=;\x00", ""),
    ],
)
def test_the_session_is_read_from_its_cookie(settings, cookie, key):
    settings.SESSION_COOKIE_NAME = "session"
    assert door.session_key({b"cookie": cookie}) == key


def test_without_a_cookie_there_is_no_session():
    assert door.session_key({}) == ""
