"""For tests of what an installation holds across a migration."""

from collections.abc import Callable
from typing import Any

from django.db import connection
from django.db.migrations.executor import MigrationExecutor

from hearten.foundation.tests.emptying import let_tables_be_emptied


def migrate(app: str = "", name: str = "") -> Callable[..., Any]:
    """Go to this migration, or to the newest of all; gives the models as they are there. The way back
    takes with it whatever domain builds on what is undone: all of them come again."""
    executor = MigrationExecutor(connection)
    target: Any = [(app, name)] if app else executor.loader.graph.leaf_nodes()
    executor.migrate(target)
    let_tables_be_emptied()
    get_model: Callable[..., Any] = executor.loader.project_state(target).apps.get_model
    return get_model
