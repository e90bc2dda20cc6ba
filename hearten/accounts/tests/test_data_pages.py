"""The pages of what is somebody's own: a copy, who looked, being erased."""

import io
import json
import zipfile
from datetime import timedelta

import pytest

from hearten.accounts import actions, exporting, ports, queries
from hearten.accounts.models import Role, SuspendReason
from hearten.accounts.ports import Declared, Enclosed, Keeper
from hearten.accounts.tests.factories import PASSPHRASE, TESTS, client_of, make_account
from hearten.audit.queries import events_about
from hearten.foundation import clock

pytestmark = pytest.mark.django_db
DATA, COPY, ERASE = "/me/account/data/", "/me/account/data/copy/", "/me/account/data/erase/"
LOOKS, STAY = "/me/account/data/looks/", "/me/account/data/stay/"


@pytest.fixture
def otter(programme):
    return make_account("Quiet Otter", programme=programme, passphrase=PASSPHRASE)


def confirmed(account):
    client = client_of(account)
    client.post("/me/account/confirm/", {"passphrase": PASSPHRASE})
    return client


def unpacked(response) -> dict[str, str]:
    archive = zipfile.ZipFile(io.BytesIO(b"".join(response.streaming_content)))
    return {name: archive.read(name).decode() for name in archive.namelist()}


@pytest.mark.parametrize("address", [COPY, ERASE])
def test_both_ask_once_more_who_it_is(otter, address):
    client = client_of(otter)
    for response in (client.get(address), client.post(address)):
        assert response.status_code == 302
        assert response["Location"].startswith("/me/account/confirm/")
    assert queries.open_erasure(otter) is None
    with clock.frozen(clock.now() - timedelta(minutes=16)):
        client = confirmed(otter)
    assert client.get(address).status_code == 302
    assert confirmed(otter).get(address).status_code == 200


def test_the_copy_is_a_zip_of_json_and_a_page(otter):
    response = confirmed(otter).post(COPY)
    assert response["Content-Type"] == "application/zip"
    assert response["Content-Disposition"] == 'attachment; filename="my-notes.zip"'
    assert response["Cache-Control"] == "no-store"
    files = unpacked(response)
    assert sorted(files) == ["data.json", "read-me.html", "style.css"]
    data = json.loads(files["data.json"])
    assert sorted(data) == sorted(["made_at", *(one.name for one in ports.keepers())])
    assert data["accounts"]["pseudonym"] == "Quiet Otter"
    assert data["accounts"]["roles"][0]["role"] == "member"
    assert "Quiet Otter" in files["read-me.html"]
    assert events_about(otter).last().verb == "accounts.data_exported"


def test_no_secret_leaves(otter):
    actions.make_recovery_codes(account=otter, by=otter)
    codes = queries.recovery_codes_left(otter)
    client = confirmed(otter)
    told = "".join(unpacked(client.post(COPY)).values())
    secrets = [*codes, otter.password, client.cookies["session"].value]
    assert [one for one in secrets if one in told] == []
    assert "recovery_codes" in told


def test_the_page_is_in_the_reader_s_language_and_escapes(programme):
    otter = make_account("<b>Nutria", programme=programme, passphrase=PASSPHRASE, language="es")
    page = unpacked(confirmed(otter).post(COPY))["read-me.html"]
    assert 'lang="es"' in page
    assert "&lt;b&gt;Nutria" in page
    assert "<b>Nutria" not in page


@pytest.mark.parametrize("given", [{"other": 1}, {"known": [{"other": 1}]}, {"known": {"x": {}}}])
def test_a_field_nobody_declared_does_not_leave(otter, given, monkeypatch):
    keeper = Keeper(
        name="tests",
        title="Tests",
        fields={"known": Declared("Known")},
        export=lambda account: given,
        erase=None,
    )
    monkeypatch.setattr(ports, "_keepers", {"tests": keeper})
    with pytest.raises(exporting.UndeclaredError):
        list(exporting.stream(otter, language="en", zone="UTC"))


def test_the_pieces_of_a_copy_are_a_whole_zip(otter):
    pieces = list(exporting.stream(otter, language="ar", zone="Asia/Amman"))
    assert len(pieces) > 2
    assert zipfile.ZipFile(io.BytesIO(b"".join(pieces))).testzip() is None


