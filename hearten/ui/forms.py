"""How every form looks and speaks: each field says why it is asked, who will see it, and what is wrong.

    class AboutMe(forms.Form):
        pronouns = explained(
            forms.CharField(label=_("Pronouns"), required=False),
            why=_("so that your supporter addresses you as you wish"),
            seen_by=_("people you are paired with"),
        )

Render with {{ form }} (summary of errors and all fields) or {{ form.pronouns.as_field_group }}.
"""

from typing import Any, TypeVar, cast

from django import forms
from django.core.exceptions import ValidationError
from django.forms.renderers import DjangoTemplates
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from hearten.foundation.errors import HeartenError, Invalid
from hearten.foundation.text import clean_text

F = TypeVar("F", bound=forms.Field)
_Text = str | Promise
_KINDS_THAT_TAKE_NO_ARIA_REQUIRED = {"radio", "checkbox"}


def explained(field: F, *, why: _Text = "", seen_by: _Text = "") -> F:
    """Say beside the field why it is asked and who will see the answer."""
    vars(field).update(why=why, seen_by=seen_by)
    return field


def take_errors(form: forms.Form, error: HeartenError) -> None:
    """Show what an action refused beside the fields it names, else above the form."""
    fields = error.fields if isinstance(error, Invalid) else {}
    for name, message in (fields or {"": error.message}).items():
        form.add_error(name if name in form.fields else None, message)


class CleanText(forms.CharField):
    """A text that went through foundation.text.clean_text; what it says becomes the field's error.

    `most` is the greatest length in characters; without `lines`, line breaks become spaces.
    """

    def __init__(self, *, most: int, lines: bool = False, **kwargs: Any) -> None:
        self.most = most
        self.lines = lines
        super().__init__(**kwargs)
        self.validators = []  # clean_text says all of it, in kinder words

    def clean(self, value: Any) -> str:
        """The text in its clean form."""
        try:
            return clean_text(
                str(value or ""), most=self.most, required=self.required, lines=self.lines
            )
        except Invalid as error:
            raise ValidationError(error.message, code=error.code) from error


class WholeNumber(forms.IntegerField):
    """A number of something between two limits; whatever is wrong with it, the error names both.

    `unit` is what is counted, in the plural: "minutes".
    """

    def __init__(self, *, least: int, most: int, unit: _Text, **kwargs: Any) -> None:
        super().__init__(min_value=least, max_value=most, **kwargs)
        self.validators = []  # clean says all of it
        self.least, self.most, self.unit = least, most, unit

    def clean(self, value: Any) -> Any:
        """The number."""
        if value in self.empty_values:
            return super().clean(value)
        try:
            number = super().clean(value)
        except ValidationError:
            number = None
        if number is None or not self.least <= number <= self.most:
            limits = {"least": self.least, "most": self.most, "unit": self.unit}
            words = _("Please give a whole number from %(least)s to %(most)s (%(unit)s).")
            raise ValidationError(words, code="limits", params=limits)
        return number


def _said(field: forms.Field, what: str) -> _Text:
    return cast(_Text, vars(field).get(what, ""))


class BoundField(forms.BoundField):
    """A field with everything its template needs; the checks of the browser give way to ours."""

    @property
    def why(self) -> _Text:
        """Why this is asked, in plain words; empty when not said."""
        return _said(self.field, "why")

    @property
    def seen_by(self) -> _Text:
        """Who will see the answer; empty when not said."""
        return _said(self.field, "seen_by")

    @property
    def mark(self) -> _Text:
        """Beside the label: must this be answered?"""
        return _("needed") if self.field.required else _("you can skip this")

    @property
    def is_emptied(self) -> bool:
        """Whether what was typed is not shown again, because it is secret."""
        return isinstance(self.field.widget, forms.PasswordInput) and bool(self.data)

    @property
    def is_tick(self) -> bool:
        """A single checkbox, whose label stands after it."""
        return isinstance(self.field.widget, forms.CheckboxInput)

    @property
    def error_target(self) -> str:
        """Id of the first control, where the summary of errors leads."""
        within = (part.id_for_label for part in self.subwidgets)
        return self.id_for_label or next((id_ for id_ in within if id_), self.auto_id)

    @property
    def aria_describedby(self) -> str | None:
        """Ids of help, notes and error: all are read out with the field."""
        if self.field.widget.attrs.get("aria-describedby") or self.is_hidden or not self.auto_id:
            return None
        parts = {
            "helptext": self.help_text,
            "notes": self.why or self.seen_by,
            "error": self.errors,
        }
        return " ".join(f"{self.auto_id}_{name}" for name, there in parts.items() if there) or None

    def build_widget_attrs(
        self, attrs: dict[str, Any], widget: forms.Widget | None = None
    ) -> dict[str, Any]:
        """As Django's, but without `required`: the browser's own bubble is in its words, not ours."""
        built = super().build_widget_attrs(attrs, widget)
        kind = getattr(widget or self.field.widget, "input_type", "")
        if built.pop("required", False) and kind not in _KINDS_THAT_TAKE_NO_ARIA_REQUIRED:
            built["aria-required"] = "true"
        return built


class Renderer(DjangoTemplates):
    """Named in settings.FORM_RENDERER."""

    form_template_name = "ui/form.html"
    field_template_name = "ui/field.html"
    bound_field_class = BoundField

    def get_template(self, template_name: str) -> Any:
        """Django's hook: some templates of its widgets have one of ours in their place."""
        return super().get_template(_IN_PLACE_OF.get(template_name, template_name))


_IN_PLACE_OF = {"django/forms/widgets/select.html": "ui/select.html"}
