"""Every write of accounts. One verb, one function; see each module for one noun."""

from hearten.accounts.actions.agreements import accept_agreement, publish_agreement
from hearten.accounts.actions.blocks import block, unblock
from hearten.accounts.actions.joining import VISITOR, join
from hearten.accounts.actions.programmes import change_programme, create_programme
from hearten.accounts.actions.roles import end_role, give_role

__all__ = [
    "VISITOR",
    "accept_agreement",
    "block",
    "change_programme",
    "create_programme",
    "end_role",
    "give_role",
    "join",
    "publish_agreement",
    "unblock",
]
