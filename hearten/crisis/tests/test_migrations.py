"""The tables came from safety: what an installation had is still there."""

import pytest
from django.db import connection
from django.db.migrations.executor import MigrationExecutor

from hearten.crisis.models import CrisisLine
from hearten.foundation.tests.emptying import let_tables_be_emptied


def migrate(target):
    executor = MigrationExecutor(connection)
    executor.migrate(target)
    let_tables_be_emptied()
    return executor.loader.project_state(target).apps.get_model


@pytest.mark.django_db(transaction=True)
def test_lines_edited_before_are_here_after():
    newest = MigrationExecutor(connection).loader.graph.leaf_nodes()
    model = migrate([("safety", "0008_phones")])
    try:
        before = model("safety", "CrisisLine").objects.create(
            country="ES", kind="crisis", phone="024", checked_on="2026-11-01", edited=True
        )
    finally:
        migrate(newest)
    assert list(CrisisLine.objects.values_list("id", "phone")) == [(before.pk, "024")]
