"""The tables came from safety: what an installation had is still there."""

import pytest

from hearten.crisis.models import CrisisLine
from hearten.foundation.tests.migrating import empty_database, migrate


@pytest.mark.django_db(transaction=True)
def test_lines_edited_before_are_here_after():
    with empty_database():
        model = migrate("safety", "0008_phones")
        before = model("safety", "CrisisLine").objects.create(
            country="ES", kind="crisis", phone="024", checked_on="2026-11-01", edited=True
        )
        migrate("crisis")
        assert list(CrisisLine.objects.values_list("id", "phone")) == [(before.pk, "024")]
