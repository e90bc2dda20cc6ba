"""For tests of what an installation holds across a migration."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any

from django.db import connection
from django.db.migrations.executor import MigrationExecutor

from hearten.foundation.tests.emptying import let_tables_be_emptied


def migrate(app: str = "", name: str = "") -> Callable[..., Any]:
    """Go to this migration, or to the newest of one domain or of all; gives the models as they are
    there. The way back takes with it whatever domain builds on what is undone: all of them come again."""
    executor = MigrationExecutor(connection)
    newest = executor.loader.graph.leaf_nodes
    target: Any = [(app, name)] if name else newest(app or None)
    executor.migrate(target)
    let_tables_be_emptied()
    get_model: Callable[..., Any] = executor.loader.project_state(target).apps.get_model
    return get_model


@contextmanager
def empty_database() -> Iterator[None]:
    """For as long as it takes, a database in which nothing was migrated in place of the tests' own: for
    what is so old that the way back would take almost every domain along."""
    own = connection.settings_dict["NAME"]
    other = connection.ops.quote_name(f"{own}_empty")
    with connection.cursor() as cursor:
        cursor.execute(f"DROP DATABASE IF EXISTS {other}")
        cursor.execute(f"CREATE DATABASE {other}")
    _change_to(f"{own}_empty")
    try:
        yield
    finally:
        _change_to(own)
        with connection.cursor() as cursor:
            cursor.execute(f"DROP DATABASE {other}")


def _change_to(name: str) -> None:
    connection.close()
    connection.settings_dict["NAME"] = name