def test_a_file_is_asked_for_when_its_turn_comes_and_named_in_the_rest(otter, monkeypatch):
    asked = []

    def content(name):
        asked.append(name)
        return name.encode()

    files = [Enclosed(f"files/{n}", lambda n=n: content(f"file {n}")) for n in range(2)]
    keeper = Keeper(
        name="tests",
        title="Tests",
        fields={"known": Declared("Known")},
        export=lambda account: {"known": [{"known": files[0]}, files[1], None]},
        erase=None,
    )
    monkeypatch.setattr(ports, "_keepers", {"tests": keeper})
    pieces = exporting.stream(otter, language="en", zone="UTC")
    before = [next(pieces) for _part in ("data", "page", "style")]
    assert asked == []
    archive = zipfile.ZipFile(io.BytesIO(b"".join([*before, *pieces])))
    assert [archive.read(f"files/{n}") for n in range(2)] == [b"file 0", b"file 1"]
    told = json.loads(archive.read("data.json"))["tests"]["known"]
    assert told == [{"known": "files/0"}, "files/1", None]
    assert "files/0" in archive.read("read-me.html").decode()


def test_the_page_says_what_stays_and_the_wish_can_be_taken_back(otter):
    client = confirmed(otter)
    assert "What stays, and why" in client.get(ERASE).content.decode()
    assert client.post(ERASE)["Location"] == DATA
    assert "Your account will be erased" in client.get(DATA).content.decode()
    assert "Your account will be erased" in client.get(ERASE).content.decode()
    fresh = client_of(otter)  # without showing who it is: staying is never held up
    assert fresh.post(STAY)["Location"] == DATA
    assert "Your account will be erased" not in fresh.get(DATA).content.decode()
    assert queries.open_erasure(otter) is None


def test_the_only_manager_is_told_why_not(programme):
    manager = make_account(programme=programme, roles=[Role.MANAGER], passphrase=PASSPHRASE)
    response = confirmed(manager).post(ERASE)
    assert response.status_code == 422
    assert "This is the only manager" in response.content.decode()


def test_visitors_are_asked_to_sign_in(client):
    for address in (DATA, COPY, ERASE, LOOKS):
        assert client.get(address)["Location"].startswith("/sign-in/")


def test_a_manager_s_look_stands_on_the_person_s_page(otter, programme):
    manager = make_account("Planted Looker", programme=programme, roles=[Role.MANAGER])
    assert "Nobody has looked" in client_of(otter).get(LOOKS).content.decode()
    looking = client_of(manager)
    looking.get(f"/programme/people/{otter.pk}/")
    looking.get(f"/programme/people/{otter.pk}/")
    page = client_of(otter).get(LOOKS).content.decode()
    assert page.count("A programme manager") == 1
    assert "Planted Looker" not in page
    with clock.frozen(clock.now() + timedelta(hours=2)):
        actions.note_person_read(account=otter, by=manager)
    assert len(ports.looks_of(otter)) == 2


def test_one_s_own_look_is_none_and_nobody_else_may(otter, programme):
    from hearten.foundation.errors import NotAllowed

    manager = make_account(programme=programme, roles=[Role.MANAGER])
    actions.note_person_read(account=manager, by=manager)
    assert ports.looks_of(manager) == []
    with pytest.raises(NotAllowed):
        actions.note_person_read(account=otter, by=make_account(programme=programme))
    assert TESTS.actor_id is None


def test_somebody_suspended_takes_a_copy_at_the_door_and_can_be_erased(client, otter):
    actions.suspend(account=otter, reason=SuspendReason.HARM, by=TESTS)
    for address in (DATA, COPY, ERASE, LOOKS):
        assert client.get(address)["Location"].startswith("/sign-in/")
    client.post("/sign-in/", {"pseudonym": "Quiet Otter", "passphrase": PASSPHRASE})
    for address in (DATA, COPY, ERASE, LOOKS):
        page = client.get(address)
        assert page.status_code == 200
        assert "navigation" not in page.content.decode()
    data = json.loads(unpacked(client.post(COPY))["data.json"])
    assert data["accounts"]["pseudonym"] == "Quiet Otter"
    client.post(ERASE)
    assert queries.open_erasure(otter) is not None
    client.post(STAY)
    assert queries.open_erasure(otter) is None
    assert client.get("/me/account/").status_code == 302  # and nothing else
    with clock.frozen(clock.now() + timedelta(minutes=31)):
        assert client.get(COPY).status_code == 302


def test_what_is_theirs_stays_theirs_when_somebody_is_suspended(otter):
    actions.suspend(account=otter, reason=SuspendReason.HARM, by=TESTS)
    otter.refresh_from_db()
    actions.record_export(account=otter, by=otter)
    whole = b"".join(exporting.stream(otter, language="en", zone="UTC"))
    data = json.loads(zipfile.ZipFile(io.BytesIO(whole)).read("data.json"))
    assert (data["accounts"]["pseudonym"], data["accounts"]["active"]) == ("Quiet Otter", False)
