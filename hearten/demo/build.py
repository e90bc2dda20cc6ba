"""Builds the demo programme: all of it or nothing, the same for the same seed."""

from datetime import datetime, timedelta
from functools import partial
from random import Random

from django.db import transaction

from hearten.accounts import actions as accounts
from hearten.accounts.models import AgreementKind, Programme
from hearten.crisis import actions as crisis
from hearten.demo import circles, community, people, reading, stories
from hearten.demo.people import Cast
from hearten.demo.programme import BY, COUNTRY, NAME, SLUG
from hearten.demo.queue import Queue
from hearten.demo.reading import Written
from hearten.demo.timeline import Timeline
from hearten.foundation import clock, ids
from hearten.profiles import actions as profiles

_FOUNDED = timedelta(days=120)
_NEW_TERMS = timedelta(days=45)


@transaction.atomic
def build(*, seed: int, until: datetime) -> Programme:
    """Found the programme and let four months happen, ending at `until`. The same seed and `until`
    give the same people, ids, words and times; keys and ciphertexts are new each time."""
    timeline = Timeline(until=until, seed=f"{seed}:pauses")
    with ids.drawn_from(Random(f"{seed}:ids")):  # noqa: S311 - the same ids are the point
        with clock.frozen(timeline.before_end(_FOUNDED)):
            programme = _found()
        cast = Cast.of(programme)
        people.plan(cast, timeline, _joined(timeline))
        timeline.at(timeline.before_end(_NEW_TERMS), partial(_publish_new_terms, cast))
        stories.plan(cast, timeline)
        community.plan(cast, timeline)
        circles.plan(cast, timeline)
        Queue(cast=cast, timeline=timeline).plan()
        timeline.run()
        people.give_passphrase(cast)
    return programme


def _found() -> Programme:
    programme = accounts.create_programme(
        name=NAME, slug=SLUG, welcomes=reading.in_languages("welcome"), country=COUNTRY, by=BY
    )
    profiles.seed_taxonomy(programme=programme, by=BY)
    crisis.load_crisis_lines(by=BY)
    return programme


def _joined(timeline: Timeline) -> "partial[timedelta]":
    return partial(_member_since, timeline.random)


def _member_since(random: Random, written: Written) -> timedelta:
    return timedelta(days=random.randint(30, 100), minutes=random.randint(0, 1439))


def _publish_new_terms(cast: Cast) -> None:
    texts, changes = reading.in_languages("terms"), reading.in_languages("terms-changed")
    words = {code: accounts.AgreementWords(texts[code], changes[code]) for code in texts}
    main = words.pop(cast.programme.language)
    accounts.publish_agreement(
        programme=cast.programme,
        kind=AgreementKind.TERMS,
        text=main.text,
        what_changed=main.what_changed,
        translations=words,
        by=BY,
    )
    for account in cast.accounts.values():
        people.accept_all(cast, account)
