"""Every open connection, by the session it belongs to."""

from collections import Counter, deque
from collections.abc import Iterable, Iterator
from uuid import UUID

from hearten.gateway.connection import Connection
from hearten.gateway.protocol import Close

REMEMBERED = 1024
"""Ended sessions remembered, for connections that were being let in while theirs ended."""


class Roster:
    """Who is connected."""

    def __init__(self, *, per_account: int) -> None:
        self._per_account = per_account
        self._by_session: dict[UUID, set[Connection]] = {}
        self._accounts: Counter[UUID] = Counter()
        self._ended: deque[UUID] = deque(maxlen=REMEMBERED)

    def __iter__(self) -> Iterator[Connection]:
        return iter([c for group in self._by_session.values() for c in group])

    def __len__(self) -> int:
        return sum(self._accounts.values())

    def admit(self, connection: Connection) -> Close | None:
        """Take a connection in, or say why not."""
        listener = connection.listener
        if listener.session_id in self._ended:
            return Close.NOT_SIGNED_IN
        if self._accounts[listener.account_id] >= self._per_account:
            return Close.TOO_MUCH
        self._accounts[listener.account_id] += 1
        self._by_session.setdefault(listener.session_id, set()).add(connection)
        return None

    def remove(self, connection: Connection) -> None:
        """A connection that was taken in is gone."""
        listener = connection.listener
        group = self._by_session.get(listener.session_id, set())
        if connection not in group:
            return
        group.discard(connection)
        if not group:
            del self._by_session[listener.session_id]
        self._accounts[listener.account_id] -= 1
        if not self._accounts[listener.account_id]:
            del self._accounts[listener.account_id]

    def sessions(self) -> frozenset[UUID]:
        """The sessions with an open connection."""
        return frozenset(self._by_session)

    def end_sessions(self, session_ids: Iterable[UUID]) -> None:
        """These sessions are over: close what belongs to them, now and in a moment."""
        for session_id in session_ids:
            self._ended.append(session_id)
            for connection in tuple(self._by_session.get(session_id, ())):
                connection.close(Close.NOT_SIGNED_IN)
