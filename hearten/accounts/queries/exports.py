"""Everything accounts keeps of a person, for the export of what they own."""

from typing import Any

from allauth.mfa.models import Authenticator
from django.utils.translation import gettext_lazy as _

from hearten.accounts.models import (
    Acceptance,
    Account,
    AgreementKind,
    Block,
    Erasure,
    Membership,
    Role,
)
from hearten.accounts.ports import Declared, looks_of
from hearten.accounts.queries.sessions import sessions_of
from hearten.audit.queries import events_by

TITLE = _("Your account")
EXPORTED = {
    "pseudonym": Declared(_("The name you chose here")),
    "pronouns": Declared(_("Pronouns")),
    "language": Declared(_("Language")),
    "country": Declared(_("Country")),
    "time_zone": Declared(_("Time zone")),
    "joined": Declared(_("Joined")),
    "age_confirmed": Declared(_("You said that you are old enough")),
    "active": Declared(_("You can sign in")),
    "roles": Declared(_("What you are here")),
    "programme": Declared(_("Programme")),
    "role": Declared(_("Role"), dict(Role.choices)),
    "since": Declared(_("Since")),
    "until": Declared(_("Until")),
    "agreements": Declared(_("What you agreed to")),
    "agreement": Declared(_("Agreement"), dict(AgreementKind.choices)),
    "version": Declared(_("Version")),
    "at": Declared(_("When")),
    "devices": Declared(_("Where you are signed in")),
    "device": Declared(_("Device")),
    "last_used": Declared(_("Last used, about")),
    "ways_in": Declared(_("How you sign in")),
    "kind": Declared(
        _("Kind"),
        {
            "webauthn": _("Passkey"),
            "totp": _("Codes from an app"),
            "recovery_codes": _("Recovery codes"),
            "passphrase": _("Passphrase"),
        },
    ),
    "name": Declared(_("Name")),
    "blocked": Declared(_("People you blocked")),
    "erasures": Declared(_("When you asked to be erased")),
    "asked": Declared(_("Asked")),
    "stopped": Declared(_("Stopped")),
    "looks": Declared(_("Who looked at something of yours")),
    "what": Declared(_("What")),
    "why": Declared(_("Why")),
    "acts": Declared(_("What the record says that you did")),
    "act": Declared(_("Act")),
}


def export_of(account: Account) -> dict[str, Any]:
    """Who the person is here, how they sign in (never what with), whom they blocked, who looked,
    and their own acts in the record."""
    return {
        "pseudonym": account.pseudonym,
        "pronouns": account.pronouns,
        "language": account.language,
        "country": account.country,
        "time_zone": account.time_zone,
        "joined": account.joined_at,
        "age_confirmed": account.age_confirmed_at,
        "active": account.is_active,
        "roles": _roles(account),
        "agreements": _agreements(account),
        "devices": [
            {"device": one.device_words, "since": one.started_at, "last_used": one.seen_at}
            for one in sessions_of(account)
        ],
        "ways_in": _ways_in(account),
        "blocked": [
            {"name": one.of.pseudonym, "at": one.at}
            for one in Block.objects.filter(by=account).select_related("of").order_by("at")
        ],
        "erasures": [
            {"asked": one.asked_at, "stopped": one.cancelled_at}
            for one in Erasure.objects.filter(account=account).order_by("asked_at")
        ],
        "looks": [
            {"at": one.at, "what": one.what, "role": one.role, "name": one.name, "why": one.why}
            for one in looks_of(account)
        ],
        "acts": [{"at": one.at, "act": one.verb} for one in events_by(account)],
    }


def _roles(account: Account) -> list[dict[str, Any]]:
    held = Membership.objects.filter(account=account).select_related("programme")
    return [
        {
            "programme": one.programme.name,
            "role": one.role,
            "since": one.since,
            "until": one.ended_at,
        }
        for one in held.order_by("since")
    ]


def _agreements(account: Account) -> list[dict[str, Any]]:
    accepted = Acceptance.objects.filter(account=account).select_related("agreement__programme")
    return [
        {
            "programme": one.agreement.programme.name,
            "agreement": one.agreement.kind,
            "version": one.agreement.version,
            "at": one.at,
        }
        for one in accepted.order_by("at")
    ]


def _ways_in(account: Account) -> list[dict[str, Any]]:
    phrase = [{"kind": "passphrase"}] if account.has_usable_password() else []
    kept = Authenticator.objects.filter(user=account).order_by("created_at")
    return [
        *phrase,
        *(
            {
                "kind": str(one.type),
                "name": one.data.get("name", ""),
                "since": one.created_at,
                "last_used": one.last_used_at,
            }
            for one in kept
        ),
    ]
