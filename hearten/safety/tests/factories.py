"""Reports and cases for tests, made by the actions people use."""

from itertools import count
from typing import Any

from hearten.accounts.models import Account, Programme
from hearten.safety import actions
from hearten.safety.models import Case, ReportReason

_numbers = count(1)


def make_report(programme: Programme, about: Account, by: Any, **fields: Any) -> Case:
    """A report about one message, a new one unless `subject_id` says which."""
    given: dict[str, Any] = {
        "reason": ReportReason.HARASSMENT,
        "words": "planted-words of the reporter",
        "subject_kind": "conversations.message",
        "subject_id": str(next(_numbers)),
        "evidence": "planted-evidence from the conversation",
    }
    return actions.report(programme=programme, about=about.id, by=by, **(given | fields))
