"""The composition root: a wrong environment is one clear line."""

import base64
import io
import logging
import os
import socket
import subprocess
import sys
from functools import partial
from pathlib import Path
from typing import cast

import pytest
from django.conf import LazySettings

from config import cli, database, env, parent, secrets, wiring
from config.logs import Private
from hearten.gateway.nats_bus import NatsBus
from hearten.gateway.postgres_bus import PostgresBus

ROOT = Path(__file__).resolve().parent.parent


@pytest.mark.parametrize("raw", ["0", "65536", "-1", "http", "80 80", "٨٠"])
def test_wrong_number_names_the_variable(monkeypatch: pytest.MonkeyPatch, raw: str) -> None:
    monkeypatch.setenv("PORT", raw)
    with pytest.raises(env.WrongEnvironment, match="PORT must be a whole number from 1 to 65535"):
        env.number("PORT", 8000, least=1, most=65535)


def test_unset_or_blank_means_the_default(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("PORT", raising=False)
    assert env.number("PORT", 8000) == 8000
    monkeypatch.setenv("PORT", "  ")
    assert env.number("PORT", 8000) == 8000


@pytest.mark.parametrize(("raw", "meant"), [("yes", True), ("0", False), ("ON", True), ("", True)])
def test_flags_are_read(monkeypatch: pytest.MonkeyPatch, raw: str, meant: bool) -> None:
    monkeypatch.setenv("DEMO", raw)
    assert env.flag("DEMO", default=True) is meant


def test_wrong_flag_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("DEMO", "maybe")
    with pytest.raises(env.WrongEnvironment, match="DEMO must be yes or no"):
        env.flag("DEMO", default=True)


def test_words_are_split_and_trimmed(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("ALLOWED_HOSTS", " a.example, b.example ,")
    assert env.words("ALLOWED_HOSTS") == ("a.example", "b.example")


@pytest.mark.parametrize("raw", ["", "nats://a:4222", "tls://u:p@a.example, nats://[::1]:4222"])
def test_servers_are_read(monkeypatch: pytest.MonkeyPatch, raw: str) -> None:
    monkeypatch.setenv("BUS_URL", raw)
    assert ", ".join(env.servers("BUS_URL", ("nats", "tls"))) == raw


@pytest.mark.parametrize(
    "raw",
    [
        "a:4222",
        "http://u:planted@a",
        "nats://",
        "nats://a, planted",
        "nats://[planted",
        "nats://a:planted",
    ],
)
def test_a_wrong_server_is_one_line_without_its_password(
    monkeypatch: pytest.MonkeyPatch, raw: str
) -> None:
    monkeypatch.setenv("BUS_URL", raw)
    with pytest.raises(env.WrongEnvironment, match="BUS_URL must be addresses") as refused:
        env.servers("BUS_URL", ("nats", "tls"))
    assert "planted" not in str(refused.value)


def test_the_bus_is_postgresql_unless_nats_is_named(settings: LazySettings) -> None:
    settings.BUS_SERVERS = ()
    assert wiring._bus() is PostgresBus
    settings.BUS_SERVERS = ("nats://a:4222",)
    made = cast("partial[NatsBus]", wiring._bus())
    assert (made.func, made.keywords["servers"]) == (NatsBus, ("nats://a:4222",))
    settings.SECRET_KEY = "another installation's"
    other = cast("partial[NatsBus]", wiring._bus())
    assert made.keywords["name"] != other.keywords["name"]


@pytest.mark.parametrize("raw", ["", "mailto:a@b.example", "https://b.example"])
def test_whom_to_write_to_is_read(monkeypatch: pytest.MonkeyPatch, raw: str) -> None:
    monkeypatch.setenv("PUSH_SUBJECT", raw)
    assert env.contact("PUSH_SUBJECT", "https://a.example") == raw


@pytest.mark.parametrize("raw", ["a@b.example", "http://b.example"])
def test_what_is_no_such_address_is_one_line(monkeypatch: pytest.MonkeyPatch, raw: str) -> None:
    monkeypatch.setenv("PUSH_SUBJECT", raw)
    with pytest.raises(env.WrongEnvironment, match="PUSH_SUBJECT must begin with"):
        env.contact("PUSH_SUBJECT")


@pytest.mark.parametrize(
    ("address", "origin"),
    [
        ("https://Talk.example", "https://talk.example"),
        ("https://talk.example:443/path", "https://talk.example"),
        ("http://talk.example:80", "http://talk.example"),
        ("http://talk.example:8080/", "http://talk.example:8080"),
        ("https://talk.example:80", "https://talk.example:80"),
        ("https://[::1]:8443", "https://[::1]:8443"),
        ("", ""),
        ("talk.example", ""),
    ],
)
def test_an_origin_is_what_browsers_say(address: str, origin: str) -> None:
    assert env.origin(address) == origin


def test_database_url_with_password_and_options() -> None:
    given = database.settings_from("postgresql://me:p%40ss@db.example:5433/hearten?sslmode=require")
    assert {key: given[key] for key in ("NAME", "USER", "PASSWORD", "HOST", "PORT", "OPTIONS")} == {
        "NAME": "hearten",
        "USER": "me",
        "PASSWORD": "p@ss",
        "HOST": "db.example",
        "PORT": "5433",
        "OPTIONS": {
            "sslmode": "require",
            "connect_timeout": "3",
            "keepalives_idle": "5",
            "keepalives_interval": "2",
            "keepalives_count": "3",
            "tcp_user_timeout": "10000",
            "options": "-c tcp_keepalives_idle=5 -c tcp_keepalives_interval=2 "
            "-c tcp_keepalives_count=3 -c tcp_user_timeout=10000 "
            "-c client_connection_check_interval=2000",
        },
    }


def test_what_a_database_url_says_of_its_connection_holds() -> None:
    given = database.settings_from("postgresql://db.example/hearten?options=&tcp_user_timeout=7")
    assert (given["OPTIONS"]["options"], given["OPTIONS"]["tcp_user_timeout"]) == ("", "7")


def test_database_url_over_a_socket() -> None:
    given = database.settings_from("postgresql://postgres:@/postgres?host=/var/run/pg")
    assert (given["HOST"], given["NAME"], given["PORT"]) == ("/var/run/pg", "postgres", "")
    assert given["OPTIONS"] == {"connect_timeout": "3"}


def test_another_database_is_refused() -> None:
    with pytest.raises(env.WrongEnvironment, match="postgresql://"):
        database.settings_from("mysql://localhost/hearten")


def test_keys_are_made_once_and_private(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("INSTALLATION_KEYS", raising=False)
    first = secrets.installation_keys(tmp_path)
    assert secrets.installation_keys(tmp_path) == first
    assert [len(base64.urlsafe_b64decode(key)) for key in first] == [32]
    assert (tmp_path / "secrets" / "installation.keys").stat().st_mode & 0o777 == 0o600
    assert (tmp_path / "secrets").stat().st_mode & 0o777 == 0o700


def test_keys_of_the_environment_come_first(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("INSTALLATION_KEYS", "new,old")
    assert secrets.installation_keys(tmp_path) == ["new", "old"]
    assert list(tmp_path.iterdir()) == []


def test_the_key_of_notifications_is_made_once_and_private(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.delenv("PUSH_KEY", raising=False)
    private, public = secrets.push_keys(tmp_path)
    assert secrets.push_keys(tmp_path) == (private, public)
    assert (tmp_path / "secrets" / "push.key").read_text() == private
    assert (tmp_path / "secrets" / "push.key").stat().st_mode & 0o777 == 0o600
    assert (len(private), len(public), public[0]) == (43, 87, "B")


def test_the_key_of_notifications_may_come_from_outside(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    given = secrets.push_keys(tmp_path / "other")
    monkeypatch.setenv("PUSH_KEY", given[0])
    assert secrets.push_keys(tmp_path) == given
    assert not (tmp_path / "secrets").exists()
    for wrong in ("A", "A" * 43 + "A" * 43, "!"):
        monkeypatch.setenv("PUSH_KEY", wrong)
        with pytest.raises(env.WrongEnvironment, match="PUSH_KEY"):
            secrets.push_keys(tmp_path)


_PHONE = {"TWILIO_ACCOUNT": "AC1", "TWILIO_TOKEN": "t"}
_BOUND = """
import django; django.setup()
from django.conf import settings
from hearten.notifications import ports
print(sorted(ports.bound()), settings.TWILIO_REACHES_US)
"""


@pytest.mark.parametrize(
    ("outside", "meant"),
    [
        ({}, "[] False"),
        ({"EMAIL_HOST": "mail.example"}, "['email'] False"),
        ({"SITE_URL": "https://hearten.example"}, "['push'] True"),
        ({"SITE_URL": "http://hearten.example"}, "[] False"),
        ({"PUSH_SUBJECT": "mailto:a@hearten.example"}, "['push'] False"),
        (_PHONE, "[] False"),
        (_PHONE | {"TWILIO_TEXT_FROM": "+1"}, "['sms'] False"),
        ({"TWILIO_TEXT_FROM": "+1", "TWILIO_CALL_FROM": "+1"}, "[] False"),
        (
            _PHONE
            | {"TWILIO_TEXT_FROM": "+1", "TWILIO_CALL_FROM": "+1", "TWILIO_REACHES_US": "no"}
            | {"SITE_URL": "https://hearten.example"},
            "['push', 'sms', 'voice'] False",
        ),
    ],
)
def test_what_is_configured_is_what_people_are_called_by(
    tmp_path: Path, outside: dict[str, str], meant: str
) -> None:
    clean = {
        name: value
        for name, value in os.environ.items()
        if not name.startswith(("SITE_", "EMAIL_", "PUSH_", "TWILIO_"))
    }
    ran = subprocess.run(
        [sys.executable, "-c", _BOUND],
        cwd=ROOT,
        env={
            **clean,
            "DATA_DIR": str(tmp_path),
            "DJANGO_SETTINGS_MODULE": "config.settings",
            **outside,
        },
        capture_output=True,
        text=True,
        check=True,
    )
    assert ran.stdout.strip() == meant


def test_a_key_file_is_whole_or_not_there(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("INSTALLATION_KEYS", raising=False)
    monkeypatch.setattr(os, "fsync", lambda handle: (_ for _ in ()).throw(KeyboardInterrupt))
    with pytest.raises(KeyboardInterrupt):
        secrets.installation_keys(tmp_path)
    assert not (tmp_path / "secrets" / "installation.keys").exists()


@pytest.mark.parametrize(
    ("outside", "meant"),
    [
        ({}, (False, True)),
        ({"SITE_URL": "https://hearten.example"}, (True, False)),
        ({"HOST": "0.0.0.0"}, (True, False)),
        ({"HOST": "0.0.0.0", "DEMO": "yes"}, (True, True)),
        ({"DEMO": "no"}, (False, False)),
    ],
)
def test_the_demo_is_for_this_machine_unless_asked_for(
    tmp_path: Path, outside: dict[str, str], meant: tuple[bool, bool]
) -> None:
    clean = {k: v for k, v in os.environ.items() if k not in {"SITE_URL", "HOST", "DEMO"}}
    ran = subprocess.run(
        [sys.executable, "-c", "from config import settings as s; print((s.REACHABLE, s.DEMO))"],
        cwd=ROOT,
        env={**clean, "DATA_DIR": str(tmp_path), **outside},
        capture_output=True,
        text=True,
        check=True,
    )
    assert ran.stdout.strip() == str(meant)


def test_a_fault_is_logged_without_anybodys_words() -> None:
    log = logging.getLogger("tests.private")
    words = "".join(["plan", "ted ", "ot", "ter"])  # not as they stand in this file's lines
    heard = io.StringIO()
    handler = logging.StreamHandler(heard)
    handler.addFilter(Private())
    log.addHandler(handler)
    try:
        try:
            try:
                raise ValueError(f"DETAIL: Key (pseudonym)=({words})")
            except ValueError as error:
                raise RuntimeError(words) from error
        except RuntimeError:
            log.exception("talk %s failed", "7f3c0000-0000-4000-8000-000000000001")
    finally:
        log.removeHandler(handler)
    written = heard.getvalue()
    assert [word for word in ("planted", "otter", "7f3c") if word in written] == []
    assert "ValueError" in written
    assert "RuntimeError" in written
    assert "test_config.py" in written


@pytest.mark.parametrize(("variable", "other"), [("PORT", "LIVE_PORT"), ("LIVE_PORT", "PORT")])
def test_taken_port_is_one_line(tmp_path: Path, variable: str, other: str) -> None:
    with socket.socket() as taken, socket.socket() as free:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        free.bind(("127.0.0.1", 0))
        ports = {variable: str(taken.getsockname()[1]), other: str(free.getsockname()[1])}
        free.close()
        ran = subprocess.run(
            [sys.executable, "-m", "config.cli", "run"],
            cwd=ROOT,
            env={**os.environ, "DATA_DIR": str(tmp_path), **ports},
            capture_output=True,
            text=True,
            check=False,
        )
    assert ran.returncode == 1
    assert ran.stderr.count("\n") == 1
    assert ran.stderr.startswith(f"Port {ports[variable]} is taken")
    assert f"{variable}=" in ran.stderr


def test_unsafe_durability_is_refused() -> None:
    class Cursor:
        def __enter__(self) -> "Cursor":
            return self

        def __exit__(self, *_: object) -> None: ...

        def execute(self, _sql: str, names: list[str]) -> None:
            self.name = names[0]

        def fetchone(self) -> tuple[str]:
            return ("off" if self.name == "fsync" else "on",)

    class Connection:
        def cursor(self) -> Cursor:
            return Cursor()

    with pytest.raises(env.WrongEnvironment, match="fsync=off"):
        database.refuse_unsafe_durability(Connection())


@pytest.mark.django_db
def test_the_embedded_database_is_durable() -> None:
    from django.db import connection

    database.refuse_unsafe_durability(connection)


def test_a_database_that_does_not_start_is_not_a_broken_record(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    def gone() -> None:
        raise RuntimeError("no database")

    monkeypatch.setattr(cli, "_find_database", gone)
    assert cli.main(["audit", "verify"]) == 2
    assert capsys.readouterr().err == "could not tell: RuntimeError('no database')\n"
    with pytest.raises(RuntimeError):
        cli.main(["manage", "check"])


def test_a_child_that_dies_is_started_again() -> None:
    child = parent.Child("brief", [sys.executable, "-c", "pass"])
    child.start()
    assert child.process is not None
    first = child.process.pid
    child.process.wait()
    while child.process.pid == first:
        child.keep_alive()
    child.process.wait()
    assert child.pause == 0.25
