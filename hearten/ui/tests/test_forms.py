"""Fields say why they are asked, and errors stand beside them and lead to them."""

import re

import pytest
from django import forms
from django.forms.renderers import DjangoTemplates

from hearten.foundation.errors import Invalid, NotPossible
from hearten.ui.forms import Renderer, WholeNumber, explained, take_errors
from hearten.ui.widgets import Chips, DateInput, LongText, OneChip, WeeklyHours


class Sample(forms.Form):
    name = explained(
        forms.CharField(label="Name", help_text="Any name.", max_length=5),
        why="to greet you",
        seen_by="your supporter",
    )
    words = forms.CharField(label="Words", widget=LongText(most=9), required=False)
    kinds = forms.MultipleChoiceField(
        label="Kinds",
        choices=[("Group", [("a", "Ay"), ("b", "Bee")]), ("c", "See")],
        widget=Chips,
    )
    one = forms.ChoiceField(label="One", choices=[("x", "Ex")], widget=OneChip)
    day = forms.DateField(label="Day", widget=DateInput, required=False)
    agreed = forms.BooleanField(label="Agreed")
    hours = WeeklyHours(label="Hours", required=False)
    hidden = forms.CharField(widget=forms.HiddenInput, required=False)


def html(data=None, field=None):
    form = Sample(data, renderer=Renderer())
    text = form[field].as_field_group() if field else str(form)
    return re.sub(r"\s+", " ", text)


def tag(text, element_id):
    return re.search(rf'<[^<>]*\bid="{element_id}"[^<>]*>', text)[0]


def test_help_reason_and_audience_are_read_with_the_field():
    text = html(field="name")
    assert 'aria-describedby="id_name_helptext id_name_notes"' in tag(text, "id_name")
    assert "to greet you" in text
    assert "your supporter" in text


def test_error_is_beside_the_field_and_linked():
    text = html({}, "name")
    control = tag(text, "id_name")
    assert 'aria-invalid="true"' in control
    assert 'aria-describedby="id_name_helptext id_name_notes id_name_error"' in control
    assert text.index('id="id_name_error"') < text.index("Please answer this one.")
    assert text.index("Please answer this one.") < text.index(control)


def test_group_is_a_fieldset_that_carries_the_description():
    text = html({}, "kinds")
    assert 'aria-describedby="id_kinds_error"' in tag(text, "id_kinds_group")
    assert "<legend>Kinds" in text


def test_required_and_optional_are_marked_in_words():
    assert "(needed)" in html(field="name")
    assert "(you can skip this)" in html(field="words")


def test_browser_checks_do_not_come_first():
    text = html()
    assert not re.search(r"<[^>]* required[ >]", text)
    assert 'aria-required="true"' in tag(text, "id_name")
    assert "aria-required" not in tag(text, "id_agreed")


def test_summary_leads_to_every_wrong_field():
    text = html({"day": "never"})
    summary = text[: text.index("</ul>")]
    assert 'role="alert"' in summary
    assert "There are 5 things to check" in summary
    targets = re.findall(r'href="#([^"]+)"', summary)
    assert targets == ["id_name", "id_kinds_0_0", "id_one_0", "id_day", "id_agreed"]
    assert all(tag(text, target) for target in targets)


def test_no_summary_while_nothing_is_wrong():
    assert 'role="alert"' not in html()


def test_what_was_typed_is_kept():
    text = html({"name": "far too long", "words": "kept <b>"})
    assert 'value="far too long"' in text
    assert "kept &lt;b&gt;" in text


def test_too_long_says_how_long():
    assert "Please keep this to 5 characters. It has 12 now." in html({"name": "far too long"})


def test_tick_says_tick():
    assert "Please tick this to go on." in html({}, "agreed")
    assert "Please tick this" not in html({}, "name")


def test_chips_show_groups_and_keep_choices():
    text = html({"kinds": ["b"]}, "kinds")
    assert 'role="group" aria-label="Group"' in text
    assert " checked" in tag(text, "id_kinds_0_1")


