"""The jobs process: one Procrastinate worker on all queues."""

import os

import django

CONCURRENCY = 2
GRACE_SECONDS = 5.0


def main() -> None:
    """Work until told to stop; a job under way gets GRACE_SECONDS to end."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings")
    django.setup()
    from procrastinate.contrib.django import app  # noqa: PLC0415 - Django must be ready

    connector = app.connector.get_worker_connector()  # type: ignore[attr-defined]
    with app.replace_connector(connector) as working:
        working.run_worker(concurrency=CONCURRENCY, shutdown_graceful_timeout=GRACE_SECONDS)


if __name__ == "__main__":
    main()
