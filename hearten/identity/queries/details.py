"""Emergency details, opened. Who may is decided by who calls."""

from dataclasses import dataclass
from uuid import UUID

from hearten.accounts.models import Account
from hearten.foundation import crypto
from hearten.identity.models import FIELDS, Details


@dataclass(frozen=True, slots=True, kw_only=True)
class DetailsRead:
    """What the person wrote; empty where they wrote nothing."""

    name: str = ""
    phone: str = ""
    place: str = ""
    contact: str = ""

    def given(self) -> dict[str, str]:
        """By field."""
        return {name: getattr(self, name) for name in FIELDS}


def details_of(account: Account) -> DetailsRead:
    """A person's own, for themselves."""
    found = Details.objects.filter(account=account).first()
    return opened(found) if found is not None else DetailsRead()


def has_details(account_id: UUID) -> bool:
    """Whether a person wrote anything."""
    return Details.objects.filter(account=account_id).exists()


def opened(details: Details) -> DetailsRead:
    """All that is written. Only for its owner and for whom policies.may_open allows."""
    key = crypto.unwrap(details.wrapped_key)
    given = {}
    for name in FIELDS:
        sealed = getattr(details, f"sealed_{name}")
        if sealed is not None:
            context = seal_context(details, name)
            given[name] = crypto.unseal(key, bytes(sealed), context=context)
    return DetailsRead(**given)


def seal_context(details: Details, field: str) -> str:
    """The authenticated context of a sealed field of details."""
    return f"identity.Details.{field}:{details.pk}"
