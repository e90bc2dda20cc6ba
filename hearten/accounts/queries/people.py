"""Reading who is who: roles and the people of a programme."""

from collections.abc import Collection
from dataclasses import dataclass
from uuid import UUID

from django.db.models import Exists, OuterRef, Prefetch, QuerySet, prefetch_related_objects

from hearten.accounts import ports
from hearten.accounts.models import Account, Membership, Programme, Role
from hearten.accounts.rules import pseudonyms
from hearten.foundation.compiled import Compiled, any_id

PART = 50


def roles_of(account: Account, programme: Programme) -> frozenset[Role]:
    """The roles a person holds in a programme now."""
    held = Membership.objects.filter(account=account, programme=programme, ended_at__isnull=True)
    return frozenset(Role(role) for role in held.values_list("role", flat=True))


def has_role(account_id: UUID | None, programme_id: UUID, *roles: Role) -> bool:
    """Whether an active account holds one of these roles in the programme now."""
    if account_id is None:
        return False
    held = _ACTIVE_ROLES.rows(account_id=account_id, programme_id=programme_id)
    return any(role in roles for (role,) in held)


def _active_roles(account_id: UUID, programme_id: UUID) -> QuerySet[Membership, tuple[str]]:
    held = Membership.objects.filter(
        account=account_id,
        account__is_active=True,
        programme=programme_id,
        ended_at__isnull=True,
    )
    return held.values_list("role")


_ACTIVE_ROLES = Compiled(_active_roles, account_id=any_id(), programme_id=any_id())


def people_with(programme: Programme, *roles: Role) -> QuerySet[Account]:
    """Active people who hold one of these roles, by pseudonym."""
    return (
        Account.objects.filter(
            is_active=True,
            memberships__programme=programme,
            memberships__role__in=roles,
            memberships__ended_at__isnull=True,
        )
        .distinct()
        .order_by("pseudonym_key")
    )


def by_pseudonym(pseudonym: str) -> Account | None:
    """The account of a pseudonym as typed."""
    return Account.objects.filter(pseudonym_key=pseudonyms.key(pseudonym)).first()


def pseudonyms_of(account_ids: Collection[UUID]) -> dict[UUID, str]:
    """What the active ones of these accounts are called."""
    found = Account.objects.filter(pk__in=account_ids, is_active=True)
    return dict(found.values_list("pk", "pseudonym"))


def memberships_of(account: Account, programme: Programme) -> QuerySet[Membership]:
    """A person's roles in a programme now, with since when."""
    return Membership.objects.filter(
        account=account, programme=programme, ended_at__isnull=True
    ).order_by("since", "role")


def supported_by(account: Account, programme: Programme) -> int:
    """How many people somebody supports in a programme now: they are affected when it ends."""
    return ports.supported(account_id=account.id, programme_id=programme.id)


def people_of(programme: Programme) -> QuerySet[Account]:
    """Everybody who holds or once held a role in the programme, suspended people too, by pseudonym:
    somebody whose last role ended can still be found, suspended and given a role again."""
    held = Membership.objects.filter(programme=programme, account=OuterRef("pk"))
    return Account.objects.filter(Exists(held)).order_by("pseudonym_key")


@dataclass(frozen=True)
class Part:
    """Some people of a long list, in order, and whether there are more on either side."""

    people: list[Account]
    """Each with `held`: the person's memberships in the programme now."""
    more_before: bool
    more_after: bool


def people_part(
    programme: Programme, *, search: str = "", after: UUID | None = None, before: UUID | None = None
) -> Part:
    """Up to PART people whose pseudonym begins with `search`, after or before a person of the list.

    It walks the pseudonym's index from that person on, so that the last page of a million people
    costs what the first does; an offset or a count would read all rows before it.
    """
    people = people_of(programme)
    if beginning := pseudonyms.key(search):
        # The lower bound says nothing new, but lets the walk begin at the right place.
        people = people.filter(pseudonym_key__startswith=beginning, pseudonym_key__gte=beginning)
    if before is not None:
        found = list(people.filter(pseudonym_key__lt=_key_of(before)).reverse()[: PART + 1])
        rows, more = found[:PART][::-1], len(found) > PART
        part = Part(rows, more_before=more, more_after=True)
    else:
        if after is not None:
            people = people.filter(pseudonym_key__gt=_key_of(after))
        found = list(people[: PART + 1])
        part = Part(found[:PART], more_before=after is not None, more_after=len(found) > PART)
    held = Membership.objects.filter(programme=programme, ended_at__isnull=True).order_by("since")
    prefetch_related_objects(part.people, Prefetch("memberships", held, to_attr="held"))
    return part


def _key_of(account_id: UUID) -> str:
    key = Account.objects.filter(pk=account_id).values_list("pseudonym_key", flat=True).first()
    return key or ""
