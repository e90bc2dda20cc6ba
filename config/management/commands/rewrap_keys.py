"""Wrap every data key with the newest installation key, so that older ones can be retired."""

from typing import Any

from django.apps import apps
from django.core.management.base import BaseCommand
from django.db.models import Model

from hearten.accounts import actions
from hearten.foundation import crypto

FIELD = "wrapped_key"


class Command(BaseCommand):
    """Safe while everything runs, safe to repeat, safe to stop and start again."""

    help = "Wrap every data key with the newest installation key (docs/howto/keys.md)."

    def handle(self, *args: Any, **options: Any) -> None:
        """Django's hook."""
        for model in apps.get_models():
            if any(field.name == FIELD for field in model._meta.get_fields()):
                self.stdout.write(f"{model._meta.label}: {_rewrapped(model)}")
        self.stdout.write(f"authenticators: {actions.rewrap_authenticators()}")


def _rewrapped(model: type[Model]) -> int:
    """Rewrap one table's keys and say how many changed. A row is only written while it still holds
    the key that was read: a key destroyed meanwhile stays destroyed."""
    rows = model._default_manager.exclude(**{FIELD: None}).values_list("pk", FIELD)
    changed = 0
    for pk, wrapped in rows.iterator(chunk_size=2000):
        new = crypto.rewrap(bytes(wrapped))
        if new != bytes(wrapped):
            same = model._default_manager.filter(**{"pk": pk, FIELD: wrapped})
            changed += same.update(**{FIELD: new})
    return changed
