"""Sessions as rows of our own, so that a person can read and end them."""

from typing import Any

from django.contrib.auth import SESSION_KEY
from django.contrib.sessions.backends.db import SessionStore as DatabaseStore
from django.contrib.sessions.base_session import AbstractBaseSession

from hearten.accounts.models import Session

DEVICE = "device"


class SessionStore(DatabaseStore):
    """Keeps whose session it is beside it."""

    @classmethod
    def get_model_class(cls) -> type[AbstractBaseSession]:
        """Django's hook."""
        return Session

    def create_model_instance(self, data: dict[str, Any]) -> AbstractBaseSession:
        """Django's hook: the row for this session's data."""
        row = super().create_model_instance(data)
        assert isinstance(row, Session)  # noqa: S101 - get_model_class says so
        row.account_id = data.get(SESSION_KEY) or None
        row.device = data.get(DEVICE, "")
        return row
