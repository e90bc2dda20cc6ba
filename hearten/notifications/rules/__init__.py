"""Pure decisions: how long and how often, and which addresses are taken."""

from hearten.notifications.rules.addresses import (
    PUSH_PORTS,
    Subscription,
    endpoint_host,
    is_public,
    phone_number,
    subscription,
)
from hearten.notifications.rules.timing import (
    ANSWER_WITHIN,
    CODE_GOOD_FOR,
    CODE_PAUSE,
    CODE_TRIES,
    CODES_A_DAY,
    GIVEN_UP_AFTER_SECONDS,
    LEASE,
    SEND_SECONDS,
    TESTS_A_DAY,
    WAYS_MOST,
    again_after,
)

__all__ = [
    "ANSWER_WITHIN",
    "CODES_A_DAY",
    "CODE_GOOD_FOR",
    "CODE_PAUSE",
    "CODE_TRIES",
    "GIVEN_UP_AFTER_SECONDS",
    "LEASE",
    "PUSH_PORTS",
    "SEND_SECONDS",
    "TESTS_A_DAY",
    "WAYS_MOST",
    "Subscription",
    "again_after",
    "endpoint_host",
    "is_public",
    "phone_number",
    "subscription",
]
