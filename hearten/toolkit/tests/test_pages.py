"""The pages without scripts: write, move, take out, share, suggest; and who gets a 404."""

import re
from html import unescape
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from hearten.accounts.models import Account
from hearten.accounts.tests.factories import client_of, make_account
from hearten.crisis import rules as crisis_rules
from hearten.foundation.text import clean_text
from hearten.toolkit import actions, queries
from hearten.toolkit.models import Entry, Plan, Suggestion
from hearten.toolkit.rules import PARTS, STEPS, Part, Step
from hearten.toolkit.tests import factories as make
from hearten.toolkit.tests.factories import Pairing
from hearten.toolkit.tests.test_sharing import OTHERS

pytestmark = pytest.mark.django_db
PLAN = reverse("toolkit:plan")
others = pytest.mark.parametrize("who", OTHERS.values(), ids=OTHERS.keys())


def url(step: Step) -> str:
    return reverse("toolkit:step", args=[step])


def text_of(response: Any) -> str:
    """What a reader sees: no tags, one blank between words."""
    body = re.sub(r"<(template|head).*?</\1>", "", response.content.decode(), flags=re.S)
    return " ".join(unescape(re.sub(r"<[^>]+>", " ", body)).split())


def fields_of(response: Any) -> dict[str, str]:
    """The form as a browser would send it back."""
    form = re.search(r'<form class="form".*?</form>', response.content.decode(), flags=re.S)
    assert form is not None
    inputs = re.findall(r"<input [^>]+>", form[0])
    pairs = (
        (re.search(r'name="([^"]+)"', one), re.search(r'value="([^"]*)"', one)) for one in inputs
    )
    return {name[1]: unescape(value[1]) if value else "" for name, value in pairs if name}


def texts(owner: Account, part: Part) -> list[str]:
    read = queries.plan_of(owner)
    return [e.text for step in read.steps for e in step.parts.get(part, [])]


@pytest.fixture
def owner() -> Account:
    return make_account()


def save(owner: Account, step: Step, do: str = "", **typed: str) -> Any:
    """Open a step, type into it, press a button."""
    client = client_of(owner)
    given = fields_of(client.get(url(step))) | {k.replace("_", "-"): v for k, v in typed.items()}
    return client.post(url(step), given | ({"do": do} if do else {}))


def test_the_first_page_explains_and_begins(owner: Account) -> None:
    page = client_of(owner).get(PLAN)
    assert "This is called a safety plan." in text_of(page)
    assert f'href="{url(Step.SIGNS)}"' in page.content.decode()
    assert Plan.objects.count() == 0


def test_six_steps_one_after_the_other(owner: Account) -> None:
    for number, step in enumerate(STEPS, start=1):
        after = url(STEPS[number]) if number < len(STEPS) else PLAN
        part = PARTS[step][0]
        answer = save(owner, step, **{f"{part}_0_text": f"line {number}"})
        assert (answer.status_code, answer["Location"]) == (302, after)
    page = client_of(owner).get(PLAN)
    assert re.findall(r"line \d", text_of(page)) == [f"line {n}" for n in range(1, 7)]


def test_every_step_can_be_skipped_and_left(owner: Account) -> None:
    for step in STEPS:
        assert save(owner, step).status_code == 302
    assert save(owner, Step.SIGNS, "stop")["Location"] == PLAN
    assert Entry.objects.count() == 0


def test_move_take_out_and_add(owner: Account) -> None:
    make.write(owner, Part.SIGNS, "one", "two", "three")
    assert save(owner, Step.SIGNS, "up:signs:2", signs_3_text="four")["Location"] == (
        f"{url(Step.SIGNS)}#list-signs"
    )
    assert texts(owner, Part.SIGNS) == ["one", "three", "two", "four"]
    save(owner, Step.SIGNS, "out:signs:0", signs_1_text="THREE")
    assert texts(owner, Part.SIGNS) == ["THREE", "two", "four"]
    save(owner, Step.SIGNS, signs_1_text="")
    assert texts(owner, Part.SIGNS) == ["THREE", "four"]


@pytest.mark.parametrize(
    "do", ["up:signs:0", "up:signs:99", "out:signs:x", "up:ask:0", "what", ":::"]
)
def test_buttons_that_are_not_there_only_save(owner: Account, do: str) -> None:
    make.write(owner, Part.SIGNS, "one", "two")
    assert save(owner, Step.SIGNS, do).status_code == 302
    assert texts(owner, Part.SIGNS) == ["one", "two"]


