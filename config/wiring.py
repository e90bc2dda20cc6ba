"""The composition root's wiring: which domain serves what another asks for through its ports.

Every binding is by name and in one place; a domain never looks up another by itself.
"""

from procrastinate import App


def bind() -> None:
    """Bind every port. Called once in each process, when all domains are loaded."""


def on_jobs_ready(app: App) -> None:
    """Procrastinate's hook once Django is ready. Domain jobs are found in each jobs.py."""