def test_week_has_a_checkbox_with_a_full_name_for_each_part_of_each_day():
    text = html({"hours": ["sat-night"]}, "hours")
    assert text.count('type="checkbox"') == 28
    assert "Saturday, Night" in text
    assert re.findall(r'value="([\w-]+)"[^>]* checked', text) == ["sat-night"]


@pytest.mark.parametrize(("given", "valid"), [(["mon-morning"], True), (["mon-noon"], False)])
def test_week_takes_only_its_own_parts(given, valid):
    field = WeeklyHours(required=False)
    if valid:
        assert field.clean(given) == given
    else:
        with pytest.raises(forms.ValidationError):
            field.clean(given)


def test_date_shows_the_form_browsers_need():
    form = Sample({"day": "2001-05-14"}, renderer=Renderer())
    assert 'value="2001-05-14"' in str(form["day"])
    assert 'type="date"' in str(form["day"])


def test_explained_fields_do_not_leak_between_forms():
    assert Sample()["words"].field.__dict__.get("why", "") == ""


def test_errors_of_the_whole_form_are_in_the_summary():
    form = Sample({}, renderer=Renderer())
    form.add_error(None, "These two do not fit together.")
    assert "<li>These two do not fit together.</li>" in str(form)


def test_hidden_fields_are_kept():
    assert 'type="hidden"' in html()


@pytest.mark.parametrize("given", ["0", "61", "1.5", "many", "9" * 400])
def test_a_number_that_will_not_do_hears_both_limits_and_of_what(given):
    with pytest.raises(forms.ValidationError) as error:
        WholeNumber(least=1, most=60, unit="minutes").clean(given)
    assert error.value.messages == ["Please give a whole number from 1 to 60 (minutes)."]


def test_a_number_within_its_limits_is_taken():
    field = WholeNumber(least=1, most=60, unit="minutes")
    assert [field.clean("1"), field.clean(" 60 ")] == [1, 60]
    with pytest.raises(forms.ValidationError, match="Please answer this one"):
        field.clean("")
    assert WholeNumber(least=1, most=60, unit="minutes", required=False).clean("") is None


def test_limits_of_other_fields_are_kind_too():
    for given, words in (("0", "Please give 1 or more."), ("9", "Please give 5 or less.")):
        with pytest.raises(forms.ValidationError) as error:
            forms.IntegerField(min_value=1, max_value=5).clean(given)
        assert error.value.messages == [words]


def test_a_passphrase_that_is_not_shown_again_is_not_said_to_be_here():
    class WithSecret(forms.Form):
        name = forms.CharField(label="Name")
        secret = forms.CharField(label="Secret", widget=forms.PasswordInput, required=False)

    def said(**data):
        return str(WithSecret(data, renderer=Renderer()))

    assert "What you wrote is still here." in said()
    assert "What you wrote is still here." not in said(secret="planted")
    assert "please type that again" in said(secret="planted")
    assert "planted" not in said(secret="planted")


class Reply(forms.Form):
    text = forms.CharField(required=False)


def test_what_an_action_refused_stands_beside_its_field_else_above_the_form():
    cases = [
        (Invalid("Look at the marked.", fields={"text": "Too long."}), {"text": ["Too long."]}),
        (Invalid("Look here.", fields={"gone": "Not known."}), {"__all__": ["Not known."]}),
        (Invalid("Say something."), {"__all__": ["Say something."]}),
        (NotPossible("It ended."), {"__all__": ["It ended."]}),
    ]
    for error, expected in cases:
        form = Reply({})
        take_errors(form, error)
        assert form.errors == expected


def test_a_long_choice_is_written_as_django_writes_it():
    choices = [("", "–"), ("Europe", [("b", "<Berlin>"), ("l", "Lisbon")]), ("u", "UTC")]
    select = forms.Select(attrs={"id": "zone", "lang": "en"}, choices=choices)
    ours = select.render("zone", "l", renderer=Renderer())
    assert ours.split() == select.render("zone", "l", renderer=DjangoTemplates()).split()
    assert '<option value="l" selected>Lisbon</option>' in ours
