"""Reading ways and deliveries."""

from hearten.notifications.models import DeliveryState, Kind, Words
from hearten.notifications.queries.deliveries import (
    DeliveryRead,
    KindRead,
    call_to_answer,
    deliveries_about,
    kinds_of,
    language_of_call,
    press_of,
    said,
)
from hearten.notifications.queries.ways import (
    Tested,
    WayRead,
    address_of,
    has_ended_way,
    kinds_by,
    kinds_here,
    people_with_ways,
    usable_ways,
    way_context,
    ways_of,
    ways_visible_to,
)

__all__ = [
    "DeliveryRead",
    "DeliveryState",
    "Kind",
    "KindRead",
    "Tested",
    "WayRead",
    "Words",
    "address_of",
    "call_to_answer",
    "deliveries_about",
    "has_ended_way",
    "kinds_by",
    "kinds_here",
    "kinds_of",
    "language_of_call",
    "people_with_ways",
    "press_of",
    "said",
    "usable_ways",
    "way_context",
    "ways_of",
    "ways_visible_to",
]
