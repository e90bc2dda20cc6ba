"""Messages are not emptied with what they point to."""

import pytest
from django.db import IntegrityError, connection, transaction

pytestmark = pytest.mark.django_db


def test_emptying_the_accounts_does_not_empty_the_messages() -> None:
    with connection.cursor() as cursor:
        # Asleep in the tests' database (conftest.py).
        cursor.execute(
            "ALTER TABLE conversations_message ENABLE TRIGGER conversations_message_not_emptied"
        )
        with (
            pytest.raises(IntegrityError, match="conversations_message is append-only"),
            transaction.atomic(),
        ):
            cursor.execute("TRUNCATE accounts_account CASCADE")
