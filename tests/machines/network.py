"""Two machines and the link between them, as network namespaces (Linux, root).

The link is a switch port that stops forwarding: both machines keep their carrier and their
addresses, and what they send disappears. That is how a broken link looks; a refused connection
would be found at once.
"""

import os
import subprocess
from collections.abc import Iterator, Sequence
from contextlib import contextmanager, suppress

ADDRESSES = {"one": "10.77.0.1", "two": "10.77.0.2"}
"""Of the two machines. Nobody else's: they exist in these namespaces only."""
_FORWARDING, _DISABLED = "3", "0"


class Network:
    """The two machines. Names hold this process's number: two runs do not meet."""

    def __init__(self) -> None:
        self._mark = f"hearten-{os.getpid()}"

    def inside(self, machine: str, command: Sequence[str]) -> list[str]:
        """A command line that runs on one of the machines."""
        return ["ip", "netns", "exec", self._space(machine), *command]

    def make(self) -> None:
        """Machines, switch and cables."""
        for name in (*ADDRESSES, "switch"):
            _ip("netns", "add", self._space(name))
            _ip("-n", self._space(name), "link", "set", "lo", "up")
        switch = self._space("switch")
        _ip("-n", switch, "link", "add", "bridge", "type", "bridge")
        _ip("-n", switch, "link", "set", "bridge", "up")
        for machine, address in ADDRESSES.items():
            space = self._space(machine)
            cable = ("peer", "name", machine, "netns", switch)
            _ip("link", "add", "eth0", "netns", space, "type", "veth", *cable)
            _ip("-n", switch, "link", "set", machine, "master", "bridge", "up")
            _ip("-n", space, "address", "add", f"{address}/24", "dev", "eth0")
            _ip("-n", space, "link", "set", "eth0", "up")

    def cut(self) -> None:
        """From now on nothing gets from one machine to the other."""
        self._port(_DISABLED)

    def heal(self) -> None:
        """And now it does again."""
        self._port(_FORWARDING)

    def remove(self) -> None:
        """Namespaces take their devices with them."""
        for name in (*ADDRESSES, "switch"):
            with suppress(subprocess.CalledProcessError):
                _ip("netns", "delete", self._space(name))

    def _port(self, state: str) -> None:
        port = ("bridge", "link", "set", "dev", "two", "state", state)
        subprocess.run(self.inside("switch", port), check=True)

    def _space(self, name: str) -> str:
        return f"{self._mark}-{name}"


def _ip(*arguments: str) -> None:
    subprocess.run(["ip", *arguments], check=True, capture_output=True)


@contextmanager
def network() -> Iterator[Network]:
    """Two machines with a link until the block ends."""
    made = Network()
    try:
        made.make()
        yield made
    finally:
        made.remove()


def can_make_machines() -> bool:
    """Whether this process may make namespaces and a switch here."""
    try:
        with network() as probe:
            probe.cut()
            probe.heal()
    except (OSError, subprocess.CalledProcessError):
        return False
    return True
