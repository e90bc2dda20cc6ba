"""Reading identity: roles, programmes, blocks."""

from collections.abc import Iterable
from uuid import UUID

from allauth.mfa.models import Authenticator
from allauth.mfa.recovery_codes.internal.auth import RecoveryCodes
from django.db.models import Exists, OuterRef, Q, QuerySet

from hearten.accounts.models import (
    Acceptance,
    Account,
    Agreement,
    AgreementKind,
    Block,
    Membership,
    Programme,
    Role,
    Session,
)
from hearten.accounts.rules import pseudonyms
from hearten.foundation import clock
from hearten.foundation.live import Listener


def programme_of(account: Account) -> Programme | None:
    """The programme a person belongs to; the first one they joined if several."""
    return (
        Programme.objects.filter(memberships__account=account, memberships__ended_at__isnull=True)
        .order_by("memberships__since")
        .first()
    )


def programmes_of(account: Account) -> QuerySet[Programme]:
    """Every programme a person belongs to now."""
    return Programme.objects.filter(
        memberships__account=account, memberships__ended_at__isnull=True
    ).distinct()


def roles_of(account: Account, programme: Programme) -> frozenset[Role]:
    """The roles a person holds in a programme now."""
    held = Membership.objects.filter(account=account, programme=programme, ended_at__isnull=True)
    return frozenset(Role(role) for role in held.values_list("role", flat=True))


def has_role(account_id: UUID | None, programme_id: UUID, *roles: Role) -> bool:
    """Whether an active account holds one of these roles in the programme now."""
    if account_id is None:
        return False
    return Membership.objects.filter(
        account_id=account_id,
        account__is_active=True,
        programme_id=programme_id,
        role__in=roles,
        ended_at__isnull=True,
    ).exists()


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


def blocked_with(account_id: UUID) -> frozenset[UUID]:
    """Everybody this person blocked or who blocked them: a block holds both ways."""
    pairs = Block.objects.filter(Q(by_id=account_id) | Q(of_id=account_id))
    return frozenset(
        other
        for pair in pairs.values_list("by_id", "of_id")
        for other in pair
        if other != account_id
    )


def block_pairs(account_ids: Iterable[UUID]) -> frozenset[frozenset[UUID]]:
    """Every pair with a block either way of which at least one is among `account_ids`."""
    ids = list(account_ids)
    pairs = Block.objects.filter(Q(by_id__in=ids) | Q(of_id__in=ids))
    return frozenset(frozenset(pair) for pair in pairs.values_list("by_id", "of_id"))


def is_blocked(one: UUID, other: UUID) -> bool:
    """Whether either of two people blocked the other."""
    return Block.objects.filter(Q(by=one, of=other) | Q(by=other, of=one)).exists()


def current_agreements(programme: Programme) -> QuerySet[Agreement]:
    """The newest version of each kind, by kind."""
    newer = Agreement.objects.filter(
        programme=OuterRef("programme"), kind=OuterRef("kind"), version__gt=OuterRef("version")
    )
    return Agreement.objects.filter(~Exists(newer), programme=programme).order_by("kind")


def current_agreement(programme: Programme, kind: AgreementKind) -> Agreement | None:
    """The newest version of one kind."""
    return current_agreements(programme).filter(kind=kind).first()


def agreements_to_join(programme: Programme) -> QuerySet[Agreement]:
    """What everybody accepts before they are a member."""
    return current_agreements(programme).filter(
        kind__in=[AgreementKind.TERMS, AgreementKind.PRIVACY]
    )


def agreements_to_accept(account: Account, programme: Programme) -> QuerySet[Agreement]:
    """Current agreements that concern this person's roles and that they did not accept yet."""
    supports = Membership.objects.filter(
        account=account, programme=programme, role=Role.SUPPORTER, ended_at__isnull=True
    )
    accepted = Acceptance.objects.filter(agreement=OuterRef("pk"), account=account)
    return current_agreements(programme).filter(
        ~Exists(accepted),
        Q(kind__in=[AgreementKind.TERMS, AgreementKind.PRIVACY])
        | Q(Exists(supports), kind=AgreementKind.SUPPORTER),
    )


def programme_to_join(slug: str | None = None) -> Programme | None:
    """The programme of that address; without one the only programme, if there is exactly one."""
    if slug is not None:
        return Programme.objects.filter(slug=slug).first()
    programmes = list(Programme.objects.order_by("created_at")[:2])
    return programmes[0] if len(programmes) == 1 else None


def open_programmes() -> QuerySet[Programme]:
    """Programmes that take new people, by name."""
    return Programme.objects.filter(open_to_join=True).order_by("name")


def listener_for(session_key: str) -> Listener | None:
    """Who is behind a session cookie: None unless it is running and the account is active."""
    session = _running_sessions().filter(session_key=session_key).select_related("account").first()
    if session is None or session.account is None:
        return None
    return Listener(
        account_id=session.account.id,
        session_id=session.public_id,
        pseudonym=session.account.pseudonym,
    )


def sessions_valid(session_ids: Iterable[UUID]) -> set[UUID]:
    """Those of these sessions (public ids) that still run, of active accounts."""
    running = _running_sessions().filter(public_id__in=list(session_ids))
    return set(running.values_list("public_id", flat=True))


def sessions_of(account: Account) -> QuerySet[Session]:
    """Where a person is signed in now, last used first."""
    return _running_sessions().filter(account=account).order_by("-seen_at", "-started_at")


def _running_sessions() -> QuerySet[Session]:
    return Session.objects.filter(
        expire_date__gt=clock.now(), account__isnull=False, account__is_active=True
    )


def passkeys_of(account: Account) -> "QuerySet[Authenticator]":
    """A person's passkeys, oldest first."""
    passkeys: QuerySet[Authenticator] = Authenticator.objects.filter(
        user=account, type=Authenticator.Type.WEBAUTHN
    )
    return passkeys.order_by("pk")


def totp_of(account: Account) -> Authenticator | None:
    """What makes a person's one-time codes, if they use them."""
    return Authenticator.objects.filter(user=account, type=Authenticator.Type.TOTP).first()


def recovery_codes_left(account: Account) -> list[str]:
    """A person's unused recovery codes, for that person's eyes only; empty when none were made."""
    kept = Authenticator.objects.filter(
        user=account, type=Authenticator.Type.RECOVERY_CODES
    ).first()
    return list(RecoveryCodes(kept).get_unused_codes()) if kept else []


def has_recovery_codes(account: Account) -> bool:
    """Whether recovery codes were ever made for this person."""
    made = Authenticator.objects.filter(user=account, type=Authenticator.Type.RECOVERY_CODES)
    return bool(made.exists())


def by_pseudonym(pseudonym: str) -> Account | None:
    """The account of a pseudonym as typed."""
    return Account.objects.filter(pseudonym_key=pseudonyms.key(pseudonym)).first()
