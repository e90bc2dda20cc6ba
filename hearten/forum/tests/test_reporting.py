"""Reporting a post: moderators get a copy, under the name it was written by and no other."""

from typing import Any

import pytest
from django.apps import apps
from django.db import IntegrityError, transaction
from django.urls import reverse

from hearten.accounts.actions import block
from hearten.accounts.models import Account, Programme, Role
from hearten.accounts.tests.factories import client_of, make_account
from hearten.forum import actions
from hearten.forum.models import Post, Space
from hearten.forum.tests.factories import TESTS, make_space, start, write
from hearten.foundation.errors import NotAllowed, NotPossible
from hearten.safety import actions as safety
from hearten.safety.queries import ReportReason, cases_visible_to

Case: Any = apps.get_model("safety", "Case")


@pytest.fixture
def post(space: Space, opener: Account) -> Post:
    """What Plain Kettle wrote, who is Writing Person."""
    thread = start(space, opener)
    writer = make_account("Writing Person", programme=space.programme)
    return write(thread, writer, "You are all fools.", face="Plain Kettle")


@pytest.fixture
def moderator(programme: Programme) -> Account:
    return make_account("Fair Person", programme=programme, roles=[Role.MODERATOR])


def report(post: Post, by: Account, reason: ReportReason = ReportReason.HARASSMENT) -> None:
    actions.report_post(post=post, reason=reason, words="Twice now.", by=by)


def page_of(name: str, post: Post) -> str:
    return reverse(f"forum:{name}", args=[post.thread_id, post.number])


def taken(moderator: Account) -> list[Any]:
    cases = cases_visible_to(moderator).order_by("opened_at", "pk")
    return [safety.assign_case(case=one, by=moderator) for one in cases]


def read(moderator: Account) -> list[tuple[Any, ...]]:
    """What the moderator who takes the cases reads."""
    return [
        (case.nature, case.known_as, one.reason, one.words, one.evidence, one.address)
        for case in taken(moderator)
        for one in safety.read_evidence(case=case, by=moderator)
    ]


def test_a_report_holds_the_post_and_the_name_it_was_written_by(
    post: Post, opener: Account, moderator: Account
) -> None:
    write(post.thread, opener, "Something else.")
    client = client_of(opener)
    assert "You are all fools." in client.get(page_of("report", post)).content.decode()
    sent = {"reason": "harassment", "words": "Twice now."}
    answer = client.post(page_of("report", post), sent)
    assert (answer.status_code, answer["Location"]) == (
        302,
        reverse("forum:reported", args=[post.thread_id]),
    )
    assert "Your report is with the moderators" in client.get(answer["Location"]).content.decode()
    label = ReportReason.HARASSMENT.label
    where = page_of("post", post)
    assert read(moderator) == [
        ("conduct", "Plain Kettle", label, "Twice now.", "You are all fools.", where)
    ]


def test_whose_name_it_is_is_on_no_page_of_the_case(
    post: Post, opener: Account, moderator: Account
) -> None:
    report(post, opener)
    [case] = taken(moderator)
    client = client_of(moderator)
    pages = [
        client.get(reverse("safety:cases")),
        client.get(reverse("safety:case", args=[case.pk])),
        client.post(reverse("safety:case_evidence", args=[case.pk])),
    ]
    texts = [page.content.decode() for page in pages]
    assert [page.status_code for page in pages] == [200, 200, 200]
    assert ["Plain Kettle" in text for text in texts] == [False, True, True]
    for text in texts:
        assert "Writing Person" not in text
        assert str(post.face.account_id) not in text


def test_a_worry_about_danger_is_about_the_person(
    post: Post, opener: Account, moderator: Account
) -> None:
    report(post, opener, ReportReason.DANGER)
    [case] = taken(moderator)
    assert (case.nature, case.known_as) == ("welfare", "")
    page = client_of(moderator).get(reverse("safety:case", args=[case.pk]))
    assert "Writing Person" in page.content.decode()


def test_what_one_did_under_two_names_is_two_cases(
    post: Post, opener: Account, moderator: Account
) -> None:
    report(post, opener)
    elsewhere = start(make_space(post.space.programme), opener)
    again = write(elsewhere, post.face.account, "Fools here too.", face="Warm Slate")
    report(again, opener)
    assert [case.known_as for case in taken(moderator)] == ["Plain Kettle", "Warm Slate"]


def test_reporting_twice_reports_once_and_other_words_anew(
    post: Post, opener: Account, moderator: Account
) -> None:
    report(post, opener)
    report(post, opener)
    actions.edit_post(post=post, text="I said nothing.", by=post.face.account)
    report(post, opener)
    [case] = taken(moderator)
    first, second = safety.read_evidence(case=case, by=moderator)
    assert (first.evidence, first.history.earlier) == ("You are all fools.", [])
    earlier = [("You are all fools.", post.written_at)]
    assert (second.evidence, [(text, at) for at, text in second.history.earlier]) == (
        "I said nothing.",
        earlier,
    )


def test_a_first_post_is_reported_with_its_title(
    space: Space, opener: Account, other: Account, moderator: Account
) -> None:
    report(start(space, opener, title="Fools", text="All of you.").posts.get(), other)
    assert [evidence for *_rest, evidence, _where in read(moderator)] == ["Fools\n\nAll of you."]


def test_what_is_not_there_for_one_cannot_be_reported(
    post: Post, opener: Account, other: Account, moderator: Account
) -> None:
    writer = post.face.account
    block(of=writer, by=other)
    stranger = make_account()
    for person in (writer, other, stranger):
        client = client_of(person)
        assert client.get(page_of("report", post)).status_code == 404
        assert client.post(page_of("report", post), {"reason": "money"}).status_code == 404
        with pytest.raises((NotAllowed, NotPossible)):
            report(post, person)
    actions.take_away(post=post, by=writer)
    assert client_of(opener).get(page_of("report", post)).status_code == 404
    with pytest.raises(NotPossible):
        report(post, opener)
    assert taken(moderator) == []


def test_without_a_reason_the_words_are_kept(
    post: Post, opener: Account, moderator: Account
) -> None:
    answer = client_of(opener).post(page_of("report", post), {"words": "Twice now."})
    assert (answer.status_code, "Twice now." in answer.content.decode()) == (422, True)
    assert taken(moderator) == []


def test_the_writer_sees_nothing_of_it(post: Post, opener: Account) -> None:
    reader = client_of(post.face.account)
    here = reverse("forum:thread", args=[post.thread_id])

    def seen() -> str:
        text = reader.get(here).content.decode()
        return text[text.index("<main") : text.index("csrfmiddlewaretoken")]

    before = seen()
    report(post, opener)
    assert seen() == before


def test_the_name_goes_with_the_person(post: Post, opener: Account, moderator: Account) -> None:
    report(post, opener)
    [case] = taken(moderator)
    safety.read_evidence(case=case, by=moderator)
    safety.resolve_case(case=case, resolution="no_breach", reason="Unkind, no more.", by=moderator)
    safety.erase(account=post.face.account, by=TESTS)
    case.refresh_from_db()
    assert (case.known_as, case.wrapped_key) == ("", None)


def test_the_database_keeps_names_out_of_cases_about_danger(
    post: Post, opener: Account, moderator: Account
) -> None:
    report(post, opener, ReportReason.DANGER)
    with pytest.raises(IntegrityError, match="case_of_welfare_by_pseudonym"), transaction.atomic():
        Case.objects.update(known_as="Plain Kettle")
