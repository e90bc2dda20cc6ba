import re
from datetime import timedelta

import pytest
from django.contrib.auth.hashers import identify_hasher
from django.test import Client
from django.urls import reverse

from hearten.accounts import actions, queries
from hearten.accounts.models import Acceptance, Account, AgeRule, AgreementKind, Role
from hearten.accounts.tests.factories import (
    PASSPHRASE,
    TESTS,
    client_of,
    make_account,
    make_programme,
)
from hearten.audit.models import Event
from hearten.foundation import clock
from hearten.foundation.errors import Invalid, NotPossible

pytestmark = pytest.mark.django_db


def filled(programme, **changes):
    """The form as somebody sends it who joins with a passphrase."""
    data = {
        "pseudonym": "Quiet Otter",
        "way": "passphrase",
        "passphrase": PASSPHRASE,
        "again": PASSPHRASE,
        "age_confirmed": "on",
        "time_zone": "Europe/Lisbon",
    }
    for one in queries.texts_in(queries.agreements_to_join(programme), "en"):
        data[f"agree_{one.agreement.kind}"] = str(one.id)
    return {name: value for name, value in (data | changes).items() if value is not None}


def send(programme, client=None, **changes):
    client = client or Client()
    return client.post(
        reverse("accounts:join_programme", args=[programme.slug]), filled(programme, **changes)
    )


def errors(response):
    return {
        name: [str(one) for one in found] for name, found in response.context["form"].errors.items()
    }


def test_joining_makes_an_account_signs_in_and_shows_the_codes(programme):
    client = Client()
    response = send(programme, client)
    assert (response.status_code, response.url) == (302, reverse("accounts:codes"))

    account = Account.objects.get()
    assert (account.pseudonym, account.time_zone, account.language) == (
        "Quiet Otter",
        "Europe/Lisbon",
        "en",
    )
    assert account.check_password(PASSPHRASE)
    assert account.age_confirmed_at is not None
    assert queries.roles_of(account, programme) == {Role.MEMBER}
    assert set(Acceptance.objects.values_list("agreement__kind", flat=True)) == {
        AgreementKind.TERMS,
        AgreementKind.PRIVACY,
    }
    assert queries.agreements_to_accept(account, programme) == []

    shown = re.findall(r"<code>([\d ]+)</code>", client.get(response.url).text)
    assert [one.replace(" ", "") for one in shown] == queries.recovery_codes_left(account)
    assert len(set(shown)) == 8


def test_codes_that_were_not_kept_are_shown_for_a_short_while_only(programme):
    client = Client()
    send(programme, client)
    codes = queries.recovery_codes_left(Account.objects.get())
    with clock.frozen(clock.now() + timedelta(minutes=14)):
        assert len(client.get(reverse("accounts:codes")).context["codes"]) == 8
    with clock.frozen(clock.now() + timedelta(minutes=16)):
        page = client.get(reverse("accounts:codes"))
        assert (page.context["codes"], page.context["left"]) == ([], 8)
        for code in codes:
            assert " ".join([code[:4], code[4:8], code[8:]]) not in page.text
        file = client.get(reverse("accounts:codes_file"))
        assert (file.status_code, file.url) == (302, reverse("accounts:codes"))
        asked = client.post(reverse("accounts:new_codes"))
        assert asked.url.startswith(reverse("accounts:confirm"))
    assert queries.recovery_codes_left(Account.objects.get()) == codes


def test_the_codes_are_shown_until_kept_and_then_never_again(programme):
    client = Client()
    send(programme, client)
    account = Account.objects.get()
    code = queries.recovery_codes_left(account)[0]
    grouped = f"{code[:4]} {code[4:8]} {code[8:]}"
    assert grouped in client.get(reverse("accounts:codes")).text
    file = client.get(reverse("accounts:codes_file"))
    assert grouped in file.text
    assert file["Content-Disposition"] == 'attachment; filename="codes.txt"'
    assert file["Cache-Control"] == "no-store"

    kept = client.post(reverse("accounts:codes_kept"))
    assert (kept.status_code, kept.url) == (302, "/")
    assert grouped not in client.get(reverse("accounts:codes")).text
    assert client.get(reverse("accounts:codes_file")).status_code == 302


def test_passphrases_are_kept_as_argon2id(programme):
    send(programme)
    password = Account.objects.get().password
    assert identify_hasher(password).algorithm == "argon2"
    assert password.startswith("argon2$argon2id$")
    assert PASSPHRASE not in password


