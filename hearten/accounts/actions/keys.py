"""Ways in: passphrase, passkeys, one-time codes, recovery codes."""

from collections.abc import Mapping
from typing import Any
from uuid import UUID

from allauth.mfa.models import Authenticator
from allauth.mfa.recovery_codes.internal.auth import RecoveryCodes
from allauth.mfa.totp.internal.auth import TOTP
from allauth.mfa.utils import encrypt
from allauth.mfa.webauthn.internal.auth import WebAuthn
from django.db import transaction
from django.utils.crypto import constant_time_compare
from django.utils.translation import gettext as _

from hearten.accounts import policies, queries
from hearten.accounts.actions.sessions import end_sessions_of
from hearten.accounts.adapters import MFAAdapter
from hearten.accounts.models import Account
from hearten.accounts.rules import passphrases
from hearten.audit import actions as audit
from hearten.audit.vocabulary import Verb
from hearten.foundation.actors import Actor
from hearten.foundation.errors import NotAllowed, NotPossible
from hearten.foundation.text import clean_text

PASSKEY_NAME_MOST = 60
_Type = Authenticator.Type


@transaction.atomic
def change_passphrase(
    *, account: Account, passphrase: str, keep_session: UUID | None, by: Actor
) -> Account:
    """Set a passphrase (already checked by the form) and end every session but `keep_session`."""
    row = _own(account, by)
    row.set_password(passphrases.normal(passphrase))
    row.save(update_fields=["password"])
    end_sessions_of(row, keep=keep_session, by=by)
    audit.record(verb=Verb.PASSPHRASE_CHANGED, subject=row, by=by)
    return row


@transaction.atomic
def add_passkey(*, account: Account, credential: Mapping[str, Any], name: str, by: Actor) -> int:
    """Keep a passkey whose registration response the server has verified; gives its id. The same
    credential a second time is the one already kept."""
    row = _own(account, by)
    for kept in queries.passkeys_of(row):
        if kept.data["credential"].get("id") == credential.get("id"):
            return int(kept.pk)
    name = clean_text(name, most=PASSKEY_NAME_MOST, lines=False, required=False)
    passkey = WebAuthn.add(row, name or _("My passkey"), dict(credential)).instance
    audit.record(verb=Verb.PASSKEY_ADDED, subject=row, by=by, passkey=passkey.pk)
    return int(passkey.pk)


@transaction.atomic
def remove_passkey(*, account: Account, passkey_id: int, by: Actor) -> None:
    """Forget a passkey, unless it is the last way in."""
    row = _own(account, by)
    passkeys = queries.passkeys_of(row)
    passkey = passkeys.filter(pk=passkey_id).first()
    if passkey is None:
        return
    if not row.has_usable_password() and passkeys.count() == 1:
        raise NotPossible(
            _("This is your only way to sign in. Set a passphrase or add another passkey first."),
            code="last_way_in",
        )
    passkey.delete()
    audit.record(verb=Verb.PASSKEY_REMOVED, subject=row, by=by, passkey=passkey_id)


@transaction.atomic
def add_totp(*, account: Account, secret: str, by: Actor) -> None:
    """Ask for a one-time code after the passphrase from now on. The caller has seen a valid code."""
    row = _own(account, by)
    if queries.totp_of(row) is not None:
        return
    TOTP.activate(row, secret)
    audit.record(verb=Verb.TOTP_ADDED, subject=row, by=by)


@transaction.atomic
def remove_totp(*, account: Account, by: Actor) -> None:
    """Ask for no one-time code any more."""
    row = _own(account, by)
    gone, _rows = Authenticator.objects.filter(user=row, type=_Type.TOTP).delete()
    if gone:
        audit.record(verb=Verb.TOTP_REMOVED, subject=row, by=by)


@transaction.atomic
def make_recovery_codes(*, account: Account, by: Actor) -> None:
    """Make a fresh set of recovery codes; the ones before it no longer work."""
    row = _own(account, by)
    Authenticator.objects.filter(user=row, type=_Type.RECOVERY_CODES).delete()
    RecoveryCodes.activate(row)
    audit.record(verb=Verb.RECOVERY_CODES_MADE, subject=row, by=by)


@transaction.atomic
def use_recovery_code(*, account: Account, code: str, by: Actor) -> bool:
    """Whether `code` was one of the person's unused recovery codes. It is used now."""
    row = Account.objects.select_for_update(no_key=True).get(pk=account.pk)
    codes = Authenticator.objects.filter(user=row, type=_Type.RECOVERY_CODES).first()
    if codes is None or not row.is_active or not RecoveryCodes(codes).validate_code(code):
        return False
    audit.record(verb=Verb.RECOVERED, subject=row, by=by)
    return True


def try_recovery_code_of_nobody(*, code: str) -> None:
    """The same work as `use_recovery_code`, for a name that does not exist; changes nothing."""
    data = {"seed": encrypt(RecoveryCodes.generate_seed()), "used_mask": 0}
    RecoveryCodes(Authenticator(type=_Type.RECOVERY_CODES, data=data)).validate_code(code)


@transaction.atomic
def recover(
    *, account: Account, mark: str, passphrase: str = "", drop_totp: bool, by: Actor
) -> Account:
    """After a recovery code: set a new passphrase if one is given, end all sessions and, when the
    device is lost, stop asking for one-time codes.

    `mark` is the `recovery_mark` the recovery was begun with; NotPossible when the person has taken
    the account back since."""
    row = _own(account, by)
    if not constant_time_compare(mark, queries.recovery_mark(row)):
        raise NotPossible(
            _("This name and code do not belong together, or the code was used already."),
            code="taken_back",
        )
    if drop_totp:
        remove_totp(account=row, by=by)
    if passphrase:
        return change_passphrase(account=row, passphrase=passphrase, keep_session=None, by=by)
    end_sessions_of(row, by=by)
    return row


def rewrap_authenticators() -> int:
    """Wrap the keys of code apps and recovery codes with the newest installation key; gives how
    many changed. The installation's own housekeeping: nothing anybody could do changes, so nothing
    is recorded."""
    changed = 0
    sealed = {_Type.TOTP: "secret", _Type.RECOVERY_CODES: "seed"}
    kept = Authenticator.objects.filter(type__in=sealed).order_by("pk")
    for one in kept.iterator(chunk_size=1000):
        with transaction.atomic():
            row = Authenticator.objects.select_for_update().filter(pk=one.pk).first()
            field = sealed[_Type(one.type)]
            if row is None or row.data[field] == (new := MFAAdapter().rewrap(row.data[field])):
                continue
            row.data[field] = new
            row.save(update_fields=["data"])
            changed += 1
    return changed


def _own(account: Account, by: Actor) -> Account:
    if not policies.is_self(by, account.id):
        raise NotAllowed(_("Only the person can change how they sign in."))
    return Account.objects.select_for_update(no_key=True).get(pk=account.pk)
