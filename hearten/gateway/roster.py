"""Every open connection, by the session it belongs to."""

from collections import Counter, deque
from collections.abc import Iterable, Iterator
from uuid import UUID

from hearten.gateway.connection import Connection
from hearten.gateway.limits import Allowance, Limits
from hearten.gateway.protocol import Close

REMEMBERED = 1024
"""Ended sessions remembered, for connections that were being let in while theirs ended."""


class Roster:
    """Who is connected."""

    def __init__(self, limits: Limits) -> None:
        self._limits = limits
        self._allowances: dict[UUID, Allowance] = {}
        self._by_session: dict[UUID, set[Connection]] = {}
        self._accounts: Counter[UUID] = Counter()
        self._ended: deque[UUID] = deque(maxlen=REMEMBERED)

    def __iter__(self) -> Iterator[Connection]:
        return iter([c for group in self._by_session.values() for c in group])

    def __len__(self) -> int:
        return sum(self._accounts.values())

    def allowance(self, account_id: UUID, now: float) -> Allowance:
        """What a person may still send. It outlives their connections: coming again is no new start."""
        if account_id not in self._allowances:
            self._allowances[account_id] = Allowance(self._limits, now)
        return self._allowances[account_id]

    def forget_quiet(self, now: float) -> None:
        """Let go of the allowances of people who are gone and would start with a full one anyway."""
        for account_id, allowance in tuple(self._allowances.items()):
            if account_id not in self._accounts and allowance.full(now):
                del self._allowances[account_id]

    def admit(self, connection: Connection) -> Close | None:
        """Take a connection in, or say why not."""
        listener = connection.listener
        if listener.session_id in self._ended:
            return Close.NOT_SIGNED_IN
        if self._accounts[listener.account_id] >= self._limits.connections_per_account:
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
