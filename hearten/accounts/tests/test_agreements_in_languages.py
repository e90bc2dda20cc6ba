"""The programme's own texts in the reader's language: read, accepted, written."""

import re

import pytest
from django.test import Client

from hearten.accounts import actions, queries, starter_agreements
from hearten.accounts.actions.agreements import TEXT_MOST, publish_starters
from hearten.accounts.models import Acceptance, AgreementKind, Role
from hearten.accounts.tests.factories import (
    PASSPHRASE,
    TESTS,
    client_of,
    make_account,
    make_programme,
)
from hearten.audit.models import Event
from hearten.foundation.errors import Invalid, NotAllowed, NotPossible
from hearten.foundation.text import clean_text

pytestmark = pytest.mark.django_db
TERMS, PRIVACY = AgreementKind.TERMS, AgreementKind.PRIVACY
Words = actions.AgreementWords
SPANISH = Words("Sé amable. Ten paciencia.", "La paciencia es nueva.")
ARABIC = Words("كن لطيفًا. كن صبورًا.", "الصبر جديد.")


def publish(programme, **translations):
    return actions.publish_agreement(
        programme=programme,
        kind=TERMS,
        text="Be kind. Be patient.",
        what_changed="Patience is new.",
        translations=translations,
        by=TESTS,
    )


def translate(agreement, language="es", words=SPANISH, by=TESTS):
    return actions.translate_agreement(
        agreement=agreement, language=language, by=by, **words._asdict()
    )


def reader(language, programme):
    return make_account(programme=programme, language=language)


def block(html, words):
    """The opening tag of the element that holds these words, and what it holds before them."""
    [found] = re.findall(rf"<div[^>]*><p>{re.escape(words)}", html)
    return found


# Reading and accepting.


def test_what_ships_is_there_in_every_language(programme):
    for agreement in queries.current_agreements(programme):
        texts = queries.texts_of(agreement)
        assert sorted(texts) == ["ar", "en", "es"]
        assert len(set(texts.values())) == 3
        assert len({text.count("\n\n") for text in texts.values()}) == 1
        assert texts["es"] == starter_agreements.text_in(AgreementKind(agreement.kind), "es")


def test_what_ships_is_written_as_a_manager_may_write():
    for agreement in AgreementKind:
        for language in ("ar", "en", "es"):
            text = starter_agreements.text_in(agreement, language)
            assert clean_text(text, most=TEXT_MOST) == text


def test_only_the_installation_publishes_what_ships(programme):
    manager = make_account(programme=programme, roles=[Role.MANAGER])
    with pytest.raises(NotAllowed):
        publish_starters(programme=programme, by=manager)


def test_a_programme_may_begin_in_another_language():
    programme = make_programme(language="ar")
    assert {one.language for one in queries.current_agreements(programme)} == {"ar"}
    with pytest.raises(Invalid):
        make_programme(language="tlh")


def test_somebody_accepts_in_spanish_and_that_is_recorded(programme):
    otter = reader("es", programme)
    client, new = client_of(otter), publish(programme, es=SPANISH)
    page = client.get("/me/account/agreements/")
    assert block(page.text, "Sé amable. Ten paciencia.") == (
        '<div class="stack" lang="es" dir="ltr"><p>Sé amable. Ten paciencia.'
    )
    assert block(page.text, SPANISH.what_changed).startswith('<div lang="es" dir="ltr">')
    assert "Be kind." not in page.text
    assert "other-language" not in page.text
    spanish = queries.text_in(new, "es")
    done = client.post("/me/account/agreements/", {"agree_terms": str(spanish.id)})
    assert done.status_code == 302
    assert Acceptance.objects.get(agreement=new).text == spanish
    event = Event.objects.get(verb="accounts.agreement_accepted", object_id=str(new.id))
    assert event.details == {"account": str(otter.id), "version": 2, "language": "es"}
    [read] = [
        one
        for one in client.get("/me/account/agreements/").context["accepted"]
        if one.agreement == new
    ]
    assert read.text.language == "es"


def test_without_a_translation_the_main_text_is_shown_and_says_so(programme):
    otter = reader("ar", programme)
    client, new = client_of(otter), publish(programme, es=SPANISH)
    page = client.get("/me/account/agreements/").text
    assert block(page, "Be kind. Be patient.").startswith('<div class="stack" lang="en" dir="ltr">')
    [note] = re.findall(r'<p class="[^"]*other-language">(.*?)</p>', page)
    assert "الإنجليزية" in note
    assert page.index(note) < page.index("Patience is new.") < page.index("Be kind.")
    main = queries.text_in(new, "en")
    client.post("/me/account/agreements/", {"agree_terms": str(main.id)})
    assert Acceptance.objects.get(agreement=new).text == main


