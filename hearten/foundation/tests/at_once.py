"""Two people press at the same moment: for tests of locks, with real transactions."""

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from threading import Barrier
from typing import Any

from django.db import connection

from hearten.foundation.errors import HeartenError

PATIENCE_SECONDS = 30


def at_once(*acts: Callable[[], Any]) -> list[Any]:
    """Run the acts in threads and connections of their own that start together; give each one's
    result, or the error it refused with. Any other error is a fault and is raised."""
    ready = Barrier(len(acts), timeout=PATIENCE_SECONDS)

    def run(act: Callable[[], Any]) -> Any:
        try:
            connection.ensure_connection()
            ready.wait()
            return act()
        except HeartenError as error:
            return error
        finally:
            connection.close()

    with ThreadPoolExecutor(len(acts)) as pool:
        return list(pool.map(run, acts))
