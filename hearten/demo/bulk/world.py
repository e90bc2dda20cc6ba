"""What every life of the crowd needs to know, read once."""

from dataclasses import dataclass
from datetime import datetime
from functools import cache
from random import Random
from uuid import UUID

from hearten.accounts.models import Account, Programme
from hearten.accounts.queries import current_agreements, texts_in
from hearten.demo import reading
from hearten.demo.programme import demo_accounts
from hearten.profiles.queries import topics_of

MEMBERS_PER_SUPPORTER = 25
LANGUAGES = ("en",) * 12 + ("es",) * 4 + ("ar",) * 2 + ("fr", "pt")
"""Of twenty people."""
_ZONES = {
    "en": "Europe/London",
    "es": "Europe/Madrid",
    "ar": "Asia/Amman",
    "fr": "Europe/Paris",
    "pt": "Europe/Lisbon",
}
_COUNTRIES = {"en": "GB", "es": "ES", "ar": "JO", "fr": "FR", "pt": "PT"}


@dataclass(frozen=True, slots=True, kw_only=True)
class World:
    """The programme the crowd lives in."""

    seed: int
    until: datetime
    programme_id: UUID
    agreements: dict[str, tuple[tuple[UUID, UUID, str], ...]]
    """Agreement, text and kind, by the reader's language."""
    topics: tuple[UUID, ...]
    password: str
    """The demo's passphrase as everybody in the demo has it stored: hashed once."""
    spoken: dict[str, dict[str, tuple[str, ...]]]
    """Lines by language and side."""

    @classmethod
    def of(cls, programme: Programme, *, seed: int, until: datetime) -> "World":
        """Read it from the demo that stands."""
        agreements = current_agreements(programme)
        anybody: Account = demo_accounts(programme)[0]
        return cls(
            seed=seed,
            until=until,
            programme_id=programme.id,
            agreements={
                language: tuple(
                    (text.agreement_id, text.id, text.agreement.kind)
                    for text in texts_in(agreements, language)
                )
                for language in dict.fromkeys(LANGUAGES)
            },
            topics=tuple(topic.id for topic in topics_of(programme)),
            password=anybody.password,
            spoken=_spoken(),
        )

    def random(self, who: str, number: int) -> Random:
        """The source of one person's life: the same in whichever chunk it is lived."""
        return Random(f"{self.seed}:{who}:{number}")  # noqa: S311 - no secret

    def id_of(self, who: str, number: int) -> UUID:
        """A person's id, known without having met them."""
        return drawn(self.random(f"{who} id", number))


def drawn(random: Random) -> UUID:
    """An id from a seeded source."""
    return UUID(int=random.getrandbits(128), version=4)


def pseudonym(who: str, number: int) -> str:
    """A name nobody else has: "Calm Heron 4821"; supporters are "Calm Heron S193"."""
    first, second = _names()
    one = first[number * 7 % len(first)]
    other = second[number // len(first) * 11 % len(second)]
    return f"{one} {other} {'S' if who == 'supporter' else ''}{number}"


@cache
def _names() -> tuple[tuple[str, ...], tuple[str, ...]]:
    [written] = reading.people("crowd-names")
    return written.many("first"), written.many("second")


def place(language: str) -> tuple[str, str]:
    """Time zone and country where such a person may live."""
    return _ZONES[language], _COUNTRIES[language]


def _spoken() -> dict[str, dict[str, tuple[str, ...]]]:
    spoken: dict[str, dict[str, tuple[str, ...]]] = {}
    for language in reading.LANGUAGES:
        lines = [
            line
            for dialogue in reading.dialogues()
            if dialogue.language == language
            for line in dialogue.lines
        ]
        spoken[language] = {
            "m": tuple(line.text for line in lines if line.side == "m" and not line.closing),
            "s": tuple(line.text for line in lines if line.side == "s" and not line.closing),
            "close": tuple(line.text for line in lines if line.closing) or ("…",),
        }
    return spoken