def test_arabic_stands_from_right_to_left_on_an_english_page(programme):
    otter = reader("en", programme)
    new = publish(programme, ar=ARABIC)
    page = client_of(otter).get(f"/me/account/agreements/{new.id}/?in=ar").text
    assert block(page, ARABIC.text).startswith('<div class="stack" lang="ar" dir="rtl">')
    assert block(page, ARABIC.what_changed).startswith('<div lang="ar" dir="rtl">')
    assert '<html lang="en" dir="ltr"' in page
    assert '<a href="?in=en" lang="en">English</a>' in page
    assert (
        "other-language" not in page
    )  # it is in the reader's language too, and they chose this one
    unknown = client_of(otter).get(f"/me/account/agreements/{new.id}/?in=tlh").text
    assert "Be kind. Be patient." in unknown


def test_joining_is_read_in_the_visitors_language_and_keeps_it(programme):
    client = Client(headers={"Accept-Language": "es"})
    page = client.get("/join/harbour/")
    assert "Lo que alguien te cuenta se queda contigo." in page.text
    assert "What somebody tells you" not in page.text
    sent = {
        "pseudonym": "Nutria",
        "way": "passphrase",
        "passphrase": PASSPHRASE,
        "again": PASSPHRASE,
        "age_confirmed": "on",
    } | {
        name: re.search(
            rf'name="{name}"[^>]*value="([^"]+)"|value="([^"]+)"[^>]*name="{name}"', page.text
        )
        for name in ("agree_terms", "agree_privacy")
    }
    sent |= {name: sent[name][1] or sent[name][2] for name in ("agree_terms", "agree_privacy")}
    assert client.post("/join/harbour/", sent).status_code == 302
    assert {one.text.language for one in Acceptance.objects.all()} == {"es"}


def test_the_same_version_read_in_another_language_meanwhile_is_accepted(programme):
    otter = reader("es", programme)
    client, new = client_of(otter), publish(programme)
    shown = queries.text_in(new, "es")
    assert shown.language == "en"
    translate(new)
    client.post("/me/account/agreements/", {"agree_terms": str(shown.id)})
    assert Acceptance.objects.get(agreement=new).text == shown


def test_a_translation_added_later_asks_nobody_again(programme):
    otter, new = reader("es", programme), publish(programme)
    actions.accept_agreement(text=queries.text_in(new, "es"), account=otter, by=otter)
    translate(new)
    assert queries.agreements_to_accept(otter, programme) == []
    assert queries.text_in(new, "es").text == SPANISH.text


# Translating.


def test_a_translation_is_added_once_and_recorded(programme):
    new = publish(programme)
    first = translate(new)
    assert translate(new) == first
    assert queries.texts_of(new) == {"en": "Be kind. Be patient.", "es": SPANISH.text}
    [event] = Event.objects.filter(verb="accounts.agreement_translated")
    assert event.details == {"kind": "terms", "version": 2, "language": "es"}
    with pytest.raises(NotPossible):
        translate(new, words=Words("Otra cosa.", "x"))


@pytest.mark.parametrize(
    ("language", "words"),
    [("tlh", SPANISH), ("es", Words("", "x")), ("es", Words("Sé amable.", ""))],
)
def test_a_translation_is_whole_and_of_a_known_language(programme, language, words):
    new = publish(programme)
    with pytest.raises(Invalid):
        translate(new, language, words)
    assert list(queries.texts_of(new)) == ["en"]


def test_an_old_version_is_not_translated_any_more(programme):
    old = publish(programme)
    actions.publish_agreement(
        programme=programme, kind=TERMS, text="New.", what_changed="x", by=TESTS
    )
    with pytest.raises(NotPossible):
        translate(old)


def test_only_a_manager_of_the_programme_translates(programme):
    new = publish(programme)
    moderator = make_account(programme=programme, roles=[Role.MODERATOR])
    stranger = make_account(programme=make_programme(), roles=[Role.MANAGER])
    for other in (moderator, stranger):
        with pytest.raises(NotAllowed):
            translate(new, by=other)
    translate(new, by=make_account(programme=programme, roles=[Role.MANAGER]))


