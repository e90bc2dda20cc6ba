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


class CodeForm(forms.Form):
    """The code that was sent."""

    code = forms.CharField(
        label=_("The code from the email"),
        widget=forms.TextInput(
            attrs={"inputmode": "numeric", "autocomplete": "one-time-code", "dir": "ltr"}
        ),
    )
