"""The watch process: reads what people wrote for danger, after it is committed, and does what is
overdue of alerts where the jobs are dead."""

import asyncio
import os
import signal

import django

from config import garbage


def main() -> None:
    """Read and watch until told to stop."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings")
    django.setup()
    from config import wiring  # noqa: PLC0415 - Django must be ready

    garbage.settle()
    asyncio.run(_until_stopped(wiring))


async def _until_stopped(wiring: object) -> None:
    loop = asyncio.get_running_loop()
    everything = [wiring.watch(), *wiring.watchdogs()]  # type: ignore[attr-defined]
    running = asyncio.gather(*(one.run() for one in everything))
    for name in (signal.SIGTERM, signal.SIGINT):
        loop.add_signal_handler(name, running.cancel)
    try:
        await running
    except asyncio.CancelledError:
        return


if __name__ == "__main__":
    main()
