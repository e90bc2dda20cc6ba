"""The jobs process: one Procrastinate worker on all queues."""

import os

import django

from config import garbage

CONCURRENCY = 4
"""Two jobs may hang at a slow mail server; alerts and matching go on beside them."""
GRACE_SECONDS = 5.0


def main() -> None:
    """Work until told to stop; a job under way gets GRACE_SECONDS to end."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings")
    django.setup()
    from procrastinate.contrib.django import app  # noqa: PLC0415 - Django must be ready

    garbage.settle()
    connector = app.connector.get_worker_connector()  # type: ignore[attr-defined]
    with app.replace_connector(connector) as working:
        # Rows of jobs that went well tell nothing, and looks every few seconds would pile them up.
        working.run_worker(
            concurrency=CONCURRENCY,
            shutdown_graceful_timeout=GRACE_SECONDS,
            delete_jobs="successful",
        )


if __name__ == "__main__":
    main()
