"""Whose turn it is is told, if they want to be."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from hearten.matching.models import Pairing
from hearten.matching.tests.factories import (
    answer,
    make_programme,
    member_of,
    propose,
    supporter_of,
)
from hearten.notifications.tests.wanting import told_by_mail, waiting

pytestmark = pytest.mark.django_db


def test_each_is_told_when_it_is_their_turn():
    programme = make_programme()
    member, supporter = member_of(programme, "Wren"), supporter_of(programme, "Heron")
    with told_by_mail(member, supporter):
        proposal = propose(member, programme)
        asked = f"proposal:{proposal.pk}"
        assert waiting() == [("Heron", asked)]
        answer(proposal, supporter)
        assert waiting() == [("Heron", asked), ("Wren", asked)]
        answer(proposal, member)
        paired = f"pairing:{Pairing.objects.get().pk}"
        assert waiting() == [("Heron", paired), ("Heron", asked), ("Wren", asked)]


def test_who_left_no_address_costs_one_question():
    programme = make_programme()
    member, supporter = member_of(programme), supporter_of(programme)
    proposal = propose(member, programme)
    with told_by_mail(), CaptureQueriesContext(connection) as asked:
        answer(proposal, supporter)
    assert sum("notifications_" in one["sql"] for one in asked) == 1
    assert waiting() == []
