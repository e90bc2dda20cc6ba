"""What allauth asks of us."""

import base64
from typing import Any

from allauth.account.adapter import DefaultAccountAdapter
from allauth.mfa.adapter import DefaultMFAAdapter
from django.http import HttpRequest

from hearten.foundation import crypto


class AccountAdapter(DefaultAccountAdapter):  # type: ignore[misc]
    """Joining is ours (hearten.accounts.actions.join), signing in is allauth's."""

    def is_open_for_signup(self, request: HttpRequest) -> bool:
        """allauth's own sign-up never opens."""
        return False


class MFAAdapter(DefaultMFAAdapter):  # type: ignore[misc]
    """Second factors and recovery codes are stored encrypted with an installation key."""

    def encrypt(self, text: str) -> str:
        """Seal a secret for the authenticator's row."""
        wrapped = crypto.new_wrapped_key()
        sealed = crypto.seal(crypto.unwrap(wrapped), text, context="accounts.authenticator")
        return base64.b64encode(bytes([len(wrapped)]) + wrapped + sealed).decode()

    def decrypt(self, encrypted_text: str) -> str:
        """Open what `encrypt` made."""
        blob = base64.b64decode(encrypted_text)
        length = blob[0]
        key = crypto.unwrap(blob[1 : 1 + length])
        return crypto.unseal(key, blob[1 + length :], context="accounts.authenticator")

    def get_public_key_credential_rp_entity(self) -> dict[str, Any]:
        """A neutral name for the passkey list of the person's device."""
        entity: dict[str, Any] = super().get_public_key_credential_rp_entity()
        return {**entity, "name": "Hearten"}
