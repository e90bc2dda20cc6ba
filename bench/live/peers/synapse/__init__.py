"""matrix-synapse, the usual Matrix home server, in an environment of its own: its pins are not ours.

Where there was a choice it favours Synapse: no limits on rates, no presence, no receipts, no federation,
no media, cheap password hashes, large caches, everybody in one public room without encryption.
"""

import hashlib
import hmac
import json
import secrets
import subprocess
import sys
import urllib.request
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from django.db import connection

HERE = Path(__file__).parent
PYTHON = HERE / ".venv" / "bin" / "python"
LOCK = HERE / "requirements.txt"
DATABASE = "synapse"
SECRET = secrets.token_hex(16)
NO_LIMIT = {"per_second": 1_000_000, "burst_count": 1_000_000}


def install() -> None:
    """Install it by the hashes of its lock, unless that was done."""
    done = HERE / ".venv" / "installed"
    lock = LOCK.read_text()
    if done.exists() and done.read_text() == lock:
        return
    subprocess.run([sys.executable, "-m", "venv", "--clear", PYTHON.parent.parent], check=True)
    flags = ["--quiet", "--disable-pip-version-check", "--require-hashes", "--no-deps"]
    subprocess.run([PYTHON, "-m", "pip", "install", *flags, "-r", LOCK], check=True)
    done.write_text(lock)


def version() -> str:
    """Which Synapse."""
    [line] = [one for one in LOCK.read_text().splitlines() if one.startswith("matrix-synapse==")]
    return line.split("==")[1].split()[0]


def command(folder: Path, port: int) -> list[str]:
    """How to start it on a port, with its files in a folder and its rows beside ours."""
    home = folder / "synapse"
    config = home / "homeserver.yaml"
    config.parent.mkdir(exist_ok=True)
    config.write_text(json.dumps(_settings(home, port)))  # JSON is YAML
    start = [str(PYTHON), "-m", "synapse.app.homeserver", "-c", str(config)]
    if not (home / "signing.key").exists():
        with connection.cursor() as cursor:
            cursor.execute(
                f"CREATE DATABASE {DATABASE} TEMPLATE template0 ENCODING 'UTF8' "
                "LC_COLLATE 'C' LC_CTYPE 'C'"
            )
        subprocess.run([*start, "--generate-keys"], check=True, capture_output=True)
    return start


def _settings(home: Path, port: int) -> dict[str, Any]:
    given = connection.get_connection_params()
    database = {key: given[key] for key in ("host", "port", "user", "password") if key in given}
    limits = ("message", "registration", "joins_per_room", "admin_redaction", "room_creation")
    return {
        "server_name": "bench.test",
        "signing_key_path": str(home / "signing.key"),
        "media_store_path": str(home / "media"),
        "enable_media_repo": False,
        "report_stats": False,
        "presence": {"enabled": False},
        "caches": {"global_factor": 2.0},
        "trusted_key_servers": [],
        "suppress_key_server_warning": True,
        "registration_shared_secret": SECRET,
        "bcrypt_rounds": 4,
        "database": {
            "name": "psycopg2",
            "args": database | {"dbname": DATABASE, "cp_min": 5, "cp_max": 10},
        },
        "listeners": [
            {
                "port": port,
                "bind_addresses": ["127.0.0.1"],
                "type": "http",
                "resources": [{"names": ["client"]}],
            }
        ],
        "log_config": str(_log_config(home)),
        **{f"rc_{name}": NO_LIMIT for name in limits},
        "rc_joins": {"local": NO_LIMIT, "remote": NO_LIMIT},
        "rc_login": {"address": NO_LIMIT, "account": NO_LIMIT, "failed_attempts": NO_LIMIT},
        "rc_invites": {"per_room": NO_LIMIT, "per_user": NO_LIMIT, "per_issuer": NO_LIMIT},
    }


def _log_config(home: Path) -> Path:
    path = home / "log.yaml"
    quiet = {"class": "logging.StreamHandler", "level": "ERROR"}
    root = {"level": "ERROR", "handlers": ["console"]}
    path.write_text(json.dumps({"version": 1, "handlers": {"console": quiet}, "root": root}))
    return path


def room_of(port: int, count: int) -> tuple[str, list[str]]:
    """A public room with this many people: its id and their access tokens."""
    tokens = [_register(port, f"person{n}") for n in range(count)]
    new = {"preset": "public_chat", "visibility": "private"}
    room = _ask(port, "createRoom", new, token=tokens[0])["room_id"]
    for token in tokens[1:]:
        _ask(port, f"join/{room}", {}, token=token)
    return room, tokens


def _register(port: int, name: str) -> str:
    url = f"http://127.0.0.1:{port}/_synapse/admin/v1/register"
    with urllib.request.urlopen(url) as answer:
        nonce = json.load(answer)["nonce"]
    password = "a passphrase nobody uses"  # noqa: S105
    said = "\0".join((nonce, name, password, "notadmin"))
    mac = hmac.new(SECRET.encode(), said.encode(), hashlib.sha1).hexdigest()
    given = {"nonce": nonce, "username": name, "password": password, "admin": False, "mac": mac}
    token: str = _post(url, given)["access_token"]
    return token


def _ask(port: int, path: str, given: Mapping[str, Any], *, token: str) -> dict[str, Any]:
    return _post(f"http://127.0.0.1:{port}/_matrix/client/v3/{path}", given, token=token)


def _post(url: str, given: Mapping[str, Any], *, token: str = "") -> dict[str, Any]:
    headers = {"Content-Type": "application/json"}
    if token:
        headers["Authorization"] = f"Bearer {token}"
    request = urllib.request.Request(url, json.dumps(given).encode(), headers)  # noqa: S310
    with urllib.request.urlopen(request) as answer:  # noqa: S310 - our own server
        said: dict[str, Any] = json.load(answer)
        return said
