"""The installation's own keys, kept outside the database in DATA_DIR/secrets or the environment.

Losing them loses every private text; docs/howto/keys.md says how to keep and rotate them.
"""

import base64
import contextlib
import os
import secrets
from pathlib import Path

from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat

from config import env


def installation_keys(data_dir: Path) -> list[str]:
    """Wrapping keys in URL-safe base64, newest first: INSTALLATION_KEYS, or a file made once."""
    given = env.words("INSTALLATION_KEYS")
    if given:
        return list(given)
    made = base64.urlsafe_b64encode(os.urandom(32)).decode()
    return _kept(data_dir, "installation.keys", made).split()


def signing_key(data_dir: Path) -> str:
    """Django's SECRET_KEY: SECRET_KEY, or a file made once."""
    return env.text("SECRET_KEY") or _kept(data_dir, "signing.key", secrets.token_urlsafe(48))


def push_keys(data_dir: Path) -> tuple[str, str]:
    """The key that signs notifications (VAPID, RFC 8292), private and public: PUSH_KEY, or a file made
    once. With another key every browser has to be added again."""
    made = ec.generate_private_key(ec.SECP256R1()).private_numbers().private_value
    private = env.text("PUSH_KEY") or _kept(data_dir, "push.key", _base64(made.to_bytes(32)))
    try:
        number = int.from_bytes(base64.urlsafe_b64decode(private + "=" * (-len(private) % 4)))
        point = ec.derive_private_key(number, ec.SECP256R1()).public_key()
    except ValueError:
        raise env.WrongEnvironment("PUSH_KEY must be 32 bytes in URL-safe base64") from None
    public = point.public_bytes(Encoding.X962, PublicFormat.UncompressedPoint)
    return private, _base64(public)


def _base64(raw: bytes) -> str:
    return base64.urlsafe_b64encode(raw).decode().rstrip("=")


def _write_once(path: Path, text: str) -> None:
    """Whole or not at all: a kill in between must not leave an empty key file for good. Of two
    processes starting at once, one links its file and the other reads that."""
    draft = path.with_name(f"{path.name}.{os.getpid()}")
    handle = os.open(draft, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600)
    with os.fdopen(handle, "w") as file:
        file.write(text)
        file.flush()
        os.fsync(file.fileno())
    with contextlib.suppress(FileExistsError):
        os.link(draft, path)
    draft.unlink()


def _kept(data_dir: Path, name: str, fresh: str) -> str:
    folder = data_dir / "secrets"
    path = folder / name
    if not path.exists():
        folder.mkdir(parents=True, exist_ok=True)
        folder.chmod(0o700)
        _write_once(path, fresh)
    return path.read_text().strip()