def test_the_same_page_sent_twice_is_one(owner: Account) -> None:
    client = client_of(owner)
    given = fields_of(client.get(url(Step.SIGNS))) | {"signs-0-text": "one"}
    assert [client.post(url(Step.SIGNS), given).status_code for _ in range(2)] == [302, 302]
    assert texts(owner, Part.SIGNS) == ["one"]


@pytest.mark.parametrize(
    ("step", "field", "typed", "says"),
    [
        (Step.SIGNS, "signs_1_text", "x" * 121, "1 character too long"),
        (Step.SIGNS, "signs_1_text", "a \u202e b", "reading direction"),
        (Step.SIGNS, "signs_1_text", "a\x00b", "not text"),
        (Step.ASK, "ask_1_phone", "ask her", "Please write a phone number here"),
        (Step.ASK, "ask_1_phone", "999", "Please write whose number this is."),
    ],
)
def test_an_error_stands_beside_its_field_and_loses_nothing(
    owner: Account, step: Step, field: str, typed: str, says: str
) -> None:
    part = PARTS[step][0]
    answer = save(owner, step, "up:signs:1", **{f"{part}_0_text": "kept words", field: typed})
    body = answer.content.decode()
    assert answer.status_code == 422
    assert says in text_of(answer)
    assert 'aria-invalid="true"' in body
    assert 'value="kept words"' in body
    assert typed.replace("\x00", "\ufffd")[:9] in unescape(body) or "\x00" in typed
    assert Entry.objects.count() == 0


def test_a_full_list_says_so_and_keeps_what_was_typed(owner: Account) -> None:
    client = client_of(owner)
    given = fields_of(client.get(url(Step.SIGNS))) | {"signs-0-text": "from the old page"}
    make.write(owner, Part.SIGNS, *[f"sign {n}" for n in range(5)])
    answer = client.post(url(Step.SIGNS), given)
    assert answer.status_code == 422
    assert "This list is full" in text_of(answer)
    assert 'value="from the old page"' in answer.content.decode()


def test_a_crisis_line_is_added_by_one_press(owner: Account) -> None:
    client = client_of(owner)
    page = client.get(url(Step.SERVICES))
    keys = [
        unescape(k) for k in re.findall(r'name="do" value="offer:([^"]+)"', page.content.decode())
    ]
    offered = queries.offers_for(
        crisis_rules.by_country("GB", crisis_rules.shipped().lines), written=[]
    )
    assert keys == [one.key for one in offered]
    assert len(keys) > 0
    answer = save(owner, Step.SERVICES, f"offer:{keys[0]}", services_0_text="Dr Amin")
    assert answer["Location"] == f"{url(Step.SERVICES)}#list-services"
    entries = queries.plan_of(owner).step(Step.SERVICES).parts[Part.SERVICES]
    assert [(e.text, e.phone) for e in entries] == [
        ("Dr Amin", ""),
        (offered[0].text, offered[0].phone),
    ]
    again = client.get(url(Step.SERVICES)).content.decode()
    assert keys[0] not in [unescape(k) for k in re.findall(r'value="offer:([^"]+)"', again)]


def test_the_numbers_of_ones_own_country_are_on_the_plan(owner: Account) -> None:
    owner.country = "NZ"
    owner.save(update_fields=["country"])
    lines = crisis_rules.by_country("NZ", crisis_rules.shipped().lines)
    body = client_of(owner).get(PLAN).content.decode()
    shown = [f'href="tel:{one.dial}"' in body for one in (lines.emergency[0], lines.crisis[0])]
    assert shown == [True, True]


def test_what_was_written_is_shown_as_text(owner: Account) -> None:
    make.write(owner, Part.SIGNS, "<script>alert(1)</script>")
    body = client_of(owner).get(PLAN).content.decode()
    assert "<script>alert" not in body
    assert "&lt;script&gt;alert" in body


