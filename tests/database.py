"""Makes the database of each of pytest's workers anew, migrated once and copied.

`make test` runs it beside the checks that read the code and need one core only:
`python -m tests.database WORKERS`; `pytest -n WORKERS --reuse-db` finds them. Without it each worker
migrates its own, at the same time as the others.
"""

import sys

import tests.postgres_plugin  # noqa: F401 - starts PostgreSQL and says where it is, before the settings

if __name__ == "__main__":
    import django

    django.setup()

    from django.db import connection

    connection.creation.create_test_db(verbosity=0, autoclobber=True)
    connection.close()
    for worker in range(int(sys.argv[1])):
        connection.creation.clone_test_db(f"gw{worker}", verbosity=0)
