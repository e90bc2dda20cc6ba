"""What may reach the log: never a path with an id, a form value or a person's words."""

import logging
import re
import traceback
from types import TracebackType

_UUID = re.compile(r"[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}", re.IGNORECASE)


class Private(logging.Filter):
    """Replaces ids in messages and drops the request object that Django attaches to its records."""

    def filter(self, record: logging.LogRecord) -> bool:
        """Always lets the record through, rewritten."""
        record.msg = _UUID.sub("…", record.getMessage())
        record.args = None
        record.__dict__.pop("request", None)
        if record.exc_info and record.exc_info[1]:
            record.exc_text = _without_words(record.exc_info[1])
            record.exc_info = None
        record.stack_info = None
        return True


def _without_words(error: BaseException) -> str:
    """Where it happened and what kind it was, for the error and those behind it. No message: the
    database's own quote the row, and with it what somebody wrote."""
    parts = []
    seen: BaseException | None = error
    while seen is not None:
        parts.append(_places(seen.__traceback__) + type(seen).__qualname__)
        seen = seen.__cause__ or seen.__context__
    return "\n".join(reversed(parts))


def _places(trace: TracebackType | None) -> str:
    return "".join(traceback.format_tb(trace))
