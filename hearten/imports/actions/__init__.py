"""Bringing what was written elsewhere (docs/concepts/import.md)."""

from hearten.imports.actions.bringing import IMPORT, Lot, Said, bring
from hearten.imports.actions.journey import Wishes, import_dump

__all__ = ["IMPORT", "Lot", "Said", "Wishes", "bring", "import_dump"]
