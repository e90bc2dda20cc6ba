"""What may reach the log: never a path with an id, a form value or a person's words."""

import logging
import re

_UUID = re.compile(r"[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}", re.IGNORECASE)


class Private(logging.Filter):
    """Replaces ids in messages and drops the request object that Django attaches to its records."""

    def filter(self, record: logging.LogRecord) -> bool:
        """Always lets the record through, rewritten."""
        record.msg = _UUID.sub("…", record.getMessage())
        record.args = None
        record.__dict__.pop("request", None)
        return True
