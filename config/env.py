"""Typed readers of the environment: a wrong value is one clear line at start, not a fault at night."""

import os
from pathlib import Path
from urllib.parse import urlsplit


class WrongEnvironment(SystemExit):
    """A variable cannot be read. As SystemExit it prints one line and no traceback."""


def text(name: str, default: str = "") -> str:
    """The variable as it is, without outer blanks."""
    return os.environ.get(name, default).strip()


def number(name: str, default: int, *, least: int = 0, most: int = 2**31) -> int:
    """A whole number between `least` and `most`."""
    raw = text(name)
    if not raw:
        return default
    if not raw.isascii() or not raw.isdigit() or not least <= int(raw) <= most:
        raise WrongEnvironment(f"{name} must be a whole number from {least} to {most}, not {raw!r}")
    return int(raw)


def flag(name: str, *, default: bool) -> bool:
    """1/true/yes/on or 0/false/no/off."""
    raw = text(name).lower()
    if not raw:
        return default
    if raw in {"1", "true", "yes", "on"}:
        return True
    if raw in {"0", "false", "no", "off"}:
        return False
    raise WrongEnvironment(f"{name} must be yes or no, not {raw!r}")


def contact(name: str, default: str = "") -> str:
    """An address somebody can be written to at: https:// or mailto:."""
    raw = text(name, default)
    if raw and not raw.startswith(("https://", "mailto:")):
        raise WrongEnvironment(f"{name} must begin with https:// or mailto:, not be {raw!r}")
    return raw


def words(name: str, default: tuple[str, ...] = ()) -> tuple[str, ...]:
    """A comma-separated list."""
    raw = text(name)
    return tuple(part.strip() for part in raw.split(",") if part.strip()) if raw else default


def servers(name: str, schemes: tuple[str, ...]) -> tuple[str, ...]:
    """A comma-separated list of scheme://host:port. They may hold a password, so none is quoted."""
    given = words(name)
    if not all(_is_server(one, schemes) for one in given):
        said = " or ".join(f"{scheme}://" for scheme in schemes)
        raise WrongEnvironment(f"{name} must be addresses that begin with {said} and name a host")
    return given


def _is_server(url: str, schemes: tuple[str, ...]) -> bool:
    try:
        parts = urlsplit(url)
        return parts.scheme in schemes and bool(parts.hostname) and parts.port != 0
    except ValueError:
        return False


def origin(url: str) -> str:
    """The origin of an address as browsers write it: no path, no usual port, small letters."""
    parts = urlsplit(url)
    host = parts.netloc.rpartition("@")[2].lower()
    usual = {"http": ":80", "https": ":443"}.get(parts.scheme, "")
    return f"{parts.scheme}://{host.removesuffix(usual)}" if host else ""


def folder(name: str, default: Path) -> Path:
    """An absolute folder path, which need not exist yet."""
    return Path(text(name) or default).expanduser().absolute()
