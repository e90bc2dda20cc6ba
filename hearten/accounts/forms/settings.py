"""A person's own settings."""

from typing import Any

from django import forms
from django.conf import settings
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from hearten.accounts import places
from hearten.accounts.actions.keys import PASSKEY_NAME_MOST
from hearten.accounts.actions.preferences import PRONOUNS_MOST
from hearten.accounts.forms.fields import Agreeing
from hearten.accounts.models import AgreementText
from hearten.ui.forms import CleanText, explained


class PreferencesForm(forms.Form):
    """Language, place and how to be addressed."""

    pronouns = explained(
        CleanText(
            most=PRONOUNS_MOST,
            required=False,
            label=gettext_lazy("Your pronouns"),
            help_text=gettext_lazy("Such as: she, he, they."),
            widget=forms.TextInput(attrs={"autocomplete": "off", "dir": "auto"}),
        ),
        why=gettext_lazy("so that people speak of you as you wish"),
        seen_by=gettext_lazy("people you are paired with"),
    )
    language = explained(
        forms.ChoiceField(required=False, label=gettext_lazy("Language of the pages")),
        why=gettext_lazy("so that you can read them"),
        seen_by=gettext_lazy("only you"),
    )
    time_zone = explained(
        forms.ChoiceField(label=gettext_lazy("Your time zone")),
        why=gettext_lazy("so that times on the pages are yours"),
        seen_by=gettext_lazy("only you; others never see where you are"),
    )
    country = explained(
        forms.ChoiceField(required=False, label=gettext_lazy("Your country")),
        why=gettext_lazy("so that crisis help shows lines you can call"),
        seen_by=gettext_lazy("only you"),
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["language"].choices = [  # type: ignore[attr-defined]
            ("", _("As my browser asks")),
            *settings.LANGUAGES,
        ]
        self.fields["time_zone"].choices = places.zone_choices()  # type: ignore[attr-defined]
        self.fields["country"].choices = [  # type: ignore[attr-defined]
            ("", _("I’d rather not say")),
            *places.country_choices(),
        ]


class PasskeyForm(forms.Form):
    """A new passkey."""

    name = CleanText(
        most=PASSKEY_NAME_MOST,
        required=False,
        label=gettext_lazy("A name for it"),
        help_text=gettext_lazy("So that you know it again, such as: my phone."),
        widget=forms.TextInput(attrs={"autocomplete": "off", "dir": "auto"}),
    )
    credential = forms.CharField(widget=forms.HiddenInput, max_length=20_000)


class AcceptForm(forms.Form):
    """A box for every agreement that is asked for."""

    def __init__(self, *args: Any, texts: list[AgreementText], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.texts = texts
        for text in texts:
            self.fields[f"agree_{text.agreement.kind}"] = Agreeing(text)

    def texts_with_fields(self) -> list[tuple[AgreementText, forms.BoundField]]:
        """Each text beside its box."""
        return [(one, self[f"agree_{one.agreement.kind}"]) for one in self.texts]

    def agreed(self) -> list[AgreementText]:
        """The texts the person read and ticked."""
        return list(self.cleaned_data.values())