def test_other_words_in_a_translation_are_a_new_version(programme):
    first = publish(programme, es=SPANISH)
    assert publish(programme, es=SPANISH) == publish(programme) == first
    assert publish(programme, es=Words("Otra cosa.", "x")).version == 3


# The manager's pages.


@pytest.fixture
def manager(programme):
    return client_of(make_account(programme=programme, roles=[Role.MANAGER]))


def written(**changes):
    same = {f"text_{code}": starter_agreements.text_in(TERMS, code) for code in ("es", "ar")}
    return (
        {
            "text": "Be kind. Be patient.",
            "what_changed": "Patience is new.",
            "follows": 1,
            "what_changed_es": "",
            "what_changed_ar": "",
            "step": "publish",
        }
        | same
        | changes
    )


ADDRESS = "/programme/agreements/terms/"


def test_a_manager_writes_all_languages_at_once(programme, manager):
    form = manager.get(ADDRESS).context["form"]
    assert form["text_es"].value() == starter_agreements.text_in(TERMS, "es")
    sent = written(text_es=SPANISH.text, what_changed_es=SPANISH.what_changed)
    preview = manager.post(ADDRESS, sent | {"step": "preview"})
    assert [code for code, _words in preview.context["shown"]] == ["en", "es"]
    assert preview.context["missing"] == ["ar"]
    assert block(preview.text, SPANISH.text).startswith('<div class="stack" lang="es" dir="ltr">')
    back = manager.post(ADDRESS, sent | {"step": "edit"}).context["form"]
    assert {name: back[name].value() for name in sent if name != "step"} == {
        name: str(value) for name, value in sent.items() if name != "step"
    }
    assert manager.post(ADDRESS, sent).url == "/programme/agreements/"
    new = queries.current_agreement(programme, TERMS)
    assert queries.texts_of(new) == {"en": "Be kind. Be patient.", "es": SPANISH.text}
    assert new.missing_languages == ["ar"]


def test_a_translation_left_as_it_was_is_not_published_with_new_words(programme, manager):
    manager.post(ADDRESS, written())
    assert list(queries.texts_of(queries.current_agreement(programme, TERMS))) == ["en"]


def test_a_translation_that_still_holds_is_published_when_the_manager_says_what_changed(
    programme, manager
):
    manager.post(ADDRESS, written(what_changed_ar=ARABIC.what_changed))
    new = queries.current_agreement(programme, TERMS)
    assert queries.text_in(new, "ar").text == starter_agreements.text_in(TERMS, "ar")
    assert sorted(queries.texts_of(new)) == ["ar", "en"]


@pytest.mark.parametrize(
    ("changes", "field"),
    [
        ({"text_es": "Sé amable."}, "what_changed_es"),
        ({"text_es": "", "what_changed_es": "x"}, "text_es"),
        ({"text_ar": "x" * 20_001, "what_changed_ar": "x"}, "text_ar"),
    ],
)
@pytest.mark.parametrize("step", ["preview", "publish"])
def test_what_is_wrong_in_a_translation_stands_beside_it_and_nothing_is_lost(
    programme, manager, changes, field, step
):
    sent = written(step=step, **changes)
    page = manager.post(ADDRESS, sent)
    assert page.status_code == 422
    form = page.context["form"]
    assert list(form.errors) == [field]
    kept = {name: form[name].value() for name in sent if name != "step"}
    assert kept == {name: str(sent[name]) for name in kept}
    assert queries.current_agreement(programme, TERMS).version == 1


def test_a_manager_sees_what_is_missing_and_adds_it(programme):
    boss = make_account(programme=programme, roles=[Role.MANAGER])
    new, manager = publish(programme, ar=ARABIC), client_of(boss)
    actions.accept_agreement(text=queries.text_in(new, "en"), account=boss, by=boss)
    page = manager.get("/programme/agreements/").text
    assert re.findall(r'href="(/programme/agreements/\w+/\w\w/)"', page) == [f"{ADDRESS}es/"]
    page = manager.get(f"{ADDRESS}es/")
    assert "Be kind. Be patient." in page.text
    # It begins with what was there before.
    assert page.context["form"]["text"].value() == starter_agreements.text_in(TERMS, "es")
    sent = {**SPANISH._asdict(), "follows": 2}
    preview = manager.post(f"{ADDRESS}es/", sent | {"step": "preview"})
    assert block(preview.text, SPANISH.text).startswith('<div class="stack" lang="es" dir="ltr">')
    assert "es" in new.missing_languages
    assert manager.post(f"{ADDRESS}es/", sent | {"step": "publish"}).url == "/programme/agreements/"
    assert queries.texts_of(new)["es"] == SPANISH.text
    assert manager.get(f"{ADDRESS}es/").url == "/programme/agreements/"
    assert queries.agreements_to_accept(boss, programme) == []


