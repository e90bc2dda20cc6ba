"""The pages: the person's own, the moderator's, the second person's, the managers'."""

from datetime import timedelta
from html import unescape
from uuid import uuid4

import pytest
from django.urls import reverse

from hearten.accounts.tests.factories import client_of
from hearten.foundation import clock
from hearten.identity import actions, queries
from hearten.identity.models import Disclosure, Opening
from hearten.identity.tests.conftest import WHY, WRITTEN

pytestmark = pytest.mark.django_db
OWN = "/emergency/"
EVERY_WORD = [*WRITTEN.values()]


def text(response) -> str:
    assert response.status_code == 200, response.status_code
    return unescape(response.content.decode())


def of_case(case) -> str:
    return reverse("identity:case", args=[case.pk])


def test_the_person_writes_reads_and_empties_them(programme, member):
    client = client_of(member)
    page = text(client.get(OWN))
    assert all(words in page for words in EVERY_WORD)
    assert "A second person has to agree" in page
    assert client.post(OWN, {"name": "New name"})["Location"] == OWN
    assert queries.details_of(member).given() == {
        "name": "New name",
        "phone": "",
        "place": "",
        "contact": "",
    }
    client.post(OWN, {})
    assert not queries.has_details(member.pk)
    assert client.post(OWN, {"place": "x" * 301}).status_code == 422


def test_the_whole_way_on_pages(case, member, moderator, second, manager):
    theirs, other, mine = client_of(moderator), client_of(second), client_of(member)
    assert of_case(case) in text(theirs.get(reverse("safety:case", args=[case.pk])))
    page = text(theirs.get(of_case(case)))
    assert [words for words in EVERY_WORD if words in page] == []
    assert theirs.post(of_case(case), {"reason": WHY})["Location"] == of_case(case)
    assert "A second person has to agree before" in text(theirs.get(of_case(case)))
    assert theirs.post(reverse("identity:open", args=[case.pk])).status_code == 403

    assert "A moderator needs a second person" in text(other.get("/"))
    opening = Opening.objects.get()
    address = reverse("identity:answer", args=[opening.pk])
    assert address in text(other.get(reverse("identity:asked")))
    page = text(other.get(address))
    assert WHY in page
    assert [words for words in EVERY_WORD if words in page] == []
    other.post(address, {"agree": "yes"})
    assert other.get(address).status_code == 404  # answered

    page = text(theirs.post(reverse("identity:open", args=[case.pk])))
    assert all(words in page for words in EVERY_WORD)
    line = {
        "disclosure_id": str(uuid4()),
        "what": ["place"],
        "recipient": "ambulance",
        "ground": "vital_interests",
        "words": "station nine",
    }
    theirs.post(reverse("identity:told", args=[case.pk]), line)
    theirs.post(reverse("identity:told", args=[case.pk]), line)
    assert Disclosure.objects.count() == 1
    page = text(client_of(manager).get(reverse("identity:register")))
    assert "station nine" in page
    assert "The person does not know yet" in page
    assert [words for words in EVERY_WORD if words in page] == []

    assert "station nine" not in text(mine.get(OWN))
    with clock.frozen(clock.now() + timedelta(minutes=61)):
        assert "Your emergency details were opened" in text(mine.get("/"))
        page = text(mine.get(OWN))
        assert WHY in page
        assert "station nine" in page
        assert [
            name for name in ("Calm Heron", "Quiet Finch", "Worried Wren") if name in page
        ] == []
        mine.post(reverse("identity:read_notice", args=[Opening.objects.get().pk]))
        assert "Your emergency details were opened" not in text(mine.get("/"))
        assert WHY in text(mine.get("/me/account/data/looks/"))
        assert "The hour is over" in text(theirs.get(of_case(case)))


def test_a_no_is_said_to_who_asked(case, moderator, second):
    theirs = client_of(moderator)
    theirs.post(of_case(case), {"reason": WHY})
    address = reverse("identity:answer", args=[Opening.objects.get().pk])
    client_of(second).post(address, {"agree": "perhaps"})
    assert Opening.objects.get().answered_at is None
    client_of(second).post(address, {"agree": "no"})
    assert "The second person said no" in text(theirs.get(of_case(case)))


@pytest.mark.parametrize(
    "wrong", [{}, {"reason": WHY, "delay": "police_request"}, {"reason": WHY, "delay_days": "x"}]
)
def test_what_is_missing_is_said(case, moderator, wrong):
    assert client_of(moderator).post(of_case(case), wrong).status_code == 422
    assert not Opening.objects.exists()


def test_a_line_of_the_register_that_is_not_whole_is_said(case, agreed, moderator):
    address = reverse("identity:told", args=[case.pk])
    assert client_of(moderator).post(address, {"what": ["name"]}).status_code == 422


def test_who_wrote_nothing_is_said_to_be_unknown(case, member, moderator):
    actions.save_details(account=member, name="", phone="", place="", contact="", by=member)
    assert "Nobody here knows who they are" in text(client_of(moderator).get(of_case(case)))


def test_for_everybody_else_the_case_s_page_does_not_exist(case, second, manager, member, reporter):
    for other in (second, manager, member, reporter):
        assert client_of(other).get(of_case(case)).status_code == 404


def test_moderators_know_people_by_pseudonym_only(
    case, agreed, moderator, second, manager, reporter
):
    """What is written is on no page but the one that was opened."""
    pages = ["/", "/safety/cases/", f"/safety/cases/{case.pk}/", reverse("identity:asked")]
    for who in (moderator, second, manager, reporter):
        client = client_of(who)
        for address in [*pages, of_case(case), f"/programme/people/{case.about_id}/"]:
            page = client.get(address).content.decode()
            assert [words for words in EVERY_WORD if words in page] == [], (who, address)
