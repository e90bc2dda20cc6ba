import base64
import os
from io import StringIO

import pytest
from django.core.management import call_command

from hearten.accounts import actions, queries
from hearten.accounts.models import Account
from hearten.accounts.tests.factories import make_account
from hearten.foundation import crypto

pytestmark = pytest.mark.django_db


def new_key():
    return base64.urlsafe_b64encode(os.urandom(32)).decode()


def rewrap():
    out = StringIO()
    call_command("rewrap_keys", stdout=out)
    return dict(line.split(": ") for line in out.getvalue().splitlines())


@pytest.fixture
def otter(programme) -> Account:
    account = make_account(programme=programme)
    actions.make_recovery_codes(account=account, by=account)
    actions.add_totp(account=account, secret="JBSWY3DPEHPK3PXP", by=account)
    return account


def test_an_old_installation_key_can_be_retired_after_rewrapping(otter, settings):
    data_key, codes = crypto.unwrap(otter.wrapped_key), queries.recovery_codes_left(otter)
    old, new = settings.INSTALLATION_KEYS[0], new_key()

    settings.INSTALLATION_KEYS = [new]
    with pytest.raises(crypto.Unreadable):
        crypto.unwrap(Account.objects.get(pk=otter.pk).wrapped_key)

    settings.INSTALLATION_KEYS = [new, old]
    first = rewrap()
    assert (first["accounts.Account"], first["authenticators"]) == ("1", "2")
    assert set(rewrap().values()) == {"0"}

    settings.INSTALLATION_KEYS = [new]
    assert crypto.unwrap(Account.objects.get(pk=otter.pk).wrapped_key) == data_key
    assert queries.recovery_codes_left(otter) == codes
    assert actions.use_recovery_code(account=otter, code=codes[0], by=otter)


def test_a_destroyed_key_stays_destroyed(otter, settings):
    Account.objects.filter(pk=otter.pk).update(wrapped_key=None)
    settings.INSTALLATION_KEYS = [new_key(), *settings.INSTALLATION_KEYS]
    assert rewrap()["accounts.Account"] == "0"
    assert Account.objects.get(pk=otter.pk).wrapped_key is None
