"""Who may listen to a person's own nudges: that person."""

from hearten.foundation.live import Event, Listener, TopicKind


def _may_listen(listener: Listener, key: str) -> bool:
    return key == str(listener.account_id)


def _newest(key: str) -> int:
    return 0


def _events_after(key: str, after: int, most: int) -> list[Event]:
    return []


PERSON = TopicKind(
    name="person", may_listen=_may_listen, newest=_newest, events_after=_events_after
)
