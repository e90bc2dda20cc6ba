"""Reports and cases for tests, made by the actions people use."""

from itertools import count
from typing import Any

from hearten.accounts.models import Account, Programme
from hearten.conduct import actions as conduct
from hearten.conduct.actions import Wish
from hearten.conduct.queries import Rule, measures_on
from hearten.conduct.rules import Kind
from hearten.safety import actions, queries
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


def decide(case: Case, kind: Kind, by: Account, **more: Any) -> Any:
    """What a moderator who has the case, and has read what was reported, decides or proposes."""
    actions.read_evidence(case=case, by=by)
    given: dict[str, Any] = {"rule": Rule.RESPECT, "reason": "planted-measure: you pushed"}
    if kind == Kind.PAUSE:
        given |= {"days": 7}
    wish = Wish(kind=kind, **(given | {"gravity": 3} | more))
    actions.decide_measure(case=case, wish=wish, by=by)
    return measures_on(queries.footing_of(case)).last()


def agree(case: Case, by: Account) -> Any:
    """The second moderator reads what was reported and agrees."""
    actions.read_evidence(case=case, by=by)
    return conduct.confirm(measure=measures_on(queries.footing_of(case)).last(), by=by)