def test_titles_are_neutral(pairing: Pairing) -> None:
    make.share(pairing, Step.SIGNS)
    client = client_of(pairing.member)
    pages = [PLAN, *map(url, STEPS), *map(reverse, ("toolkit:sharing", "toolkit:phone"))]
    pages.append(reverse("toolkit:offline"))
    titles = {re.findall("<title>(.*?)</title>", client.get(p).content.decode())[0] for p in pages}
    assert titles == {"My notes"}


def test_it_still_fits(owner: Account) -> None:
    make.plan_for(owner)
    client = client_of(owner)
    assert client.post(reverse("toolkit:looked"))["Location"] == PLAN
    assert "Last looked through:" in text_of(client.get(PLAN))


def test_deleting_takes_all_of_it(owner: Account) -> None:
    make.plan_for(owner)
    assert client_of(owner).post(reverse("toolkit:delete"))["Location"] == PLAN
    assert (Plan.objects.count(), Entry.objects.count()) == (0, 0)


def test_writing_needs_the_token_of_the_form(owner: Account, pairing: Pairing) -> None:
    client = client_of(owner, enforce_csrf_checks=True)
    addresses = [
        url(Step.SIGNS),
        *map(reverse, ("toolkit:looked", "toolkit:delete", "toolkit:sharing")),
    ]
    assert [client.post(address, {"signs-0-text": "x"}).status_code for address in addresses] == [
        403
    ] * 4
    assert not Plan.objects.filter(account=owner).exists()


def test_nothing_is_there_for_the_signed_out_but_the_empty_shell(client: Client) -> None:
    closed = [
        PLAN,
        url(Step.SIGNS),
        *map(reverse, ("toolkit:sharing", "toolkit:phone", "toolkit:copy")),
    ]
    answers = [client.get(address) for address in closed]
    assert [(a.status_code, a["Location"].partition("?")[0]) for a in answers] == [
        (302, reverse("accounts:sign_in"))
    ] * len(closed)
    assert client.get(reverse("toolkit:offline")).status_code == 200
    assert client_of(make_account()).get("/plan/elsewhere/").status_code == 404


# Sharing


def tick(pairing: Pairing, *steps: Step) -> Any:
    return client_of(pairing.member).post(
        reverse("toolkit:sharing"), {str(pairing.pk): [step.value for step in steps]}
    )


def shared_url(pairing: Pairing) -> str:
    return reverse("toolkit:shared", args=[pairing.pk])


def test_share_read_and_see_who_looked(pairing: Pairing) -> None:
    page = client_of(pairing.member).get(reverse("toolkit:sharing"))
    assert f"{pairing.supporter.pseudonym} may read" in text_of(page)
    assert "checked" not in page.content.decode()
    assert tick(pairing, Step.SIGNS)["Location"] == PLAN
    seen = text_of(client_of(pairing.supporter).get(shared_url(pairing)))
    assert [sign in seen for sign in make.SIGNS] == [True, True]
    assert [word in seen for word in ("Inés", "600 100 200", make.SAFER)] == [False] * 3
    plan = text_of(client_of(pairing.member).get(PLAN))
    assert f"Who looked {pairing.supporter.pseudonym} , today" in plan


def test_nothing_shared_and_no_plan_look_the_same(pairing: Pairing) -> None:
    without = text_of(client_of(pairing.supporter).get(shared_url(pairing)))
    actions.erase(account=pairing.member, by=pairing.member)
    assert text_of(client_of(pairing.supporter).get(shared_url(pairing))) == without
    assert "does not share any step" in without


@others
def test_for_everybody_else_it_is_not_there(pairing: Pairing, who: Any) -> None:
    make.share(pairing, *Step)
    client = client_of(who(pairing))
    posted = client.post(shared_url(pairing), {"part": "signs", "text": "x"})
    assert [client.get(shared_url(pairing)).status_code, posted.status_code] == [404, 404]
    assert Suggestion.objects.count() == 0


def test_signed_out_asks_to_sign_in(pairing: Pairing, client: Client) -> None:
    assert client.get(shared_url(pairing)).status_code == 302


def test_a_tick_for_somebody_else_is_refused(pairing: Pairing) -> None:
    other = make.paired()
    answer = client_of(pairing.member).post(
        reverse("toolkit:sharing"), {str(other.pk): ["signs"], str(pairing.pk): ["nonsense"]}
    )
    assert answer.status_code == 422
    assert queries.shares_of(Plan.objects.get(account=pairing.member).pk) == {}


