"""What allauth asks of us."""

import base64
from typing import Any, cast

from allauth.account.adapter import DefaultAccountAdapter
from allauth.core.internal.ratelimit import truncate_ip
from allauth.mfa.adapter import DefaultMFAAdapter
from django.contrib.auth.base_user import AbstractBaseUser
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect

from hearten.accounts import device_marks, door, ports
from hearten.accounts.confirmation import mark_confirmed
from hearten.accounts.models import Account
from hearten.accounts.rules.devices import device_of
from hearten.accounts.sessions import DEVICE
from hearten.foundation import crypto


class AccountAdapter(DefaultAccountAdapter):  # type: ignore[misc]
    """Joining is ours (hearten.accounts.actions.join), the stages of signing in are allauth's."""

    def is_open_for_signup(self, request: HttpRequest) -> bool:
        """allauth's own sign-up never opens."""
        return False

    def get_login_stages(self) -> list[str]:
        """Between the proof and the session: a one-time code for people who use them."""
        return ["hearten.accounts.stages.OneTimeCodeStage"]

    def pre_login(
        self, request: HttpRequest, user: AbstractBaseUser, **kwargs: Any
    ) -> HttpResponse | None:
        """A suspended person comes this far, too (signing_in): the same proofs are asked of them."""
        return None

    def login(self, request: HttpRequest, user: AbstractBaseUser) -> None:
        """Start the session (Django changes its key) and note the device in two words. A suspended
        person gets no session, only the door."""
        if not user.is_active:
            door.open_for(request, cast(Account, user))
            return
        super().login(request, user)
        request.session[DEVICE] = "|".join(device_of(request.headers.get("User-Agent", "")))
        mark_confirmed(request)

    def post_login(
        self, request: HttpRequest, user: AbstractBaseUser, **kwargs: Any
    ) -> HttpResponse:
        """Every proof has been given: this browser is known from now on."""
        if not user.is_active:
            page = ports.page_at_the_door(account_id=cast(Account, user).pk)
            return redirect(page or "accounts:data")
        response: HttpResponse = super().post_login(request, user, **kwargs)
        device_marks.give(response, cast(Account, user))
        return response

    def get_client_ip(self, request: HttpRequest) -> str:
        """A keyed fingerprint of the address (of the network, for IPv6): all that throttling needs."""
        address = truncate_ip(super().get_client_ip(request))
        return crypto.fingerprint(address, purpose="throttle:address")

    def add_message(self, *args: Any, **kwargs: Any) -> None:
        """allauth's messages are not in our words; our views say what happened."""


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

    def rewrap(self, encrypted_text: str) -> str:
        """What `encrypt` made, openable with the newest installation key alone."""
        blob = base64.b64decode(encrypted_text)
        end = 1 + blob[0]
        return base64.b64encode(blob[:1] + crypto.rewrap(blob[1:end]) + blob[end:]).decode()

    def get_totp_issuer(self) -> str:
        """A neutral name for the list in the person's code app."""
        return "Hearten"

    def get_public_key_credential_rp_entity(self) -> dict[str, Any]:
        """A neutral name for the passkey list of the person's device."""
        entity: dict[str, Any] = super().get_public_key_credential_rp_entity()
        return {**entity, "name": "Hearten"}
