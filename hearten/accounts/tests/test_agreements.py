import pytest
from django.test import Client

from hearten.accounts import actions, queries
from hearten.accounts.models import Acceptance, Agreement, AgreementKind, Role
from hearten.accounts.tests.factories import (
    TESTS,
    accept_all,
    client_of,
    make_account,
    make_programme,
)
from hearten.audit.models import Event
from hearten.foundation.errors import Invalid, NotAllowed, NotPossible

pytestmark = pytest.mark.django_db
TERMS, PRIVACY, SUPPORTER = AgreementKind.TERMS, AgreementKind.PRIVACY, AgreementKind.SUPPORTER


def publish(programme, kind=TERMS, text="Be kind. Be patient.", by=TESTS, **more):
    return actions.publish_agreement(
        programme=programme, kind=kind, text=text, what_changed="Patience is new.", by=by, **more
    )


def text_of(agreement, language="en"):
    return queries.text_in(agreement, language)


def words(agreement, language="en"):
    return text_of(agreement, language).text


def test_a_programme_begins_with_the_first_version_of_each(programme):
    assert list(queries.current_agreements(programme).values_list("kind", "version")) == [
        ("privacy", 1),
        ("supporter", 1),
        ("terms", 1),
    ]


def test_a_new_version_follows_and_the_old_one_stays_as_it_was(programme):
    old = queries.current_agreement(programme, TERMS)
    before = queries.texts_of(old)
    new = publish(programme)
    assert (new.version, queries.current_agreement(programme, TERMS)) == (2, new)
    assert queries.texts_of(old) == before
    event = Event.objects.filter(verb="accounts.agreement_published").last()
    assert (event.object_id, event.details) == (
        str(new.id),
        {
            "kind": "terms",
            "version": 2,
            "languages": ["en"],
        },
    )


def test_publishing_the_same_words_again_changes_nothing(programme):
    assert publish(programme) == publish(programme)
    assert Agreement.objects.filter(programme=programme, kind=TERMS).count() == 2


def test_a_version_somebody_else_published_meanwhile_is_not_overwritten(programme):
    publish(programme, follows=1)
    with pytest.raises(NotPossible):
        publish(programme, text="Other words.", follows=1)
    assert words(queries.current_agreement(programme, TERMS)) == "Be kind. Be patient."


@pytest.mark.parametrize(
    ("text", "code"),
    [("", "empty"), ("x" * 20_001, "too_long"), ("a\x00b", "binary"), ("\u202eabc", "bidi")],
)
def test_words_that_cannot_be_read_are_refused(programme, text, code):
    with pytest.raises(Invalid) as refused:
        publish(programme, text=text)
    assert refused.value.code == code


def test_only_a_manager_of_the_programme_publishes(programme):
    manager = make_account(programme=programme, roles=[Role.MANAGER])
    member = make_account(programme=programme, roles=[Role.MODERATOR, Role.SUPERVISOR])
    stranger = make_account(programme=make_programme(), roles=[Role.MANAGER])
    for other in (member, stranger):
        with pytest.raises(NotAllowed):
            publish(programme, by=other)
    assert publish(programme, by=manager).version == 2


def test_people_are_asked_on_their_next_page_and_led_back(programme):
    otter = make_account(programme=programme)
    client = client_of(otter)
    assert client.get("/me/account/").status_code == 200
    new = publish(programme)
    asked = client.get("/me/account/blocks/?x=1")
    assert asked.url == "/me/account/agreements/?next=%2Fme%2Faccount%2Fblocks%2F%3Fx%3D1"
    page = client.get(asked.url).text
    assert page.index("Patience is new.") < page.index("Be kind. Be patient.")
    assert "What somebody tells you stays with you" not in page
    done = client.post(
        "/me/account/agreements/",
        {"agree_terms": str(text_of(new).id), "next": "/me/account/blocks/?x=1"},
    )
    assert done.url == "/me/account/blocks/?x=1"
    assert client.get("/me/account/blocks/").status_code == 200


def test_what_somebody_sends_is_taken_before_they_are_asked(programme):
    otter = make_account(programme=programme)
    client = client_of(otter)
    publish(programme)
    sent = {"pronouns": "they", "time_zone": "UTC", "language": "", "country": ""}
    assert client.post("/me/account/", sent).url == "/me/account/"
    otter.refresh_from_db()
    assert otter.pronouns == "they"
    assert client.get("/me/account/").url.startswith("/me/account/agreements/")


def test_a_part_of_a_page_sends_the_whole_page_to_what_is_asked(programme):
    client = client_of(make_account(programme=programme))
    publish(programme)
    part = {"HX-Request": "true", "HX-Current-URL": "https://testserver/me/account/blocks/?x=1"}
    asked = client.get("/me/account/blocks/", headers=part)
    assert (asked.status_code, asked["HX-Redirect"]) == (
        204,
        "/me/account/agreements/?next=%2Fme%2Faccount%2Fblocks%2F%3Fx%3D1",
    )
    gone = Client().get("/me/account/blocks/", headers=part)
    assert gone["HX-Redirect"] == "/sign-in/?next=%2Fme%2Faccount%2Fblocks%2F%3Fx%3D1"


def test_who_does_not_want_to_agree_can_read_leave_and_sign_devices_out(programme):
    otter = make_account(programme=programme)
    client = client_of(otter)
    publish(programme)
    for address in ("/me/account/agreements/", "/me/account/devices/"):
        assert client.get(address).status_code == 200
    assert client.get("/me/account/passphrase/").status_code == 302
    assert client.post("/sign-out/").url == "/"