def test_nothing_is_asked_that_could_identify_a_person(programme):
    page = Client().get(reverse("accounts:join_programme", args=[programme.slug]))
    assert set(page.context["form"].fields) == {
        "pseudonym",
        "way",
        "passphrase",
        "again",
        "credential",
        "time_zone",
        "age_confirmed",
        "agree_terms",
        "agree_privacy",
    }
    assert "<title>Join</title>" in page.text


def test_the_agreements_stand_on_the_page_with_their_versions(programme):
    actions.publish_agreement(
        programme=programme,
        kind=AgreementKind.TERMS,
        text="Be kind, please.",
        what_changed="x",
        by=TESTS,
    )
    page = Client().get(reverse("accounts:join_programme", args=[programme.slug])).text
    assert "Be kind, please." in page
    assert "Version 2" in page
    terms = page.partition('id="agreement-terms"')[2].partition("</section>")[0]
    folded = terms[terms.index("<details>") : terms.index("</details>")]
    assert (folded.count("Be kind, please."), "checkbox" in folded) == (2, False)
    assert terms.index("</details>") < terms.index('type="checkbox"')
    assert "What somebody tells you stays with you" not in page


@pytest.mark.parametrize(
    ("changes", "wrong"),
    [
        ({"pseudonym": ""}, {"pseudonym": ["Please write something first."]}),
        (
            {"pseudonym": "Admin"},
            {"pseudonym": ["This name could be taken for the staff. Please choose another."]},
        ),
        (
            {"passphrase": "", "again": ""},
            {"passphrase": ["Please type a passphrase."], "again": ["Please type a passphrase."]},
        ),
        (
            {"way": "telepathy"},
            {"way": ["Please choose one of the answers shown."]},
        ),
        (
            {"passphrase": "short", "again": "short"},
            {"passphrase": ["Please make it longer: at least 12 characters."]},
        ),
        (
            {"passphrase": "quiet otter!", "again": "quiet otter!"},
            {"passphrase": ["This is too much like your name here. Try a few words."]},
        ),
        (
            {"passphrase": "1q2w3e4r5t6y", "again": "1q2w3e4r5t6y"},
            {"passphrase": ["Many people use this one, so it is easy to guess. Try a few words."]},
        ),
        (
            {"again": PASSPHRASE + "?"},
            {"again": ["The two are not the same. Please type it once more."]},
        ),
        (
            {"passphrase": "x" * 257, "again": "x" * 257},
            {
                "passphrase": ["Please make it shorter: at most 256 characters."],
                "again": ["Please make it shorter: at most 256 characters."],
            },
        ),
        ({"age_confirmed": None}, {"age_confirmed": ["Please confirm this to join."]}),
        ({"agree_terms": None}, {"agree_terms": ["Please read this and tick the box."]}),
        (
            {"agree_privacy": "not-a-version"},
            {
                "agree_privacy": [
                    "This text changed while you were reading. Please read it once more."
                ]
            },
        ),
        (
            {"way": "passkey", "passphrase": "", "again": "", "credential": ""},
            {"__all__": ["The passkey was not made. Please try again, or use a passphrase."]},
        ),
        (
            {"way": "passkey", "credential": '{"id": "made up", "response": {}}'},
            {"__all__": ["The passkey was not made. Please try again, or use a passphrase."]},
        ),
    ],
)
def test_what_is_wrong_stands_beside_its_field_and_nobody_joins(programme, changes, wrong):
    response = send(programme, **changes)
    assert response.status_code == 422
    assert errors(response) == wrong
    assert not Account.objects.exists()


def test_what_was_typed_is_kept_but_never_the_passphrase(programme):
    response = send(programme, again="something else")
    assert 'value="Quiet Otter"' in response.text
    assert PASSPHRASE not in response.text
    assert response.text.count("checked") == 4  # the way, the age and two agreements


def test_an_agreement_replaced_while_reading_must_be_read_again(programme):
    data = filled(programme)
    actions.publish_agreement(
        programme=programme,
        kind=AgreementKind.PRIVACY,
        text="New words.",
        what_changed="x",
        by=TESTS,
    )
    response = Client().post(reverse("accounts:join_programme", args=[programme.slug]), data)
    assert errors(response) == {
        "agree_privacy": ["This text changed while you were reading. Please read it once more."]
    }
    assert "New words." in response.text


