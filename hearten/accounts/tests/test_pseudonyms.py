import pytest

from hearten.accounts import naming
from hearten.accounts.rules import pseudonyms
from hearten.foundation.errors import Invalid


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("Quiet Otter", "quiet otter"),
        ("Quiet Otter", "QuietOtter"),
        ("Quiet Otter", "Quiet_Otter."),
        ("Quiet Otter", "Quiet\u200dOtter"),
        ("Quiet Otter", "Ｑｕｉｅｔ Otter"),
        ("Mia", "Міа"),  # Cyrillic
        ("TOM", "ТОМ"),  # Cyrillic capitals
        ("TOXA", "ΤΟΧΑ"),  # Greek capitals
        ("Bill", "BiII"),
        ("Bill", "B1l1"),
        ("Leo", "Le0"),
        ("José", "Jose\u0301"),
        ("straße", "STRASSE"),
    ],
)
def test_names_that_look_the_same_are_the_same(one, other):
    assert pseudonyms.key(one) == pseudonyms.key(other)


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("Quiet Otter", "Quiet Otters"),
        ("José", "Jose"),
        ("Fox", "Fox 🦊"),
        ("Mia", "Mai"),
        ("ليلى", "ليلا"),
    ],
)
def test_names_that_differ_are_different(one, other):
    assert pseudonyms.key(one) != pseudonyms.key(other)


@pytest.mark.parametrize(
    "name",
    [
        "Quiet Otter",
        "José María",
        "ليلى",
        "می‌خواهم",  # Persian with a joiner it needs
        "さくら子",
        "Sakura さくら",
        "Наташа",
        "Νίκη",
        "Fox 🦊",
        "👩‍🚀 Nova",
        "नमस्ते",
        "O'Brien-2",
        "Mode",
        "Comodo",
        "Adminah",
        "Rooted",
    ],
)
def test_honest_names_are_taken_as_they_are(name):
    assert naming.clean_pseudonym(f"  {name} ", "Harbour") == name


@pytest.mark.parametrize(
    ("name", "code"),
    [
        ("", "empty"),
        ("   ", "empty"),
        ("x" * 41, "too_long"),
        ("\ufdfa" * 40, "too_long"),  # one character that folds to eighteen
        ("a", "too_short"),
        ("...", "too_short"),
        ("🦊🦊", "too_short"),
        ("Quiet\x00Otter", "binary"),
        ("Quiet \u202eOtter", "bidi"),
        ("Quiet\u200eOtter", "hidden"),
        ("Quiet\u3164Otter", "hidden"),
        ("Q\u2800uiet", "hidden"),
        ("Quiеt Otter", "mixed"),  # one Cyrillic letter
        ("Νika", "mixed"),  # one Greek letter
        ("Наташа さくら", "mixed"),
        ("a" + "\u0301" * 10 + "b", "marks"),
        ("admin", "reserved"),
        ("Admin 2", "reserved"),
        ("admin42", "reserved"),
        ("Harbour Moderator", "reserved"),
        ("ＡＤＭＩＮ", "reserved"),
        ("Ádmin", "reserved"),
        ("аdmіn", "mixed"),
        ("hearten", "reserved"),
        ("he-arten", "reserved"),
        ("H e a r t e n", "reserved"),
        ("harbour", "reserved"),  # the programme's own name
        ("مشرف", "reserved"),
    ],
)
def test_names_that_hide_or_pretend_are_refused_with_a_reason(name, code):
    with pytest.raises(Invalid) as refused:
        naming.clean_pseudonym(name, "Harbour")
    assert refused.value.code == code
    assert refused.value.fields == {"pseudonym": refused.value.message}
