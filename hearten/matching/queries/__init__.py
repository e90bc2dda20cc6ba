"""Reading matching. Who may see what comes first: `…_visible_to(actor)`.

The closed vocabularies others need (kinds, reasons, boundaries) are given from here too.
"""

from hearten.matching.models import RULED_ENDINGS, Boundary, EndReason, RequestKind
from hearten.matching.queries.again import Waited, waited_of
from hearten.matching.queries.estimate import estimate_of
from hearten.matching.queries.exports import EXPORTED, TITLE, export_of
from hearten.matching.queries.feedback import Marks, feedback_of, marks_in, marks_of, words_to
from hearten.matching.queries.inbox import (
    Current,
    Inbox,
    colleagues_for,
    current_for,
    handover_waits,
    inbox_count,
    inbox_of,
)
from hearten.matching.queries.pairs import (
    PairFacts,
    SupportHours,
    open_pairs,
    pair_of,
    pairs_by_id,
    support_hours_of,
)
from hearten.matching.queries.proposals import Card, card_of
from hearten.matching.queries.sealed import handover_of, words_of
from hearten.matching.queries.settings import settings_of, supporter_settings_of
from hearten.matching.queries.supported import supported_by
from hearten.matching.queries.supporters import Capacity, Load, capacity_of, loads_of
from hearten.matching.queries.visible import (
    open_request,
    pairing_visible_to,
    pairings_visible_to,
    proposals_visible_to,
    requests_visible_to,
)
from hearten.matching.queries.waiting import (
    Suggestion,
    Waiting,
    place_of,
    programmes_with_people_waiting,
    suggestions_for,
    waiting_of,
)
from hearten.matching.queries.waits import KindOfWait, Waits, kinds_of, waits_of

__all__ = [
    "EXPORTED",
    "RULED_ENDINGS",
    "TITLE",
    "Boundary",
    "Capacity",
    "Card",
    "Current",
    "EndReason",
    "Inbox",
    "KindOfWait",
    "Load",
    "Marks",
    "PairFacts",
    "RequestKind",
    "Suggestion",
    "SupportHours",
    "Waited",
    "Waiting",
    "Waits",
    "capacity_of",
    "card_of",
    "colleagues_for",
    "current_for",
    "estimate_of",
    "export_of",
    "feedback_of",
    "handover_of",
    "handover_waits",
    "inbox_count",
    "inbox_of",
    "kinds_of",
    "loads_of",
    "marks_in",
    "marks_of",
    "open_pairs",
    "open_request",
    "pair_of",
    "pairing_visible_to",
    "pairings_visible_to",
    "pairs_by_id",
    "place_of",
    "programmes_with_people_waiting",
    "proposals_visible_to",
    "requests_visible_to",
    "settings_of",
    "suggestions_for",
    "support_hours_of",
    "supported_by",
    "supporter_settings_of",
    "waited_of",
    "waiting_of",
    "waits_of",
    "words_of",
    "words_to",
]
