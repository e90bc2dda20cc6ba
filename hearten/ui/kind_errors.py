"""Django's stock errors in our words, once for every form of the product, those of libraries too."""

from django import forms
from django.core.validators import MaxLengthValidator, MaxValueValidator, MinValueValidator
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext_lazy

_NOT_ON_THE_LIST = _("Please choose one of the answers shown.")


def speak_kindly() -> None:
    """Replace the stock messages; called when the app is ready, before any form is made."""
    forms.Field.default_error_messages["required"] = _("Please answer this one.")
    forms.BooleanField.default_error_messages = {"required": _("Please tick this to go on.")}
    for kind in (forms.ChoiceField, forms.MultipleChoiceField, forms.ModelChoiceField):
        kind.default_error_messages["invalid_choice"] = _NOT_ON_THE_LIST
    forms.DateField.default_error_messages["invalid"] = _("Please give a date, such as 2001-05-14.")
    forms.IntegerField.default_error_messages["invalid"] = _("Please give a whole number.")
    # hearten.ui.forms.WholeNumber says both limits and of what; these are for fields of libraries.
    MinValueValidator.message = _("Please give %(limit_value)s or more.")
    MaxValueValidator.message = _("Please give %(limit_value)s or less.")
    MaxLengthValidator.message = ngettext_lazy(
        "Please keep this to %(limit_value)d character. It has %(show_value)d now.",
        "Please keep this to %(limit_value)d characters. It has %(show_value)d now.",
        "limit_value",
    )
