"""Profiles and topics for tests."""

from typing import Any

from hearten.accounts.models import Account, Programme
from hearten.foundation.actors import SystemActor
from hearten.profiles import actions
from hearten.profiles.models import Profile, Topic, TopicKind
from hearten.profiles.rules import ProfileAnswers

SETUP = SystemActor("tests")


def topic(programme: Programme, name: str = "Grief", **other: Any) -> Topic:
    """One entry of the taxonomy."""
    return actions.save_topic(
        programme=programme,
        kind=other.pop("kind", TopicKind.CONDITION),
        name=name,
        names=other.pop("names", {}),
        by=SETUP,
        **other,
    )


def profile(account: Account, programme: Programme, **answers: Any) -> Profile:
    """What a person says, by the action they would use."""
    return actions.save_profile(
        account=account, programme=programme, answers=ProfileAnswers(**answers), by=account
    )
