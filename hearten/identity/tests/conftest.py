"""The people of an opening."""

from datetime import timedelta
from typing import Any

import pytest

from hearten.accounts.models import Account, Programme, Role
from hearten.accounts.tests import factories as people
from hearten.foundation import clock
from hearten.identity import actions
from hearten.identity.models import Opening
from hearten.safety import actions as safety
from hearten.safety.queries import ReportReason
from hearten.safety.tests.factories import make_report

WHY = "planted-reason: they wrote that they stand on the bridge"
WRITTEN = {
    "name": "planted-name",
    "phone": "planted-phone",
    "place": "planted-place",
    "contact": "planted-contact",
}


@pytest.fixture
def programme(db) -> Programme:
    return people.make_programme()


@pytest.fixture
def member(programme) -> Account:
    account = people.make_account("Planted Member", programme=programme)
    actions.save_details(account=account, **WRITTEN, by=account)
    return account


@pytest.fixture
def moderator(programme) -> Account:
    return people.make_account("Calm Heron", programme=programme, roles=[Role.MODERATOR])


@pytest.fixture
def second(programme) -> Account:
    return people.make_account("Quiet Finch", programme=programme, roles=[Role.MODERATOR])


@pytest.fixture
def manager(programme) -> Account:
    return people.make_account("Open Window", programme=programme, roles=[Role.MANAGER])


@pytest.fixture
def reporter(programme) -> Account:
    """Reported it, and moderates: has a part in it."""
    return people.make_account("Worried Wren", programme=programme, roles=[Role.MODERATOR])


@pytest.fixture
def case(programme, member, moderator, reporter) -> Any:
    found = make_report(programme, member, reporter, reason=ReportReason.DANGER)
    return safety.assign_case(case=found, by=moderator)


@pytest.fixture
def asked(case, moderator) -> Opening:
    return actions.ask_opening(case=case, reason=WHY, by=moderator)


@pytest.fixture
def agreed(asked, second) -> Opening:
    return actions.answer_opening(opening=asked, agree=True, by=second)


@pytest.fixture
def told(agreed):
    """Later, when the person may know."""
    with clock.frozen(agreed.tell_at + timedelta(seconds=1)):
        yield agreed
