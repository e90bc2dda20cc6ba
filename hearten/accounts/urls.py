"""Addresses of accounts."""

from django.urls import path

from hearten.accounts.views import (
    agreements,
    codes,
    confirming,
    data,
    joining,
    keys,
    people,
    programme,
    publishing,
    recovering,
    settings,
    signing_in,
)

app_name = "accounts"

_arriving = [
    path("join/", joining.choose, name="join"),
    path("join/<slug:slug>/", joining.join, name="join_programme"),
    path("join/<slug:slug>/passkey/", joining.passkey, name="join_passkey"),
    path("sign-in/", signing_in.sign_in, name="sign_in"),
    path("sign-in/code/", signing_in.one_time_code, name="one_time_code"),
    path("sign-in/passkey/", signing_in.sign_in_passkey, name="sign_in_passkey"),
    path("sign-in/passkey/ask/", signing_in.passkey_options, name="sign_in_options"),
    path("sign-out/", signing_in.sign_out, name="sign_out"),
    path("recover/", recovering.recover, name="recover"),
    path("recover/passphrase/", recovering.new_passphrase, name="recover_passphrase"),
]

_own = [
    path("me/account/", settings.settings, name="settings"),
    path("me/account/confirm/", confirming.confirm, name="confirm"),
    path("me/account/confirm/ask/", confirming.confirm_passkey, name="confirm_options"),
    path("me/account/passphrase/", keys.passphrase, name="passphrase"),
    path("me/account/passkeys/", keys.passkeys_page, name="passkeys"),
    path("me/account/passkeys/ask/", keys.passkey_options, name="passkey_options"),
    path(
        "me/account/passkeys/<int:passkey_id>/remove/", keys.remove_passkey, name="remove_passkey"
    ),
    path("me/account/app-codes/", keys.totp, name="totp"),
    path("me/account/app-codes/remove/", keys.remove_totp, name="remove_totp"),
    path("me/account/codes/", codes.codes, name="codes"),
    path("me/account/codes/file/", codes.codes_file, name="codes_file"),
    path("me/account/codes/kept/", codes.codes_kept, name="codes_kept"),
    path("me/account/codes/new/", codes.new_codes, name="new_codes"),
    path("me/account/devices/", settings.sessions, name="sessions"),
    path("me/account/devices/others/", settings.end_other_sessions, name="end_other_sessions"),
    path("me/account/devices/<uuid:session_id>/", settings.end_session, name="end_session"),
    path("me/account/data/", data.data, name="data"),
    path("me/account/data/copy/", data.take, name="take_data"),
    path("me/account/data/looks/", data.looks, name="looks"),
    path("me/account/data/erase/", data.erase, name="erase"),
    path("me/account/data/stay/", data.stay, name="stay"),
    path("me/account/blocks/", settings.blocks, name="blocks"),
    path("me/account/blocks/<uuid:account_id>/", settings.unblock, name="unblock"),
    path("me/account/agreements/", agreements.agreements, name="agreements"),
    path("me/account/agreements/<uuid:agreement_id>/", agreements.agreement, name="agreement"),
]

_managing = [
    path("programme/people/", people.people, name="people"),
    path("programme/people/<uuid:account_id>/", people.person, name="person"),
    path("programme/people/<uuid:account_id>/role/", people.give_role, name="give_role"),
    path("programme/people/<uuid:account_id>/role/end/", people.end_role, name="end_role"),
    path("programme/people/<uuid:account_id>/suspend/", people.suspend, name="suspend"),
    path("programme/people/<uuid:account_id>/restore/", people.restore, name="restore"),
    path("programme/agreements/", publishing.manage_agreements, name="manage_agreements"),
    path("programme/agreements/<slug:kind>/", publishing.write_agreement, name="write_agreement"),
    path(
        "programme/agreements/<slug:kind>/<slug:language>/",
        publishing.translate_agreement,
        name="translate_agreement",
    ),
    path("programme/settings/", programme.programme, name="programme"),
]

urlpatterns = [*_arriving, *_own, *_managing]
