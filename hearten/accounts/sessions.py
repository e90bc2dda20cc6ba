"""Sessions as rows of our own, so that a person can read and end them."""

from datetime import datetime
from typing import Any
from uuid import UUID

from django.contrib.auth import SESSION_KEY
from django.contrib.sessions.backends.base import CreateError, UpdateError
from django.contrib.sessions.backends.db import SessionStore as DatabaseStore
from django.contrib.sessions.base_session import AbstractBaseSession
from django.db import DatabaseError, IntegrityError, transaction

from hearten.accounts.models import Session
from hearten.foundation import clock, live

DEVICE = "device"


class SessionStore(DatabaseStore):
    """Keeps whose session it is beside it, and gives it a public id that outlives its changes."""

    row: Session | None = None
    """The row as loaded for this request."""

    @classmethod
    def get_model_class(cls) -> type[AbstractBaseSession]:
        """Django's hook."""
        return Session

    @property
    def public_id(self) -> UUID | None:
        """What names this session in pages and notices."""
        self.get(SESSION_KEY)  # loads the row if nothing has yet
        return self.row.public_id if self.row else None

    def touch(self) -> None:
        """Remember the hour in which the session was last used: one write an hour at most, which
        also moves its end."""
        if self.row is not None and self.row.seen_at < this_hour():
            self.modified = True

    def load(self) -> dict[str, Any]:
        """Django's hook: keeps the row it read."""
        self.row = self._get_session_from_db()  # type: ignore[attr-defined]
        return self.decode(self.row.session_data) if self.row else {}

    def save(self, must_create: bool = False) -> None:
        """Django's hook. An update leaves the public id and the start alone, and a session that was
        ended meanwhile stays ended."""
        if self.session_key is None:
            return self.create()
        data = self._get_session(no_load=must_create)  # type: ignore[attr-defined]
        row = self.create_model_instance(data)
        try:
            with transaction.atomic():
                if must_create:
                    row.save(force_insert=True)
                else:
                    row.save(update_fields=_CHANGING)
        except IntegrityError as error:
            raise (CreateError if must_create else UpdateError) from error
        except DatabaseError as error:
            if must_create:
                raise
            raise UpdateError from error
        if must_create:
            self.row = row
        return None

    def create_model_instance(self, data: dict[str, Any]) -> Session:
        """Django's hook: the row for this session's data."""
        return Session(
            session_key=self._get_or_create_session_key(),  # type: ignore[attr-defined]
            session_data=self.encode(data),
            expire_date=self.get_expiry_date(),
            account_id=data.get(SESSION_KEY) or None,
            device=data.get(DEVICE, ""),
            seen_at=this_hour(),
        )

    def delete(self, session_key: str | None = None) -> None:
        """Django's hook. Connections of the session close with it, whoever ended it."""
        key = session_key or self.session_key
        if key is None:
            return
        with transaction.atomic():
            rows = Session.objects.select_for_update().filter(session_key=key)
            for row in rows:
                if row.account_id is not None:
                    live.end_session_on_commit(session_id=row.public_id)
                row.delete()


def this_hour() -> datetime:
    """When somebody was last here is kept to the hour: closer is nobody's business."""
    return clock.now().replace(minute=0, second=0, microsecond=0)


_CHANGING = ["session_data", "expire_date", "account", "device", "seen_at"]