def test_nothing_is_agreed_to_without_the_tick(programme):
    otter = make_account(programme=programme)
    client = client_of(otter)
    new = publish(programme)
    page = client.post("/me/account/agreements/", {})
    assert page.status_code == 422
    assert list(page.context["form"].errors) == ["agree_terms"]
    old = Agreement.objects.get(programme=programme, kind=TERMS, version=1)
    assert (
        client.post("/me/account/agreements/", {"agree_terms": str(text_of(old).id)}).status_code
        == 422
    )
    assert not Acceptance.objects.filter(agreement=new).exists()


def test_supporters_are_asked_for_their_promise_and_members_are_not(programme):
    member = make_account(programme=programme)
    assert queries.agreements_to_accept(member, programme) == []
    actions.give_role(account=member, programme=programme, role=Role.SUPPORTER, by=TESTS)
    asked = queries.agreements_to_accept(member, programme)
    assert [one.kind for one in asked] == [SUPPORTER]
    actions.end_role(account=member, programme=programme, role=Role.SUPPORTER, by=TESTS)
    assert queries.agreements_to_accept(member, programme) == []


def test_agreeing_twice_is_agreeing_once(programme):
    otter = make_account(programme=programme)
    new = publish(programme)
    first = actions.accept_agreement(text=text_of(new), account=otter, by=otter)
    assert actions.accept_agreement(text=text_of(new), account=otter, by=otter) == first
    assert (
        Event.objects.filter(verb="accounts.agreement_accepted", object_id=str(new.id)).count() == 1
    )


def test_an_old_version_and_somebody_elses_agreement_cannot_be_accepted(programme):
    otter, fox = make_account(programme=programme), make_account(programme=programme)
    old, new = queries.current_agreement(programme, TERMS), publish(programme)
    with pytest.raises(NotPossible):
        actions.accept_agreement(text=text_of(old), account=otter, by=otter)
    with pytest.raises(NotAllowed):
        actions.accept_agreement(text=text_of(new), account=otter, by=fox)


def test_what_was_agreed_to_can_be_read_again(programme):
    otter = make_account(programme=programme)
    old = queries.current_agreement(programme, TERMS)
    new = publish(programme)
    actions.accept_agreement(text=text_of(new), account=otter, by=otter)
    client = client_of(otter)
    page = client.get("/me/account/agreements/")
    listed = [(one.agreement.kind, one.agreement.version) for one in page.context["accepted"]]
    assert sorted(listed) == [("privacy", 1), ("terms", 1), ("terms", 2)]
    assert (
        "What somebody tells you stays with you"
        in client.get(f"/me/account/agreements/{old.id}/").text
    )


def test_another_programmes_agreements_are_not_there(programme):
    other = queries.current_agreement(make_programme(), TERMS)
    client = client_of(make_account(programme=programme))
    assert client.get(f"/me/account/agreements/{other.id}/").status_code == 404
    assert Client().get(f"/me/account/agreements/{other.id}/").status_code == 302


def test_a_text_is_shown_as_text(programme):
    new = publish(programme, text="<script>alert(1)</script>\n\nSecond & last.")
    client = client_of(make_account(programme=programme))
    page = client.get(f"/me/account/agreements/{new.id}/").text
    assert "&lt;script&gt;alert(1)&lt;/script&gt;" in page
    assert "<script>alert" not in page
    assert "<p>Second &amp; last.</p>" in page


# The manager's side.


@pytest.fixture
def boss(programme):
    return make_account(programme=programme, roles=[Role.MANAGER])


@pytest.fixture
def manager(boss):
    return client_of(boss)


def written(**changes):
    return {
        "text": "Be kind. Be patient.",
        "what_changed": "Patience is new.",
        "follows": 1,
    } | changes


def test_a_new_version_is_looked_at_changed_and_published(programme, boss, manager):
    address = "/programme/agreements/terms/"
    first = manager.get(address)
    assert first.context["form"]["text"].value() == words(
        queries.current_agreement(programme, TERMS)
    )
    preview = manager.post(address, written(step="preview"))
    assert "It is not published yet" in preview.text
    assert queries.current_agreement(programme, TERMS).version == 1
    back = manager.post(address, written(step="edit"))
    assert (back.status_code, back.context["form"]["text"].value()) == (200, "Be kind. Be patient.")
    done = manager.post(address, written(step="publish"))
    assert done.url == "/programme/agreements/"
    assert words(queries.current_agreement(programme, TERMS)) == "Be kind. Be patient."
    accept_all(boss, programme)  # the manager is asked too
    versions = dict(manager.get("/programme/agreements/").context["kinds"])
    assert [one.version for one in versions[TERMS]] == [2, 1]


@pytest.mark.parametrize(
    ("changes", "field"),
    [
        ({"text": " "}, "text"),
        ({"what_changed": ""}, "what_changed"),
        ({"text": "x" * 20_001}, "text"),
    ],
)
@pytest.mark.parametrize("step", ["preview", "publish"])
def test_what_is_wrong_stands_beside_its_field(programme, manager, step, changes, field):
    page = manager.post("/programme/agreements/terms/", written(step=step, **changes))
    assert page.status_code == 422
    assert list(page.context["form"].errors) == [field]
    assert queries.current_agreement(programme, TERMS).version == 1


def test_two_managers_writing_at_once_are_told(programme, manager):
    publish(programme, text="Somebody else’s words.")
    page = manager.post("/programme/agreements/terms/", written(step="publish"))
    assert page.status_code == 422
    assert "Somebody published another version meanwhile" in page.text
    assert "Be kind. Be patient." in page.text
    assert queries.current_agreement(programme, TERMS).version == 2


def test_an_unknown_kind_is_not_there(manager):
    assert manager.get("/programme/agreements/marketing/").status_code == 404
