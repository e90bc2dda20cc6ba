"""The installation's own keys, kept outside the database in DATA_DIR/secrets or the environment.

Losing them loses every private text; docs/howto/keys.md says how to keep and rotate them.
"""

import base64
import os
import secrets
from pathlib import Path

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


def _kept(data_dir: Path, name: str, fresh: str) -> str:
    folder = data_dir / "secrets"
    path = folder / name
    if not path.exists():
        folder.mkdir(parents=True, exist_ok=True)
        folder.chmod(0o700)
        try:
            # O_EXCL: of two processes starting at once, one writes and the other reads.
            handle = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
        except FileExistsError:
            pass
        else:
            with os.fdopen(handle, "w") as file:
                file.write(fresh)
                file.flush()
                os.fsync(file.fileno())
    return path.read_text().strip()
