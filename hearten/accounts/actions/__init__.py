"""Every write of accounts. One verb, one function; see each module for one noun."""

from hearten.accounts.actions.agreements import (
    AgreementWords,
    accept_agreement,
    publish_agreement,
    translate_agreement,
)
from hearten.accounts.actions.blocks import block, unblock
from hearten.accounts.actions.erasing import (
    ask_erasure,
    cancel_erasure,
    erase_again,
    erase_due,
    finish_erasures,
)
from hearten.accounts.actions.exporting import record_export
from hearten.accounts.actions.founding import Founded, found_programme
from hearten.accounts.actions.joining import VISITOR, join
from hearten.accounts.actions.keys import (
    add_passkey,
    add_totp,
    change_passphrase,
    make_recovery_codes,
    recover,
    remove_passkey,
    remove_totp,
    rewrap_authenticators,
    try_recovery_code_of_nobody,
    use_recovery_code,
)
from hearten.accounts.actions.people import note_person_read
from hearten.accounts.actions.preferences import save_settings
from hearten.accounts.actions.programmes import change_programme, create_programme
from hearten.accounts.actions.roles import end_role, give_role
from hearten.accounts.actions.sessions import end_other_sessions, end_session, forget_expired
from hearten.accounts.actions.standing import restore, suspend

__all__ = [
    "VISITOR",
    "AgreementWords",
    "Founded",
    "accept_agreement",
    "add_passkey",
    "add_totp",
    "ask_erasure",
    "block",
    "cancel_erasure",
    "change_passphrase",
    "change_programme",
    "create_programme",
    "end_other_sessions",
    "end_role",
    "end_session",
    "erase_again",
    "erase_due",
    "finish_erasures",
    "forget_expired",
    "found_programme",
    "give_role",
    "join",
    "make_recovery_codes",
    "note_person_read",
    "publish_agreement",
    "record_export",
    "recover",
    "remove_passkey",
    "remove_totp",
    "restore",
    "rewrap_authenticators",
    "save_settings",
    "suspend",
    "translate_agreement",
    "try_recovery_code_of_nobody",
    "unblock",
    "use_recovery_code",
]