def test_without_a_supporter_the_page_says_so(owner: Account) -> None:
    assert "not talking with a supporter" in text_of(
        client_of(owner).get(reverse("toolkit:sharing"))
    )


def test_suggest_and_keep(pairing: Pairing) -> None:
    make.share(pairing, Step.ALONE)
    client = client_of(pairing.supporter)
    given = fields_of(client.get(shared_url(pairing)))
    bad = client.post(shared_url(pairing), given | {"part": "alone", "text": ""})
    assert (bad.status_code, "Please write something first." in text_of(bad)) == (422, True)
    elsewhere = client.post(shared_url(pairing), given | {"part": "signs", "text": "x"})
    assert (elsewhere.status_code, Suggestion.objects.count()) == (422, 0)
    sent = client.post(shared_url(pairing), given | {"part": "alone", "text": "Count the boats"})
    assert sent.status_code == 302
    member = client_of(pairing.member)
    assert "“Count the boats”" in text_of(member.get(PLAN))
    answer = reverse("toolkit:answer_suggestion", args=[Suggestion.objects.get().pk])
    for _ in range(2):
        assert member.post(answer, {"keep": "1"})["Location"] == PLAN
    assert texts(pairing.member, Part.ALONE) == ["Count the boats"]


# The copy


def test_the_copy_holds_the_plan_and_the_numbers(owner: Account) -> None:
    client = client_of(owner)
    assert client.get(reverse("toolkit:copy")).status_code == 204
    make.plan_for(owner)
    answer = client.get(reverse("toolkit:copy"))
    copy = answer.json()
    assert answer["Cache-Control"] == "no-store"
    assert sorted(copy) == ["lines", "plan", "shut", "stamp"]
    written = [
        e for step in copy["shut"]["steps"] for part in step["lists"] for e in part["entries"]
    ]
    assert [e["text"] for e in written] == [*make.SIGNS, "My aunt Inés", make.SAFER]
    assert written[2]["dial"] == "+34600100200"
    assert copy["lines"]["emergency"][0]["dial"] == "999"


def test_the_stamp_changes_with_the_plan_the_language_and_the_numbers(owner: Account) -> None:
    make.write(owner, Part.SIGNS, "one")
    client = client_of(owner)

    def stamp() -> str:
        return str(client.get(reverse("toolkit:copy")).json()["stamp"])

    stamps = [stamp(), stamp()]
    make.write(owner, Part.ALONE, "two")
    stamps.append(stamp())
    owner.language = "es"
    owner.save(update_fields=["language"])
    stamps.append(stamp())
    owner.country = "NZ"
    owner.save(update_fields=["country"])
    stamps.append(stamp())
    assert (stamps[0] == stamps[1], len(set(stamps))) == (True, 4)


def test_the_shell_holds_nothing_of_anybody(owner: Account, django_assert_num_queries: Any) -> None:
    make.plan_for(owner)
    shell = client_of(owner).get(reverse("toolkit:offline")).content.decode()
    assert shell == Client().get(reverse("toolkit:offline")).content.decode()
    assert [w for w in (*make.SIGNS, owner.pseudonym, "Inés", "csrf") if w in shell] == []
    with django_assert_num_queries(0):
        Client().get(reverse("toolkit:offline"))


def test_the_worker_names_the_page_and_its_files(client: Client) -> None:
    answer = client.get(reverse("toolkit:worker"))
    assert answer["Content-Type"] == "text/javascript; charset=utf-8"
    shell = re.match(r"const SHELL = (\{.*\});\n", answer.content.decode())
    assert shell is not None
    named = set(re.findall(r'"([^"]+\.(?:js|css|woff2|svg))"', shell[1]))
    page = client.get(reverse("toolkit:offline")).content.decode()
    linked = set(re.findall(r'(?:src|href)="(/static/[^"]+)"', page))
    assert linked - named == set()
    assert '"page": "/plan/offline/"' in shell[1]


def test_every_text_fits_the_rules_it_explains() -> None:
    from hearten.toolkit.rules import TEXT_MOST
    from hearten.toolkit.words import PART_WORDS

    examples = [str(e) for words in PART_WORDS.values() for e in words.examples]
    assert [clean_text(e, most=TEXT_MOST, lines=False) for e in examples] == examples
