"""Joining, signing in and recovering."""

from collections.abc import Iterable
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from hearten.accounts import naming
from hearten.accounts.forms.fields import (
    Agreeing,
    check_new_passphrase,
    passphrase_field,
)
from hearten.accounts.models import PSEUDONYM_MOST, Account, AgeRule, AgreementText, Programme
from hearten.foundation.errors import Invalid
from hearten.ui.forms import CleanText, explained

PASSPHRASE, PASSKEY = "passphrase", "passkey"

_AGE_WORDS = {
    AgeRule.ADULTS: gettext_lazy("I am 18 or older."),
    AgeRule.OLDER_TEENS: gettext_lazy("I am 16 or older."),
}


class JoinForm(forms.Form):
    """Everything that joining asks, on one page."""

    pseudonym = explained(
        CleanText(
            most=PSEUDONYM_MOST,
            label=gettext_lazy("What shall we call you?"),
            help_text=gettext_lazy(
                "Make up a name. Please don’t use your real name, or one you use on other sites."
            ),
            widget=forms.TextInput(attrs={"autocomplete": "username", "dir": "auto"}),
        ),
        why=gettext_lazy("people here need something to call you, and you sign in with it"),
        seen_by=gettext_lazy("people you talk with, and the people who run the programme"),
    )
    way = forms.ChoiceField(
        label=gettext_lazy("How do you want to sign in?"),
        choices=[
            (PASSPHRASE, gettext_lazy("With a passphrase: a few words you remember")),
            (PASSKEY, gettext_lazy("With a passkey: your finger, face or PIN on this device")),
        ],
        widget=forms.RadioSelect,
        initial=PASSPHRASE,
    )
    passphrase = passphrase_field(
        new=True,
        label=gettext_lazy("Passphrase"),
        help_text=gettext_lazy("At least 12 characters. A few words are easier than odd signs."),
    )
    again = passphrase_field(new=True, label=gettext_lazy("The same passphrase again"))
    credential = forms.CharField(
        required=False, widget=forms.HiddenInput, max_length=20_000, strip=False
    )
    time_zone = forms.CharField(
        required=False, widget=forms.HiddenInput(attrs={"data-zone": ""}), max_length=60
    )

    def __init__(
        self, *args: Any, programme: Programme, texts: Iterable[AgreementText], **kwargs: Any
    ) -> None:
        super().__init__(*args, **kwargs)
        self.programme = programme
        self.texts = list(texts)
        for name in ("passphrase", "again"):
            self.fields[name].required = not self.by_passkey
        if programme.age_rule in _AGE_WORDS:
            self.fields["age_confirmed"] = explained(
                forms.BooleanField(
                    label=_AGE_WORDS[AgeRule(programme.age_rule)],
                    error_messages={"required": _("Please confirm this to join.")},
                ),
                why=_("this programme is made for people of that age; we don’t ask for a birthday"),
            )
        for text in self.texts:
            self.fields[f"agree_{text.agreement.kind}"] = Agreeing(text)

    def texts_with_fields(self) -> list[tuple[AgreementText, forms.BoundField]]:
        """Each text beside its box."""
        return [(one, self[f"agree_{one.agreement.kind}"]) for one in self.texts]

    def clean_pseudonym(self) -> str:
        """A pseudonym that may be used and is free."""
        try:
            name = naming.clean_pseudonym(self.cleaned_data["pseudonym"], self.programme.name)
        except Invalid as error:
            raise ValidationError(error.message, code=error.code) from error
        if not naming.is_free(name):
            raise ValidationError(naming.taken().message, code="taken")
        return name

    def clean(self) -> dict[str, Any]:
        """A passphrase that will do, unless a passkey takes its place."""
        data = super().clean() or {}
        if not self.by_passkey:
            check_new_passphrase(self, Account(pseudonym=data.get("pseudonym", "")))
        return data

    @property
    def by_passkey(self) -> bool:
        """Whether the person chose a passkey."""
        return bool(self.data.get("way") == PASSKEY)

    @property
    def confirmed_age(self) -> bool:
        """Whether the person confirmed what the programme's age rule asks."""
        return bool(self.cleaned_data.get("age_confirmed", "age_confirmed" not in self.fields))

    def agreed(self) -> list[AgreementText]:
        """The texts the person ticked; a version that was replaced meanwhile is not among them."""
        given = (self.cleaned_data.get(f"agree_{one.agreement.kind}") for one in self.texts)
        return [one for one in given if isinstance(one, AgreementText)]


class SignInForm(forms.Form):
    """Pseudonym and passphrase."""

    pseudonym = forms.CharField(
        label=gettext_lazy("The name you chose here"),
        max_length=200,
        widget=forms.TextInput(attrs={"autocomplete": "username", "dir": "auto"}),
        error_messages={"required": gettext_lazy("Please type the name you chose.")},
    )
    passphrase = passphrase_field(new=False, label=gettext_lazy("Passphrase"))
    next = forms.CharField(required=False, widget=forms.HiddenInput)


class CodeForm(forms.Form):
    """A one-time code from an app."""

    code = forms.CharField(
        label=gettext_lazy("The code your app shows now"),
        max_length=20,
        widget=forms.TextInput(
            attrs={"autocomplete": "one-time-code", "inputmode": "numeric", "class": "short"}
        ),
        error_messages={"required": gettext_lazy("Please type the code.")},
    )


class RecoverForm(forms.Form):
    """Pseudonym and one of the printed codes."""

    pseudonym = forms.CharField(
        label=gettext_lazy("The name you chose here"),
        max_length=200,
        widget=forms.TextInput(attrs={"autocomplete": "username", "dir": "auto"}),
        error_messages={"required": gettext_lazy("Please type the name you chose.")},
    )
    code = forms.CharField(
        label=gettext_lazy("One of your recovery codes"),
        help_text=gettext_lazy("Twelve digits. Blanks and dashes don’t matter."),
        max_length=60,
        widget=forms.TextInput(attrs={"autocomplete": "off", "inputmode": "numeric"}),
        error_messages={"required": gettext_lazy("Please type one of your codes.")},
    )


class NewPassphraseForm(forms.Form):
    """A new passphrase, twice."""

    passphrase = passphrase_field(
        new=True,
        label=gettext_lazy("New passphrase"),
        help_text=gettext_lazy("At least 12 characters. A few words are easier than odd signs."),
    )
    again = passphrase_field(new=True, label=gettext_lazy("The same passphrase again"))

    def __init__(self, *args: Any, account: Account, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.account = account

    def clean(self) -> dict[str, Any]:
        """A passphrase that will do."""
        check_new_passphrase(self, self.account)
        return self.cleaned_data


class AfterRecoveryForm(NewPassphraseForm):
    """A new passphrase, and what to do about a lost device."""

    drop_totp = forms.BooleanField(
        required=False,
        label=gettext_lazy("Stop asking me for codes from my app"),
        help_text=gettext_lazy("Tick this if you lost the device that makes the codes."),
    )

    def __init__(self, *args: Any, has_totp: bool, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if not has_totp:
            del self.fields["drop_totp"]


class ConfirmForm(forms.Form):
    """The passphrase once more."""

    passphrase = passphrase_field(new=False, label=gettext_lazy("Your passphrase"))
