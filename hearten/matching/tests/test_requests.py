"""Asking and cancelling."""

import pytest

from hearten.matching.tests.factories import (
    make_programme,
    member_of,
    pair,
    supporter_of,
)

pytestmark = pytest.mark.django_db


def test_smoke() -> None:
    programme = make_programme()
    member, supporter = member_of(programme), supporter_of(programme)
    pairing = pair(member, supporter, programme, words="Hello there")
    assert pairing.member == member
