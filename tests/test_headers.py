"""What every answer tells the browser: load nothing foreign, store nothing, tell nobody."""

import json
import os
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from django.core.management import call_command
from django.db import connection
from django.http import HttpResponse
from django.test import Client, RequestFactory
from django.urls import NoReverseMatch, URLPattern, URLResolver, get_resolver, reverse

from config import headers
from config.headers import PERMISSIONS_POLICY
from hearten.accounts.models import Account, Programme, Role
from hearten.accounts.tests.factories import PASSPHRASE, client_of, make_account, make_programme

ROOT = Path(__file__).resolve().parent.parent
HERE = "localhost"

CSP = {
    "default-src": "'none'",
    "script-src": "'self'",
    "style-src": "'self'",
    "font-src": "'self'",
    "img-src": "'self'",
    "media-src": "'self'",
    "manifest-src": "'self'",
    "connect-src": "'self' ws://localhost:{live} ws://127.0.0.1:{live}",
    "form-action": "'self'",
    "base-uri": "'none'",
    "frame-ancestors": "'none'",
}
EVERYWHERE = {
    "X-Content-Type-Options": "nosniff",
    "X-Frame-Options": "DENY",
    "Referrer-Policy": "same-origin",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
    "Cross-Origin-Embedder-Policy": "require-corp",
    "Permissions-Policy": PERMISSIONS_POLICY,
    "Cache-Control": "no-store",
}
KEPT_FOR_EVER = "max-age=315360000, public, immutable"
DENIED = {"camera", "microphone", "geolocation", "payment", "usb", "browsing-topics"}


def _names(resolver: URLResolver, space: str = "") -> Iterator[str]:
    for entry in resolver.url_patterns:
        if isinstance(entry, URLResolver):
            inner = f"{space}{entry.namespace}:" if entry.namespace else space
            yield from _names(entry, inner)
        elif isinstance(entry, URLPattern) and entry.name:
            yield f"{space}{entry.name}"


def _plain_addresses() -> list[str]:
    """Every named address that needs no argument."""
    found = set()
    for name in _names(get_resolver()):
        try:
            found.add(reverse(name))
        except NoReverseMatch:  # it needs an argument
            continue
    return sorted(found)


ADDRESSES = _plain_addresses()
FAULTS = ["/no-such-page/", "/static/no-such-file.css"]


@pytest.fixture
def everything() -> Account:
    """Somebody who may see every page."""
    return make_account("Wide Harbour", roles=[role for role in Role if role != Role.MEMBER])


def _policy(response: HttpResponse) -> dict[str, str]:
    parts = [part.strip() for part in response["Content-Security-Policy"].split(";")]
    return dict(part.split(" ", 1) for part in parts)


def _check(response: HttpResponse, settings: Any) -> None:
    assert _policy(response) == {
        name: sources.format(live=settings.LIVE_PORT) for name, sources in CSP.items()
    }
    assert "unsafe" not in response["Content-Security-Policy"]
    assert {name: response[name] for name in EVERYWHERE} == EVERYWHERE
    for cookie in response.cookies.values():
        assert (cookie.key, cookie["httponly"], cookie["samesite"]) == (cookie.key, True, "Lax")


def test_there_are_addresses_to_check() -> None:
    assert len(ADDRESSES) > 25
    assert {reverse("crisis:help"), reverse("accounts:sign_in")} <= set(ADDRESSES)


@pytest.mark.django_db
@pytest.mark.parametrize("address", [*ADDRESSES, *FAULTS])
def test_signed_out(client: Client, settings: Any, address: str) -> None:
    response = client.get(address)
    if address not in FAULTS:
        assert response.status_code < 500
        _check(response, settings)
    else:
        assert response.status_code == 404
        assert _policy(response)["default-src"] == "'none'"
    assert "X-Robots-Tag" not in response


@pytest.mark.django_db
@pytest.mark.parametrize("address", [*ADDRESSES, "/no-such-page/"])
def test_signed_in(everything: Account, settings: Any, address: str) -> None:
    response = client_of(everything).get(address)
    assert response.status_code < 500
    _check(response, settings)
    assert response["X-Robots-Tag"] == "noindex, nofollow"


@pytest.mark.django_db
def test_an_answer_after_a_fault_is_as_shut(settings: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    client = client_of(make_account(), raise_request_exception=False)

    def broken(*_: object, **__: object) -> None:
        raise RuntimeError("on purpose")

    monkeypatch.setattr("hearten.accounts.queries.asked_first", broken)
    response = client.get(reverse("accounts:settings"))
    assert response.status_code == 500
    _check(response, settings)


def test_headers_need_no_database(rf: RequestFactory, settings: Any) -> None:
    request = rf.get("/", headers={"cookie": f"{settings.SESSION_COOKIE_NAME}=of-somebody"})
    response = headers.shut(lambda _request: HttpResponse())(request)
    assert response["X-Robots-Tag"] == "noindex, nofollow"


def test_no_page_reaches_the_device() -> None:
    policy = dict(part.split("=") for part in PERMISSIONS_POLICY.split(", "))
    assert set(policy.values()) == {"()"}
    assert policy.keys() >= DENIED


@pytest.mark.django_db
def test_leaving_quickly_clears_what_the_browser_kept(everything: Account, settings: Any) -> None:
    response = client_of(everything).post(reverse("ui:leave"))
    assert response["Clear-Site-Data"] == '"cache", "storage"'
    assert response.cookies[settings.SESSION_COOKIE_NAME]["max-age"] == 0
    assert response["Cache-Control"] == "no-store"


@pytest.mark.django_db
def test_a_language_choice_is_out_of_reach_of_scripts(client: Client) -> None:
    response = client.post(reverse("set_language"), {"language": "es", "next": "/"})
    assert [
        (cookie.key, cookie.value, cookie["httponly"], cookie["samesite"])
        for cookie in response.cookies.values()
    ] == [("language", "es", True, "Lax")]


# Static files


@pytest.fixture
def collected(settings: Any, tmp_path: Path) -> dict[str, str]:
    """Static files as an installation serves them; their hashed names by their own."""
    settings.STATIC_ROOT = tmp_path
    settings.STORAGES = settings.STORAGES | {
        "staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.ManifestStaticFilesStorage"}
    }
    call_command("collectstatic", verbosity=0, interactive=False)
    paths: dict[str, str] = json.loads((tmp_path / "staticfiles.json").read_text())["paths"]
    return paths


