"""One person's rows. The proportions are judged, not measured anywhere:

of a hundred members seventy have a profile, with three topics; sixty have asked, of whom 56 were
paired, nearly four cancelled, and one in three hundred waits; of the pairings eleven in twelve have
ended; a conversation has twelve messages in the middle; of those who ended, two in five answer the
three questions. There is one supporter for 25 members.
"""

from datetime import datetime, timedelta
from random import Random
from typing import NamedTuple
from uuid import UUID

from django.conf import settings

from hearten.accounts.rules import pseudonyms
from hearten.demo.bulk.tables import Rows
from hearten.demo.bulk.talk import Pair, talk
from hearten.demo.bulk.world import (
    LANGUAGES,
    MEMBERS_PER_SUPPORTER,
    World,
    drawn,
    place,
    pseudonym,
)
from hearten.foundation import crypto

HAS_PROFILE = 0.70
HAS_ASKED = 0.60
STATES = {"paired": 0.935, "cancelled": 0.06, "waiting": 0.0035, "proposed": 0.0015}
ENDED = 11 / 12
LET_ONE_PASS = 0.15
"""Proposals before the one that led to a pairing, which ran out of time."""
_NEARBY = 40
"""A member meets one of so many supporters, so that work is spread."""
_PARTS = '["mon-evening", "tue-evening", "thu-evening", "sat-morning"]'
_READ_HERE = {code for code, _name in settings.LANGUAGES}


class Person(NamedTuple):
    """Somebody of the crowd."""

    id: UUID
    language: str
    key: crypto.WrappedKey


def live_as_supporter(world: World, number: int, rows: Rows) -> None:
    """Add a supporter's rows."""
    random = world.random("supporter", number)
    joined = world.until - timedelta(days=random.uniform(105, 115))
    person = _arrive(world, random, "supporter", number, joined, rows)
    _profile(world, random, person, joined, rows)
    rows.add(
        "matching_supportersettings",
        id=drawn(random),
        programme_id=world.programme_id,
        supporter_id=person.id,
        capacity=random.randint(2, 6),
        boundaries="[]",
        boundaries_words="",
        changed_at=joined,
    )


def live_as_member(world: World, number: int, rows: Rows) -> None:
    """Add a member's rows."""
    random = world.random("member", number)
    joined = world.until - timedelta(days=random.uniform(5, 100))
    person = _arrive(world, random, "member", number, joined, rows)
    if random.random() < HAS_PROFILE:
        _profile(world, random, person, joined, rows)
    if random.random() < HAS_ASKED:
        supporter_id = world.id_of("supporter", _supporter_near(random, number))
        _ask(world, random, person, supporter_id, joined, rows)


def _supporter_near(random: Random, number: int) -> int:
    newest = number // MEMBERS_PER_SUPPORTER
    return random.randint(max(0, newest - _NEARBY), newest)


def _arrive(
    world: World, random: Random, who: str, number: int, joined: datetime, rows: Rows
) -> Person:
    language = random.choice(LANGUAGES)
    person = Person(world.id_of(who, number), language, crypto.new_wrapped_key())
    name, (zone, country) = pseudonym(who, number), place(language)
    rows.add(
        "accounts_account",
        id=person.id,
        pseudonym=name,
        pseudonym_key=pseudonyms.key(name),
        password=world.password,
        language=language if language in _READ_HERE else "",
        time_zone=zone,
        country=country,
        pronouns="",
        is_active=True,
        age_confirmed_at=joined,
        joined_at=joined,
        wrapped_key=person.key,
    )
    rows.add(
        "accounts_membership",
        id=drawn(random),
        programme_id=world.programme_id,
        account_id=person.id,
        role=who,
        since=joined,
    )
    for agreement_id, text_id, kind in world.agreements[language]:
        if kind != "supporter" or who == "supporter":
            rows.add(
                "accounts_acceptance",
                id=drawn(random),
                agreement_id=agreement_id,
                text_id=text_id,
                account_id=person.id,
                at=joined,
            )
    return person


def _profile(world: World, random: Random, person: Person, at: datetime, rows: Rows) -> None:
    profile_id = drawn(random)
    rows.add(
        "profiles_profile",
        id=profile_id,
        programme_id=world.programme_id,
        account_id=person.id,
        languages=f'["{person.language}"]',
        channels='["chat"]',
        free_parts=_PARTS,
        wished_pronouns="",
        changed_at=at,
    )
    for position, topic_id in enumerate(random.sample(world.topics, random.randint(1, 5))):
        rows.add(
            "profiles_profiletopic",
            profile_id=profile_id,
            topic_id=topic_id,
            stance="no_go" if position == 4 else "lived",
        )


def _ask(
    world: World,
    random: Random,
    person: Person,
    supporter_id: UUID,
    joined: datetime,
    rows: Rows,
) -> None:
    request_id, kind = drawn(random), "now" if random.random() < 0.3 else "weeks"
    state = random.choices(list(STATES), list(STATES.values()))[0]
    made, closed = _times(world, random, kind, state, joined)
    words = random.choice(world.spoken[person.language]["m"])
    context = f"matching.SupportRequest.sealed_words:{request_id}"
    rows.add(
        "matching_supportrequest",
        id=request_id,
        programme_id=world.programme_id,
        member_id=person.id,
        kind=kind,
        sealed_words=crypto.seal(crypto.unwrap(person.key), words, context=context),
        state=state,
        made_at=made,
        waiting_since=made,
        closed_at=closed,
        hands_over=False,
    )
    if state == "proposed":
        _proposal(random, request_id, supporter_id, "asked_supporter", made, None, rows)
    if closed is not None and state == "paired":
        if random.random() < LET_ONE_PASS:
            _proposal(random, request_id, supporter_id, "expired", made, closed, rows)
        proposal_id = _proposal(random, request_id, supporter_id, "accepted", made, closed, rows)
        pair = Pair(proposal_id, person.id, supporter_id, person.language, closed)
        talk(world, random, pair, rows, ends=random.random() < ENDED)


def _times(
    world: World, random: Random, kind: str, state: str, joined: datetime
) -> tuple[datetime, datetime | None]:
    """When it was asked and when it closed. Waits are long-tailed, as waits are."""
    if state in ("waiting", "proposed"):
        return world.until - timedelta(hours=random.uniform(0.2, 20)), None
    usual = timedelta(minutes=9) if kind == "now" else timedelta(hours=15)
    wait = min(usual * random.lognormvariate(0, 0.8), timedelta(days=3))
    room = world.until - joined - wait - timedelta(days=1)
    made = joined + room * random.random() ** 1.5
    return made, made + wait


def _proposal(
    random: Random,
    request_id: UUID,
    supporter_id: UUID,
    stage: str,
    made: datetime,
    closed: datetime | None,
    rows: Rows,
) -> UUID:
    proposal_id, both = drawn(random), True if stage == "accepted" else None
    rows.add(
        "matching_proposal",
        id=proposal_id,
        request_id=request_id,
        supporter_id=supporter_id,
        stage=stage,
        chosen_by_member=False,
        supporter_said=both,
        member_said=both,
        score=random.randint(15, 90),
        reasons="[]",
        made_at=made,
        answer_by=made + timedelta(hours=24),
        closed_at=closed,
    )
    return proposal_id