@pytest.mark.parametrize("name", ["Quiet Otter", "quietotter", "Qu1et 0tter"])
def test_a_name_that_looks_like_somebody_elses_is_taken(programme, name):
    make_account("Quiet Otter", programme=programme)
    response = send(programme, pseudonym=name)
    assert errors(response) == {
        "pseudonym": [
            "Somebody already uses this name, or one very like it. Please choose another."
        ]
    }


def test_a_wrong_time_zone_from_the_browser_is_utc(programme):
    send(programme, time_zone="Mars/Olympus")
    assert Account.objects.get().time_zone == "UTC"


@pytest.mark.parametrize(
    ("rule", "label"),
    [
        (AgeRule.ADULTS, "I am 18 or older."),
        (AgeRule.OLDER_TEENS, "I am 16 or older."),
        (AgeRule.ALL_AGES, None),
    ],
)
def test_the_age_rule_is_asked_in_words(rule, label):
    programme = make_programme(age_rule=rule)
    form = Client().get(reverse("accounts:join_programme", args=[programme.slug])).context["form"]
    asked = form.fields.get("age_confirmed")
    assert (asked.label if asked else None) == label
    assert send(programme).status_code == 302


def test_a_closed_programme_takes_nobody(programme):
    programme.open_to_join = False
    programme.save()
    assert "takes no new people" in Client().get("/join/harbour/").text
    assert "takes no new people" in send(programme).text
    assert not Account.objects.exists()


def test_join_without_a_programme_in_the_address():
    assert "Nobody new can join right now" in Client().get("/join/").text
    make_programme("Harbour")
    assert "Join Harbour" in Client().get("/join/").text
    make_programme("Lantern Street")
    both = Client().get("/join/").text
    assert "/join/harbour/" in both
    assert "/join/lantern-street/" in both
    assert Client().get("/join/nowhere/").status_code == 404


def test_somebody_signed_in_does_not_join_again(programme):
    response = client_of(make_account(programme=programme)).get("/join/harbour/")
    assert (response.status_code, response.url) == (302, "/")


def test_joining_is_throttled_by_address(programme, monkeypatch):
    monkeypatch.setitem(_rates(), "join", "2/1h/ip")
    assert [send(programme, pseudonym="").status_code for _ in range(3)] == [422, 422, 409]
    elsewhere = Client(REMOTE_ADDR="203.0.113.9")
    assert send(programme, elsewhere, pseudonym="").status_code == 422


def _rates():
    from hearten.accounts import throttle

    return throttle.RATES


# The action itself: what a form cannot be trusted with.


def join(programme, **changes):
    given = {
        "programme": programme,
        "pseudonym": "Quiet Otter",
        "age_confirmed": True,
        "agreed": queries.texts_in(queries.agreements_to_join(programme), "en"),
        "by": TESTS,
    }
    return actions.join(**(given | changes))


def test_the_action_refuses_what_the_form_would(programme):
    with pytest.raises(Invalid) as age:
        join(programme, age_confirmed=False)
    assert set(age.value.fields) == {"age_confirmed"}
    with pytest.raises(Invalid) as agreed:
        join(programme, agreed=[])
    assert set(agreed.value.fields) == {"agree_terms", "agree_privacy"}
    with pytest.raises(Invalid) as reserved:
        join(programme, pseudonym="Moderator")
    assert reserved.value.code == "reserved"
    other = make_programme()
    with pytest.raises(Invalid):
        join(programme, agreed=queries.texts_in(queries.agreements_to_join(other), "en"))
    with pytest.raises(Invalid) as zone:
        join(programme, time_zone="Mars/Olympus")
    assert set(zone.value.fields) == {"time_zone"}
    programme.open_to_join = False
    programme.save()
    with pytest.raises(NotPossible):
        join(programme)
    assert not Account.objects.exists()


def test_joining_twice_under_one_id_is_joining_once(programme):
    first = join(programme)
    again = join(programme, account_id=first.id)
    assert again == first
    assert Event.objects.filter(verb="accounts.joined").count() == 1


def test_without_a_way_in_nobody_can_sign_in(programme):
    account = join(programme)
    assert not account.has_usable_password()
    assert not account.check_password("")


def test_the_record_says_that_somebody_joined_and_not_who(programme):
    account = join(programme, pseudonym="Marmalade Fox")
    event = Event.objects.get(verb="accounts.joined")
    assert event.object_id == str(account.id)
    assert event.details == {"programme": str(programme.id)}
    assert "Marmalade" not in str(list(Event.objects.values()))
