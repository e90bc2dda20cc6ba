"""Becoming a member."""

from collections.abc import Collection, Mapping
from typing import Any
from uuid import UUID

from allauth.mfa.webauthn.internal.auth import WebAuthn
from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _

from hearten.accounts import naming, places, queries
from hearten.accounts.models import (
    Acceptance,
    Account,
    AgreementText,
    Membership,
    Programme,
    Role,
)
from hearten.accounts.rules import passphrases
from hearten.audit import actions as audit
from hearten.audit.vocabulary import Verb
from hearten.foundation import clock, ids
from hearten.foundation.actors import Actor, SystemActor
from hearten.foundation.errors import Invalid, NotPossible

VISITOR = SystemActor("visitor")
"""Somebody who has no account yet."""


@transaction.atomic
def join(
    *,
    programme: Programme,
    pseudonym: str,
    passphrase: str = "",
    passkey: Mapping[str, Any] | None = None,
    age_confirmed: bool,
    agreed: Collection[AgreementText],
    language: str = "",
    time_zone: str = "UTC",
    account_id: UUID | None = None,
    by: Actor,
) -> Account:
    """Make an account with the member role in an open programme.

    `passkey` is a registration response already verified by the server for `account_id`. `agreed`
    holds the very texts the person read. Without passphrase and passkey nobody can sign in as
    this person. Repeated with the same `account_id` it gives the account made the first time.
    """
    programme.refresh_from_db()
    if account_id is not None and (made := Account.objects.filter(pk=account_id).first()):
        return made
    if not programme.open_to_join:
        raise NotPossible(_("This programme takes no new people at the moment."))
    _check_agreed(programme, agreed)
    if not places.is_zone(time_zone):
        raise Invalid(
            _("There is no such time zone."), fields={"time_zone": _("Please choose again.")}
        )
    if not age_confirmed:
        raise Invalid(
            _("Please confirm your age first."),
            fields={"age_confirmed": _("Please confirm this to join.")},
        )
    account = _create(
        account_id or ids.new_id(),
        naming.clean_pseudonym(pseudonym, programme.name),
        passphrase,
        language,
        time_zone,
    )
    if passkey is not None:
        WebAuthn.add(account, _("My passkey"), dict(passkey))
    Membership.objects.create(programme=programme, account=account, role=Role.MEMBER)
    Acceptance.objects.bulk_create(
        Acceptance(agreement_id=one.agreement_id, text=one, account=account) for one in agreed
    )
    audit.record(verb=Verb.JOINED, subject=account, by=by, programme=str(programme.id))
    return account


def _check_agreed(programme: Programme, agreed: Collection[AgreementText]) -> None:
    needed = {one.kind: one.id for one in queries.agreements_to_join(programme)}
    read = {one.agreement_id for one in agreed}
    missing = {kind for kind, agreement_id in needed.items() if agreement_id not in read}
    if missing:
        words = _("Please read this and tick the box to join.")
        raise Invalid(words, fields={f"agree_{kind}": words for kind in missing})


def _create(
    account_id: UUID, pseudonym: str, passphrase: str, language: str, time_zone: str
) -> Account:
    account = Account(
        id=account_id,
        pseudonym=pseudonym,
        language=language,
        time_zone=time_zone,
        age_confirmed_at=clock.now(),
    )
    if passphrase:
        account.set_password(passphrases.normal(passphrase))
    else:
        account.set_unusable_password()
    if not naming.is_free(pseudonym):
        raise naming.taken()
    try:
        with transaction.atomic():
            account.save(force_insert=True)
    except IntegrityError as error:  # somebody took it in the same moment
        raise naming.taken() from error
    return account
