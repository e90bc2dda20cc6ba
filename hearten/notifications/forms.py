"""What a moderator fills in about how they can be reached."""

from django import forms
from django.utils.translation import gettext_lazy as _

from hearten.ui.forms import explained


class EmailForm(forms.Form):
    """A new address. actions.add_way checks it and says what is wrong."""

    address = explained(
        forms.CharField(
            label=_("Email address"),
            widget=forms.TextInput(
                attrs={"inputmode": "email", "autocomplete": "email", "dir": "ltr"}
            ),
        ),
        why=_("so that we can call you when somebody is in danger. It is used for nothing else"),
        seen_by=_("only you"),
    )


class PhoneForm(forms.Form):
    """A new number. actions.add_way checks it and says what is wrong."""

    number = explained(
        forms.CharField(
            label=_("Phone number"),
            help_text=_("With its country, such as +34 600 100 200."),
            widget=forms.TextInput(attrs={"type": "tel", "autocomplete": "tel", "dir": "ltr"}),
        ),
        why=_("so that we can call you when somebody is in danger. It is used for nothing else"),
        seen_by=_("only you"),
    )


class CodeForm(forms.Form):
    """The code that was sent."""

    code = forms.CharField(
        label=_("The code that came"),
        widget=forms.TextInput(
            attrs={"inputmode": "numeric", "autocomplete": "one-time-code", "dir": "ltr"}
        ),
    )
