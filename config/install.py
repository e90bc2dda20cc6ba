"""What must be in place before anything serves: tables, static files, translations."""

import hashlib
import os
from pathlib import Path

from django.conf import settings
from django.contrib.staticfiles import finders
from django.core.management import call_command
from django.db import connection

from config import database

UNUSED = ["django_htmx/ext/*"]
"""Extensions we do not load; they name their imports in a way that cannot be hashed."""
# Any number; two processes that prepare at once take turns.
_PREPARING = 7_305_210_417


def prepare() -> None:
    """Bring database, translations and static files up to this version. Safe to repeat."""
    database.refuse_unsafe_durability(connection)
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_lock(%s)", [_PREPARING])
    try:
        call_command("migrate", verbosity=0, interactive=False)
        call_command("createcachetable", verbosity=0)
        call_command("load_crisis_lines", verbosity=0)
        # A restored backup brings back people who were erased since: not for a moment longer.
        call_command("erasures", "replay", "--quiet")
    finally:
        with connection.cursor() as cursor:
            cursor.execute("SELECT pg_advisory_unlock(%s)", [_PREPARING])
    compile_translations()
    collect_static()


def compile_translations() -> None:
    """Compile each .po that is newer than its .mo, without gettext's tools."""
    from babel.messages.mofile import write_mo  # noqa: PLC0415 - only when something changed
    from babel.messages.pofile import read_po  # noqa: PLC0415

    for folder in settings.LOCALE_PATHS:
        for source in Path(folder).glob("*/LC_MESSAGES/*.po"):
            target = source.with_suffix(".mo")
            if target.exists() and target.stat().st_mtime >= source.stat().st_mtime:
                continue
            with source.open("rb") as po:
                catalog = read_po(po, locale=source.parent.parent.name)
            half = target.with_suffix(f".{os.getpid()}")  # never read before it is whole
            with half.open("wb") as mo:
                write_mo(mo, catalog)
            half.replace(target)


def collect_static() -> None:
    """Collect and compress static files when one of them changed since the last time."""
    root = Path(settings.STATIC_ROOT)
    mark = root / ".collected"
    digest = _static_digest()
    if mark.exists() and mark.read_text() == digest:
        return
    call_command(
        "collectstatic",
        verbosity=0,
        interactive=False,
        clear=root.exists(),
        ignore_patterns=UNUSED,
    )
    mark.write_text(digest)


def _static_digest() -> str:
    digest = hashlib.sha256()
    for finder in finders.get_finders():
        for path, storage in finder.list([]):
            digest.update(f"{path}:{storage.get_modified_time(path).timestamp()}\n".encode())
    return digest.hexdigest()
