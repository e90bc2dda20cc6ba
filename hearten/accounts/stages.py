"""The stages allauth runs between the proof of who it is and the session."""

from allauth.account.stages import LoginStage
from allauth.mfa.webauthn.internal.flows import did_use_passwordless_login
from django.http import HttpResponse
from django.shortcuts import redirect

from hearten.accounts import queries


class OneTimeCodeStage(LoginStage):  # type: ignore[misc]
    """After the passphrase, a code from the person's app if they set one up. A passkey is already
    two proofs: the device, and what unlocks it."""

    key = "one_time_code"
    urlname = "accounts:one_time_code"

    def handle(self) -> tuple[HttpResponse | None, bool]:
        """(a page to go to, whether to go on)."""
        if did_use_passwordless_login(self.request, self.login.user):
            return None, True
        if queries.totp_of(self.login.user) is None:
            return None, True
        return redirect(self.urlname), True
