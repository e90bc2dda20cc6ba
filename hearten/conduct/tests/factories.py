"""Measures for tests, made by the actions people use, on a ground the test decides about."""

from dataclasses import dataclass, field
from typing import Any
from uuid import UUID, uuid4

from hearten.accounts.models import Account, Programme, Role
from hearten.accounts.tests.factories import make_account, make_programme
from hearten.conduct import actions, ports
from hearten.conduct.actions import Wish
from hearten.conduct.models import Measure, Rule
from hearten.conduct.ports import Footing
from hearten.conduct.rules import Kind
from hearten.foundation.actors import SystemActor

CALENDAR = SystemActor("test calendar")
REASON = "planted-reason: you pushed after a no"


@dataclass
class Known:
    """What is known about one ground."""

    at: UUID | None = None
    voices: int = 1
    opened: set[UUID] = field(default_factory=set)
    parties: set[UUID] = field(default_factory=set)


class KnownGround:
    """A ground that knows what the test told it."""

    def __init__(self) -> None:
        self.known: dict[str, Known] = {}

    def parties(self, ground_id: str) -> frozenset[UUID]:
        """As told."""
        return frozenset(self.known[ground_id].parties)

    def voices(self, ground_id: str) -> int:
        """As told."""
        return self.known[ground_id].voices

    def is_at(self, ground_id: str, account_id: UUID) -> bool:
        """As told."""
        return self.known[ground_id].at == account_id

    def opened_by(self, ground_id: str, account_id: UUID) -> bool:
        """As told."""
        return account_id in self.known[ground_id].opened

    def known_as(self, ground_id: str) -> str:
        """By their pseudonym."""
        return ""

    def address(self, ground_id: str) -> str:
        """A page."""
        return "/ground/"


GROUND = KnownGround()
ports.bind_ground("tests.ground", GROUND)


class Scene:
    """A programme with two moderators, somebody a report is about, and who reported."""

    def __init__(self, *, roles: tuple[Role, ...] = (Role.SUPPORTER,)) -> None:
        self.programme: Programme = make_programme()
        self.person = make_account("Planted Reported", programme=self.programme, roles=roles)
        self.reporter = make_account("Planted Reporter", programme=self.programme)
        self.first = self.moderator("Calm Heron")
        self.second = self.moderator("Quiet Finch")
        self.footing = self.ground(self.first)

    def moderator(self, name: str = "") -> Account:
        """One more of them."""
        return make_account(name, programme=self.programme, roles=[Role.MODERATOR])

    def manager(self, name: str = "Open Window") -> Account:
        """Somebody who runs it."""
        return make_account(name, programme=self.programme, roles=[Role.MANAGER])

    def ground(self, at: Account, **known: Any) -> Footing:
        """Something reported about the person, at this moderator, who has read it."""
        footing = Footing("tests.ground", str(uuid4()))
        told = {"opened": {at.id}, "parties": {self.person.id, self.reporter.id}} | known
        GROUND.known[footing.id] = Known(at=at.id, **told)
        return footing

    @property
    def known(self) -> Known:
        """What is known about the scene's own ground."""
        return GROUND.known[self.footing.id]

    def impose(self, kind: Kind, *, by: Account | None = None, **more: Any) -> Measure:
        """What the first moderator decides or proposes about the person."""
        footing = more.pop("footing", self.footing)
        measure_id = more.pop("measure_id", None)
        given: dict[str, Any] = {"rule": Rule.RESPECT, "reason": REASON}
        if kind == Kind.RESTRICTION:
            given |= {"scope": "writing", "days": 3}
        if kind == Kind.PAUSE:
            given |= {"days": 7}
        if kind in (Kind.PAUSE, Kind.REMOVAL):
            given |= {"gravity": 3}
        return actions.impose(
            account=self.person,
            programme=self.programme,
            footing=footing,
            wish=Wish(kind=kind, **(given | more)),
            measure_id=measure_id,
            by=by or self.first,
        )

    def stands(self, kind: Kind, **more: Any) -> Measure:
        """The same, and the second moderator agreed where that is needed."""
        made = self.impose(kind, **more)
        if made.state != "proposed":
            return made
        GROUND.known[made.ground_id].opened.add(self.second.id)
        return actions.confirm(measure=made, by=self.second)

    def person_again(self) -> Account:
        """As stored now."""
        return Account.objects.get(pk=self.person.pk)
