"""Passkeys in a real browser, with its virtual authenticator (Chrome DevTools: WebAuthn)."""

import os

import pytest
from django.db import connection
from playwright.sync_api import Page, expect

from hearten.accounts import actions, queries
from hearten.accounts.models import Account, Session
from hearten.accounts.tests.factories import PASSPHRASE, make_account, make_programme
from tests.chromium import chromium

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture(scope="module")
def browser():
    with pytest.MonkeyPatch.context() as patch, chromium() as running:
        # Playwright's loop runs in this thread; our own database calls here are outside of it.
        patch.setitem(os.environ, "DJANGO_ALLOW_ASYNC_UNSAFE", "true")
        yield running


@pytest.fixture
def address(live_server, settings, monkeypatch):
    settings.LOGIN_REDIRECT_URL = "/me/account/"
    # The server's threads must not keep connections to a database that is about to be dropped.
    monkeypatch.setitem(connection.settings_dict, "CONN_MAX_AGE", 0)
    # WebAuthn wants a name, not an address, and calls localhost safe.
    return live_server.url.replace("127.0.0.1", "localhost")


@pytest.fixture
def page(browser, address):
    context = browser.new_context(base_url=address)
    page = context.new_page()
    faults = []
    page.on("pageerror", lambda error: faults.append(str(error)))
    page.on(
        "console",
        lambda line: faults.append(line.text) if "Content Security" in line.text else None,
    )
    yield page
    context.close()
    assert faults == []


def authenticator(page: Page, *, resident=True, verified=True):
    """A device that can make passkeys; `verified` is whether its owner unlocks it."""
    devtools = page.context.new_cdp_session(page)
    devtools.send("WebAuthn.enable")
    options = {
        "protocol": "ctap2",
        "transport": "internal",
        "hasResidentKey": resident,
        "hasUserVerification": True,
        "isUserVerified": verified,
        "automaticPresenceSimulation": True,
    }
    made = devtools.send("WebAuthn.addVirtualAuthenticator", {"options": options})
    return devtools, made["authenticatorId"]


def fill_join(page: Page, name="Quiet Otter"):
    page.goto("/join/harbour/")
    page.get_by_label("What shall we call you?").fill(name)
    page.get_by_label("With a passkey").check()
    page.get_by_label("I am 18 or older").check()
    for box in page.get_by_label("I agree to").all():
        box.check()


def join_with_passkey(page: Page):
    fill_join(page)
    expect(page.locator("#id_passphrase")).to_be_hidden()
    page.get_by_role("button", name="Join").click()
    page.wait_for_url("**/me/account/codes/")
    page.get_by_role("button", name="I have kept them").click()
    page.wait_for_url("**/me/account/")


def test_join_sign_out_and_sign_in_with_a_passkey(page):
    make_programme("Harbour")
    authenticator(page)
    join_with_passkey(page)
    otter = Account.objects.get()
    assert not otter.has_usable_password()
    assert queries.passkeys_of(otter).count() == 1

    page.get_by_role("button", name="Sign out").click()
    page.goto("/sign-in/?next=/me/account/devices/")
    assert Session.objects.filter(account=otter).count() == 0
    page.get_by_role("button", name="Use my passkey").click()
    page.wait_for_url("**/me/account/devices/")
    expect(page.get_by_role("heading", level=2)).to_have_text("Chrome on Linux")


def test_the_only_passkey_cannot_be_removed_and_a_second_can(page):
    make_programme("Harbour")
    devtools, first = authenticator(page)
    join_with_passkey(page)
    page.goto("/me/account/passkeys/")
    page.get_by_role("button", name="Remove").click()
    expect(page.get_by_text("This is your only way to sign in")).to_be_visible()
    assert queries.passkeys_of(Account.objects.get()).count() == 1

    devtools.send("WebAuthn.removeVirtualAuthenticator", {"authenticatorId": first})
    authenticator(page)
    page.get_by_label("A name for it").fill("Library computer")
    page.get_by_role("button", name="Make a passkey on this device").click()
    expect(page.get_by_role("heading", name="Library computer")).to_be_visible()
    page.get_by_role("button", name="Remove My passkey").click()
    expect(page.get_by_text("The passkey is removed.")).to_be_visible()
    assert [one.wrap().name for one in queries.passkeys_of(Account.objects.get())] == [
        "Library computer"
    ]


def test_a_passkey_proves_who_it_is(page):
    make_programme("Harbour")
    authenticator(page)
    join_with_passkey(page)
    row = Session.objects.get(account__isnull=False)
    store = Session.get_session_store_class()(row.session_key)
    store["confirmed_at"] = 0
    store.save()
    page.goto("/me/account/passphrase/")
    page.wait_for_url("**/confirm/**")
    page.get_by_role("button", name="Use my passkey").click()
    page.wait_for_url("**/me/account/passphrase/")
    expect(page.get_by_role("heading", level=1)).to_have_text("Set a passphrase")


def test_a_device_that_refuses_leaves_everything_typed_and_says_what_to_do(page):
    make_programme("Harbour")
    authenticator(page, verified=False)
    fill_join(page)
    page.get_by_role("button", name="Join").click()
    expect(page.get_by_text("The passkey was not made. You can try again")).to_be_visible()
    expect(page.get_by_label("What shall we call you?")).to_have_value("Quiet Otter")
    expect(page.get_by_role("button", name="Join")).to_be_enabled()
    assert not Account.objects.exists()


def test_what_is_missing_is_said_before_a_passkey_is_made(page):
    make_programme("Harbour")
    devtools, device = authenticator(page)
    fill_join(page, name="Admin")
    page.get_by_role("button", name="Join").click()
    expect(page.get_by_text("This name could be taken for the staff").first).to_be_visible()
    expect(page.get_by_label("With a passkey")).to_be_checked()
    kept = devtools.send("WebAuthn.getCredentials", {"authenticatorId": device})
    assert kept["credentials"] == []


def test_a_passkey_of_a_suspended_person_opens_nothing(page):
    from hearten.accounts.models import SuspendReason
    from hearten.accounts.tests.factories import TESTS

    make_programme("Harbour")
    authenticator(page)
    join_with_passkey(page)
    actions.suspend(account=Account.objects.get(), reason=SuspendReason.SAFETY, by=TESTS)
    page.goto("/sign-in/")
    page.get_by_role("button", name="Use my passkey").click()
    expect(page.get_by_text("Your account is paused")).to_be_visible()
    assert not Session.objects.filter(account__isnull=False).exists()


def test_without_javascript_a_passphrase_does_everything(browser, address):
    make_account("Quiet Otter", programme=make_programme("Harbour"), passphrase=PASSPHRASE)
    context = browser.new_context(java_script_enabled=False, base_url=address)
    page = context.new_page()
    page.goto("/sign-in/")
    expect(page.get_by_role("button", name="Use my passkey")).to_be_hidden()
    page.get_by_label("The name you chose here").fill("Quiet Otter")
    page.get_by_label("Passphrase").fill(PASSPHRASE)
    page.get_by_role("button", name="Sign in").click()
    page.wait_for_url("**/me/account/")
    page.goto("/me/account/passkeys/")
    expect(page.get_by_text("Passkeys need JavaScript")).to_be_visible()
    context.close()