@pytest.mark.django_db  # closing an answer looks after connections
def test_static_files_stay_here_and_are_kept_for_ever(collected: dict[str, str]) -> None:
    client = Client()  # WhiteNoise looks at the folder when the first request comes
    own = [name for name in collected if name.startswith("ui/")]
    assert {"ui/css/base.css", "ui/js/leave.js", "ui/icon.svg"} <= set(own)
    for name in own:
        for path, kept in ((collected[name], KEPT_FOR_EVER), (name, "max-age=60, public")):
            response = client.get(f"/static/{path}")
            response.close()  # it holds the file open
            assert (path, response.status_code) == (path, 200)
            assert response["Cache-Control"] == kept
            assert response["Cross-Origin-Resource-Policy"] == "same-origin"
            assert response["X-Content-Type-Options"] == "nosniff"
            assert "Access-Control-Allow-Origin" not in response
            assert response.cookies == {}


# With TLS in front

_SECURE_VISIT = """
import json, sys
import django
django.setup()
from django.conf import settings
from django.test import Client, RequestFactory

settings.STORAGES["staticfiles"]["BACKEND"] = (
    "django.contrib.staticfiles.storage.StaticFilesStorage")
visitor = Client(headers={"host": "example.test", "x-forwarded-proto": "https"})
asked = visitor.get(sys.argv[1])
visitor.post(sys.argv[2], {"language": "es", "next": "/"})
entered = visitor.post(sys.argv[1], {"pseudonym": sys.argv[3], "passphrase": sys.argv[4]})
plain = Client(headers={"host": "example.test"}).get("/no-such-page/")
print(json.dumps({
    "status": [asked.status_code, entered.status_code],
    "headers": dict(asked.headers),
    "plain": dict(plain.headers),
    "cookies": {
        c.key: [bool(c["secure"]), bool(c["httponly"]), c["samesite"], c["path"], c["domain"]]
        for c in visitor.cookies.values()
    },
    "settings": {name: getattr(settings, name) for name in (
        "ALLOWED_HOSTS", "CSRF_TRUSTED_ORIGINS", "LIVE_URL", "LIVE_ORIGINS",
        "MFA_WEBAUTHN_ALLOW_INSECURE_ORIGIN", "ALLAUTH_TRUSTED_PROXY_COUNT", "DEBUG")},
}))
"""


def _visit_over_tls(account: Account) -> Any:
    name = connection.settings_dict["NAME"]
    outer, _, options = os.environ["DATABASE_URL"].partition("?")
    server, _, _ = outer.rpartition("/")
    arguments = [reverse("accounts:sign_in"), reverse("set_language"), str(account), PASSPHRASE]
    environment = {k: v for k, v in os.environ.items() if k not in {"LIVE_URL", "LIVE_ORIGINS"}}
    ran = subprocess.run(
        [sys.executable, "-c", _SECURE_VISIT, *arguments],
        cwd=ROOT,
        env={
            **environment,
            "DATABASE_URL": f"{server}/{name}?{options}",
            "DJANGO_SETTINGS_MODULE": "config.settings",
            "SITE_URL": "https://example.test",
        },
        capture_output=True,
        text=True,
        check=False,
    )
    assert ran.returncode == 0, ran.stderr
    return json.loads(ran.stdout.splitlines()[-1])


@pytest.fixture
def over_tls(transactional_db: None) -> Any:
    """What an installation at https://example.test answers to somebody who signs in."""
    programme: Programme = make_programme("Harbour of Settings")
    return _visit_over_tls(make_account("Plain Wren", programme=programme, passphrase=PASSPHRASE))


def test_with_tls_everything_is_secure(over_tls: Any) -> None:
    assert over_tls["status"] == [200, 302]
    assert over_tls["cookies"] == {
        name: [True, True, "Lax", "/", ""]
        for name in ("__Host-csrf", "__Host-language", "__Host-session")
    } | {"__Host-device": [True, True, "Strict", "/", ""]}
    sent = over_tls["headers"]
    assert sent["Strict-Transport-Security"] == "max-age=63072000; includeSubDomains"
    assert "connect-src 'self' wss://example.test/live;" in sent["Content-Security-Policy"] + ";"
    assert "ws:" not in sent["Content-Security-Policy"].replace("wss:", "")
    assert "Strict-Transport-Security" not in over_tls["plain"]
    assert over_tls["settings"] == {
        "ALLOWED_HOSTS": ["example.test", "localhost", "127.0.0.1", "[::1]"],
        "CSRF_TRUSTED_ORIGINS": ["https://example.test"],
        "LIVE_URL": "wss://example.test/live",
        "LIVE_ORIGINS": ["https://example.test"],
        "MFA_WEBAUTHN_ALLOW_INSECURE_ORIGIN": False,
        "ALLAUTH_TRUSTED_PROXY_COUNT": 1,
        "DEBUG": False,
    }


@pytest.mark.django_db
def test_without_tls_nothing_promises_it(client: Client) -> None:
    assert "Strict-Transport-Security" not in client.get(f"http://{HERE}/no-such-page/")