def test_a_translation_of_a_version_that_was_replaced_is_kept_on_the_page(programme, manager):
    publish(programme)
    sent = {**SPANISH._asdict(), "follows": 1, "step": "publish"}
    page = manager.post(f"{ADDRESS}es/", sent)
    assert (page.status_code, page.context["form"]["text"].value()) == (422, SPANISH.text)
    assert "Somebody published another version meanwhile" in page.text
    assert manager.post(f"{ADDRESS}es/", sent | {"what_changed": ""}).status_code == 422


@pytest.mark.parametrize("address", ["marketing/es/", "terms/tlh/"])
def test_unknown_kinds_and_languages_are_not_there(manager, address):
    assert manager.get(f"/programme/agreements/{address}").status_code == 404


# Words of welcome.


def test_the_welcome_is_read_in_the_readers_language_or_the_main_one():
    texts = {"en": "Come in.", "ar": "تفضّل."}
    programme = make_programme("Harbour", welcomes=texts)
    page = Client(headers={"Accept-Language": "ar"}).get("/join/harbour/").text
    assert block(page, "تفضّل.").startswith('<div class="lead" lang="ar" dir="rtl">')
    assert "Come in." not in page
    page = Client(headers={"Accept-Language": "es"}).get("/join/harbour/").text
    assert block(page, "Come in.").startswith('<div class="lead" lang="en" dir="ltr">')
    [note] = re.findall(r'other-language">(.*?)</p>', page)
    assert "en inglés" in note
    make_programme("Lantern", welcomes={"es": "Pasa."})
    chosen = Client(headers={"Accept-Language": "ar"}).get("/join/").text
    assert '<p class="soft" lang="ar" dir="rtl">تفضّل.</p>' in chosen
    assert "Pasa." not in chosen  # neither the reader's language nor the programme's
    assert queries.welcome_in(programme, "en").text == "Come in."


def test_a_manager_writes_welcomes_and_sees_which_are_missing(programme, manager):
    sent = {
        "name": "Harbour",
        "language": "es",
        "welcome_en": "Come in.",
        "welcome_es": "Pasa.",
        "welcome_ar": "",
        "age_rule": "adults",
        "country": "GB",
        "open_to_join": "on",
    }
    manager.post("/programme/settings/", sent)
    programme.refresh_from_db()
    assert programme.language == "es"
    assert queries.welcomes_of(programme) == {"en": "Come in.", "es": "Pasa."}
    page = manager.get("/programme/settings/")
    assert page.context["missing"] == ["ar"]
    assert re.search(r'<textarea name="welcome_ar"[^>]*lang="ar"[^>]*>', page.text)
    assert re.search(r'<textarea name="welcome_ar"[^>]*dir="rtl"[^>]*>', page.text)
    wrong = manager.post("/programme/settings/", sent | {"name": "", "welcome_ar": "تفضّل."})
    assert wrong.context["form"]["welcome_ar"].value() == "تفضّل."
    manager.post("/programme/settings/", sent | {"welcome_en": ""})
    assert queries.welcomes_of(programme) == {"es": "Pasa."}


def test_a_new_main_language_leaves_what_was_published_in_the_old_one(programme, manager):
    old = queries.current_agreement(programme, TERMS)
    actions.change_programme(
        programme=programme,
        name="Harbour",
        language="ar",
        welcomes={},
        age_rule=programme.age_rule,
        country="GB",
        open_to_join=True,
        by=TESTS,
    )
    old.refresh_from_db()
    assert old.language == "en"
    form = manager.get(ADDRESS).context["form"]
    assert form["text"].value() == starter_agreements.text_in(TERMS, "ar")
    manager.post(ADDRESS, {**ARABIC._asdict(), "follows": 1, "step": "publish"})
    new = queries.current_agreement(programme, TERMS)
    assert (new.version, new.language, new.missing_languages) == (2, "ar", ["en", "es"])
