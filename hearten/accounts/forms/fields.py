"""Fields that several forms share."""

from typing import Any

from django import forms
from django.contrib.auth.password_validation import validate_password
from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from hearten.accounts.models import Account, AgreementText
from hearten.accounts.rules import passphrases
from hearten.foundation.errors import Invalid

PASSPHRASE_LEAST = 12


class _TextTick(forms.CheckboxInput):
    """A box whose value is the text that stood beside it."""

    def __init__(self, text: str) -> None:
        super().__init__(attrs={"value": text}, check_test=lambda value: value == text)

    def format_value(self, value: Any) -> None:
        """The value is among the attributes and never changes."""

    def value_from_datadict(  # type: ignore[override]
        self, data: Any, files: Any, name: str
    ) -> str:
        """The text that was ticked, or an empty text."""
        return str(data.get(name, ""))


class Agreeing(forms.Field):
    """A box to tick under an agreement. Cleans to the text that was read, in whichever of the
    version's languages; a version that was replaced while it was being read is not agreed to."""

    def __init__(self, text: AgreementText) -> None:
        super().__init__(
            label=_("I agree to “%(title)s”") % {"title": text.agreement.get_kind_display()},
            widget=_TextTick(str(text.id)),
        )
        self.agreement = text.agreement

    def clean(self, value: str) -> AgreementText:
        """The text, if it is one of this very version."""
        if not value:
            raise ValidationError(_("Please read this and tick the box."), code="required")
        read = {str(one.id): one for one in self.agreement.texts.all()}.get(value)
        if read is None:
            raise ValidationError(
                _("This text changed while you were reading. Please read it once more."),
                code="changed",
            )
        read.agreement = self.agreement
        return read


def passphrase_field(*, new: bool, **kwargs: Any) -> forms.CharField:
    """A passphrase to type, taken as it is, blanks included."""
    attrs = {"autocomplete": "new-password" if new else "current-password", "dir": "auto"}
    return forms.CharField(
        strip=False,
        max_length=passphrases.MOST,
        widget=forms.PasswordInput(attrs=attrs),
        error_messages={
            "required": gettext_lazy("Please type a passphrase."),
            "max_length": gettext_lazy("Please make it shorter: at most 256 characters."),
        },
        **kwargs,
    )


def check_new_passphrase(form: forms.Form, account: Account) -> None:
    """Add errors to the fields `passphrase` and `again` of a form when the passphrase will not do."""
    passphrase = form.cleaned_data.get("passphrase")
    if not passphrase:
        return
    try:
        validate_password(passphrases.normal(passphrase), account)
    except ValidationError as error:
        for one in error.error_list:
            form.add_error("passphrase", ValidationError(_in_plain_words(one), code=one.code))
        return
    if "again" in form.cleaned_data and form.cleaned_data["again"] != passphrase:
        form.add_error("again", _("The two are not the same. Please type it once more."))


def _in_plain_words(error: ValidationError) -> str:
    words = {
        "password_too_short": ngettext(
            "Please make it longer: at least %(least)d character.",
            "Please make it longer: at least %(least)d characters.",
            PASSPHRASE_LEAST,
        )
        % {"least": PASSPHRASE_LEAST},
        "password_too_common": _(
            "Many people use this one, so it is easy to guess. Try a few words."
        ),
        "password_too_similar": _("This is too much like your name here. Try a few words."),
    }
    return words.get(error.code or "", str(error.message))


def take_errors(form: forms.Form, error: Invalid) -> None:
    """Put what an action found beside the fields it names, or on top of the form."""
    fields = {name: words for name, words in error.fields.items() if name in form.fields}
    for name, words in fields.items():
        form.add_error(name, words)
    if not fields:
        form.add_error(None, error.message)
