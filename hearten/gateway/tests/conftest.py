"""Async tests run in a loop of their own, without a plugin."""

import asyncio
import inspect
from collections.abc import Generator
from typing import Any

import pytest


@pytest.hookimpl(tryfirst=True)
def pytest_pyfunc_call(pyfuncitem: pytest.Function) -> bool | None:
    """Run an `async def` test to its end; one that hangs fails."""
    if not inspect.iscoroutinefunction(pyfuncitem.obj):
        return None
    names = inspect.signature(pyfuncitem.obj).parameters
    given = {name: pyfuncitem.funcargs[name] for name in names}

    async def main() -> None:
        await asyncio.wait_for(pyfuncitem.obj(**given), 30)

    asyncio.run(main())
    return True


@pytest.fixture(autouse=True)
def no_rest(monkeypatch: pytest.MonkeyPatch) -> None:
    """A topic that rests by the clock would make tests depend on it."""
    monkeypatch.setattr("hearten.gateway.topic.REST", 0.0)


@pytest.fixture
def house() -> Generator[Any, None, None]:
    """A hub and a writer over a fake domain."""
    from hearten.gateway.tests.people import House

    yield House()


@pytest.fixture(scope="module")
def server() -> Generator[Any, None, None]:
    """NATS."""
    from hearten.gateway.tests.nats_server import nats_server

    with nats_server() as running:
        yield running


@pytest.fixture(params=["postgres", "nats"])
def make(request: pytest.FixtureRequest) -> Any:
    """How to make each bus there is."""
    from hearten.gateway.postgres_bus import PostgresBus
    from hearten.gateway.tests.buses import over_nats

    return (
        PostgresBus if request.param == "postgres" else over_nats(request.getfixturevalue("server"))
    )
