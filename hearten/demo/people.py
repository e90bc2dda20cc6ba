"""Who is in the demo: they join, take their roles, accept what is to be accepted, fill in profiles."""

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import timedelta
from functools import partial
from uuid import UUID

from django.conf import settings
from django.contrib.auth.hashers import make_password

from hearten.accounts import actions as accounts
from hearten.accounts.models import Account, Programme, Role
from hearten.accounts.queries import agreements_to_accept, agreements_to_join, texts_in
from hearten.demo import reading
from hearten.demo.programme import BY, PASSPHRASE
from hearten.demo.reading import Written
from hearten.demo.timeline import Timeline
from hearten.foundation import ids
from hearten.matching import actions as matching
from hearten.profiles import actions as profiles
from hearten.profiles.queries import topic_names
from hearten.profiles.rules import ProfileAnswers

_BOUNDARIES = ("here_only", "no_money", "no_medical_advice", "not_for_emergencies")
_READ_HERE = {code for code, _name in settings.LANGUAGES}


@dataclass(kw_only=True)
class Cast:
    """The people by pseudonym, as they join."""

    programme: Programme
    topics: dict[str, UUID]
    """The taxonomy by its English names."""
    accounts: dict[str, Account] = field(default_factory=dict)

    @classmethod
    def of(cls, programme: Programme) -> "Cast":
        """Nobody yet."""
        names = topic_names(programme, "en")
        return cls(programme=programme, topics={name: topic for topic, name in names.items()})

    def topic_ids(self, written: Written, key: str) -> tuple[UUID, ...]:
        """The topics a person names; an unknown name is an error in the content."""
        return tuple(self.topics[name] for name in written.many(key, ";"))


def plan(cast: Cast, timeline: Timeline, joined: Callable[[Written], timedelta]) -> None:
    """Plan everybody's joining. `joined` says how long before the end a member joined."""
    for written in reading.people("staff"):
        role = Role(written.text("role"))
        timeline.at(timeline.before_end(timedelta(days=118)), partial(_staff, cast, written, role))
    for number, written in enumerate(reading.people("supporters")):
        came = timeline.before_end(timedelta(days=110 - 4 * number, hours=number))
        timeline.at(came, partial(_supporter, cast, written))
        if paused := written.text("paused"):
            pause = partial(_pause, cast, written.text("name"))
            timeline.at(timeline.before_end(reading.length(paused)), pause)
    for written in reading.people("members"):
        came = timeline.before_end(joined(written))
        timeline.at(came, partial(_member, cast, written))


def give_passphrase(cast: Cast) -> None:
    """One hash for all: Argon2 is slow on purpose, and sixty times slow is a bad first minute."""
    everybody = [account.pk for account in cast.accounts.values()]
    Account.objects.filter(pk__in=everybody).update(password=make_password(PASSPHRASE))


def _join(cast: Cast, written: Written) -> Account:
    languages = written.many("languages")
    reads = languages[0] if languages[0] in _READ_HERE else ""
    account = accounts.join(
        programme=cast.programme,
        pseudonym=written.text("name"),
        age_confirmed=True,
        agreed=texts_in(agreements_to_join(cast.programme), reads),
        language=reads,
        time_zone=written.text("zone"),
        account_id=ids.new_id(),
        by=accounts.VISITOR,
    )
    accounts.save_settings(
        account=account,
        language=account.language,
        time_zone=account.time_zone,
        country=written.text("country"),
        pronouns=written.text("pronouns"),
        by=account,
    )
    cast.accounts[written.text("name")] = account
    return account


def _take_role(cast: Cast, account: Account, role: Role) -> None:
    """Instead of the member's, so that the demo's members are those who look for support."""
    accounts.give_role(account=account, programme=cast.programme, role=role, by=BY)
    accounts.end_role(account=account, programme=cast.programme, role=Role.MEMBER, by=BY)


def _staff(cast: Cast, written: Written, role: Role) -> None:
    _take_role(cast, _join(cast, written), role)


def _supporter(cast: Cast, written: Written) -> None:
    account = _join(cast, written)
    _take_role(cast, account, Role.SUPPORTER)
    accept_all(cast, account)
    _profile(cast, account, written)
    matching.save_supporter_settings(
        supporter=account,
        programme=cast.programme,
        capacity=int(written.text("capacity")),
        boundaries=_BOUNDARIES,
        words=written.text("card"),
        by=account,
    )


def _pause(cast: Cast, name: str) -> None:
    account = cast.accounts[name]
    matching.save_supporter_settings(
        supporter=account, programme=cast.programme, paused=True, by=account
    )


def _member(cast: Cast, written: Written) -> None:
    account = _join(cast, written)
    if written.text("lived"):
        _profile(cast, account, written)


def accept_all(cast: Cast, account: Account) -> None:
    """Accept what this person is asked to accept now."""
    asked = agreements_to_accept(account, cast.programme)
    for text in texts_in(asked, account.language):
        accounts.accept_agreement(text=text, account=account, by=account)


def _profile(cast: Cast, account: Account, written: Written) -> None:
    profiles.save_profile(
        account=account,
        programme=cast.programme,
        answers=ProfileAnswers(
            languages=written.many("languages"),
            pronouns=written.text("pronouns"),
            channels=written.many("channels"),
            free_parts=reading.free_parts(written.many("free")),
            lived=cast.topic_ids(written, "lived"),
            no_go=cast.topic_ids(written, "no_go"),
            wishes=written.text("wishes"),
            introduction=written.text("introduction"),
        ),
        by=account,
    )
