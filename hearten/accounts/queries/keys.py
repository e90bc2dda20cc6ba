"""Reading a person's ways in."""

from allauth.mfa.models import Authenticator
from allauth.mfa.recovery_codes.internal.auth import RecoveryCodes
from django.db.models import QuerySet

from hearten.accounts.models import Account


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


def recovery_mark(account: Account) -> str:
    """What a recovery is begun with. It changes when the person takes the account back, by a new
    passphrase or new recovery codes; using a code leaves it as it is."""
    made = Authenticator.objects.filter(user=account, type=Authenticator.Type.RECOVERY_CODES)
    codes = made.values_list("pk", flat=True).first()
    return f"{account.get_session_auth_hash()}:{codes}"


def has_recovery_codes(account: Account) -> bool:
    """Whether recovery codes were ever made for this person."""
    made = Authenticator.objects.filter(user=account, type=Authenticator.Type.RECOVERY_CODES)
    return bool(made.exists())
