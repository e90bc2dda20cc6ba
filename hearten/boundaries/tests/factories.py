"""Talks for tests: what two people write, as the reading hands it over."""

from datetime import UTC, datetime, timedelta
from typing import Any
from uuid import uuid4

from hearten.accounts.models import Account, Programme, Role
from hearten.accounts.tests.factories import make_account
from hearten.boundaries import actions
from hearten.boundaries.actions import Said
from hearten.boundaries.models import Concern
from hearten.foundation import clock
from hearten.foundation.actors import SystemActor
from hearten.matching.tests import factories as matching
from hearten.profiles.actions import save_profile
from hearten.profiles.rules import ProfileAnswers
from hearten.triage.rules import Verdict

READER = SystemActor("test reader")
WEDNESDAY = datetime(2025, 3, 5, 12, 0, tzinfo=UTC)
NOTHING = Verdict(0, 0.0, (), "en", "test")
MONEY = "Could you lend me 20 quid until Friday?"
ELSEWHERE = "Let us talk on WhatsApp."
CLOSE = "I am falling in love with you."

Pairing = Any
"""A matching.Pairing; matching's models are its own."""


def paired(programme: Programme | None = None) -> Pairing:
    """A member and a supporter who are together."""
    where = programme or matching.make_programme()
    member, supporter = matching.member_of(where), matching.supporter_of(where)
    return matching.pair(member, supporter, where)


def place_of(pairing: Pairing) -> str:
    """Where the two talk, for findings."""
    return f"conversation:{pairing.pk}"


class Talk:
    """One pairing's talk, read as it goes on."""

    def __init__(self, pairing: Pairing) -> None:
        self.pairing = pairing
        self.seq = 0

    def said(self, by: Account, text: str, at: datetime) -> Said:
        """One message with its number."""
        self.seq += 1
        return Said(seq=self.seq, author_id=by.pk, at=at, text=text, verdict=NOTHING)

    def read(self, *said: Said) -> bool:
        """One step of the reading."""
        with clock.frozen(max(one.at for one in said)):
            return actions.read_talk(
                pairing_id=self.pairing.pk, place=place_of(self.pairing), said=said, by=READER
            )

    def supporter(self, text: str = "I am here.", *, at: datetime = WEDNESDAY) -> bool:
        """The supporter writes and it is read."""
        return self.read(self.said(self.pairing.supporter, text, at))

    def member(self, text: str = "Thank you.", *, at: datetime = WEDNESDAY) -> bool:
        """The member writes and it is read."""
        return self.read(self.said(self.pairing.member, text, at))

    def storm(self, by: Account, at: datetime = WEDNESDAY) -> bool:
        """Twenty messages in a row."""
        return self.read(*(self.said(by, "and", at + timedelta(seconds=n)) for n in range(20)))


def set_hours(account: Account, programme: Programme, *parts: str) -> None:
    """Tick free hours."""
    answers = ProfileAnswers(free_parts=parts)
    save_profile(programme=programme, account=account, answers=answers, by=account)


def supervisor_of(programme: Programme, pseudonym: str = "", **said: Any) -> Account:
    """Somebody who supports supporters."""
    return make_account(pseudonym, programme=programme, roles=[Role.SUPERVISOR], **said)


def note(concern: Concern, by: Account, text: str = "We found a good end for the evening.") -> Any:
    """A supervisor writes down that they talked."""
    return actions.note_talk(concern=concern, text=text, note_id=uuid4(), by=by)
