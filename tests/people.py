"""Prepares people inside an installation and prints what a driver needs to be them, as JSON.

Run by `Installation.people(…)`: in the installation's environment, by its actions. It does what its
arguments say, or without any each line of its input, a list of the same, until that ends.
"""

import json
import sys
from datetime import timedelta
from typing import Any
from uuid import UUID

import django

django.setup()

from django.conf import settings  # noqa: E402
from django.db import connection, transaction  # noqa: E402
from django.test import Client  # noqa: E402

from hearten.accounts.models import Account, Role  # noqa: E402
from hearten.accounts.queries import programmes_of  # noqa: E402
from hearten.accounts.tests.factories import client_of, make_account, make_programme  # noqa: E402
from hearten.conversations import actions as messages  # noqa: E402
from hearten.conversations import queries as conversations  # noqa: E402
from hearten.conversations.models import Conversation  # noqa: E402
from hearten.forum.tests.factories import make_space, start  # noqa: E402
from hearten.foundation import clock  # noqa: E402
from hearten.foundation.actors import SystemActor  # noqa: E402
from hearten.foundation.ids import new_id  # noqa: E402
from hearten.groups import actions as groups  # noqa: E402
from hearten.groups.tests.factories import come  # noqa: E402
from hearten.groups.tests.factories import start as begin  # noqa: E402
from hearten.matching import actions as matching  # noqa: E402
from hearten.matching.models import Proposal, SupportRequest  # noqa: E402
from hearten.matching.models.requests import RequestKind  # noqa: E402
from hearten.safety.models import Case  # noqa: E402
from hearten.toolkit import actions as toolkit  # noqa: E402
from hearten.toolkit import rules as plans  # noqa: E402
from hearten.toolkit.tests.factories import line, write  # noqa: E402


def _cookie(account: Account) -> str:
    client: Client = client_of(account)
    return f"{settings.SESSION_COOKIE_NAME}={client.cookies[settings.SESSION_COOKIE_NAME].value}"


def _named(pseudonym: str, **more: Any) -> Account:
    """Somebody of this name, with a number behind it where others of the installation have it."""
    having_it = Account.objects.filter(pseudonym__startswith=pseudonym).count()
    return make_account(f"{pseudonym} {having_it + 1}" if having_it else pseudonym, **more)


def _as_driven(person: Account) -> dict[str, str]:
    return {"id": str(person.id), "name": person.pseudonym, "cookie": _cookie(person)}


def a_group_that_meets() -> dict[str, object]:
    """A group of two, with a meeting in five minutes."""
    programme = make_programme("Fault Harbour")
    host, other = (_named(name, programme=programme) for name in ("Keeper", "Comer"))
    group = begin(programme, host, name="Awake at three", called="Lantern Row")
    come(group, other, called="Last Stop")
    soon = clock.now() + timedelta(minutes=5)
    groups.set_meeting(group=group, starts_at=soon, minutes=60, by=host)
    return {"group": str(group.pk), "host": _as_driven(host), "other": _as_driven(other)}


def pair_and_askers(askers: str) -> dict[str, object]:
    """Two people in a conversation, and so many members who have not asked yet."""
    programme = make_programme("Fault Harbour")
    supporter = _named("Lamplighter", programme=programme, roles=[Role.SUPPORTER])
    member = _named("Night Ferry", programme=programme)
    system = SystemActor("matching")
    matching.save_supporter_settings(
        supporter=supporter, programme=programme, capacity=5, by=supporter
    )
    matching.ask(member=member, programme=programme, kind=RequestKind.WEEKS, words="", by=member)
    matching.match_waiting(programme=programme, by=system)
    proposal = Proposal.objects.get(request__member=member)
    matching.answer_proposal(proposal=proposal, yes=True, by=supporter)
    matching.answer_proposal(proposal=proposal, yes=True, by=member)
    conversation = conversations.conversation_of(Proposal.objects.get(pk=proposal.pk).pairing.id)
    assert conversation is not None
    others = [_named("Asker", programme=programme) for _ in range(int(askers))]
    return {
        "conversation": str(conversation.id),
        "member": _as_driven(member),
        "supporter": _as_driven(supporter),
        "askers": [_as_driven(person) for person in others],
    }


def another_device(account_id: str) -> dict[str, object]:
    """One more session of somebody: its cookie."""
    return {"cookie": _cookie(Account.objects.get(pk=account_id))}


def say(conversation_id: str, account_id: str, text: str) -> dict[str, object]:
    """One message from somebody, stored; gives its number."""
    sent = messages.send_message(
        conversation_id=UUID(conversation_id),
        client_id=new_id(),
        text=text,
        by=Account.objects.get(pk=account_id),
    )
    return {"seq": sent.seq}


def say_many(conversation_id: str, account_id: str, count: str) -> dict[str, object]:
    """So many messages from somebody."""
    for number in range(int(count)):
        say(conversation_id, account_id, f"Number {number}")
    return {}


def block(conversation_id: str, account_id: str) -> dict[str, object]:
    """One of the two blocks the other."""
    messages.block_other(
        conversation_id=UUID(conversation_id), by=Account.objects.get(pk=account_id)
    )
    return {}


def hold(conversation_id: str) -> dict[str, object]:
    """Begin to write into a conversation, and stop in the middle until killed."""
    with transaction.atomic():
        Conversation.objects.select_for_update(no_key=True).get(pk=conversation_id)
        print(json.dumps({"held": True}), flush=True)
        sys.stdin.read()
    return {}


def full_plan(account_id: str) -> dict[str, object]:
    """As much of a safety plan as fits in one, with long lines."""
    owner = Account.objects.get(pk=account_id)
    words = "somewhere by the water where the evening light stays a little longer than it should "
    for step, parts in plans.PARTS.items():
        toolkit.save_step(
            account=owner,
            step=step,
            parts={
                part: [
                    line(f"{n} {words * 2}"[: plans.TEXT_MOST], "+34 600 100 200" if phoned else "")
                    for n in range(plans.MOST[part])
                ]
                for part in parts
                for phoned in [part in plans.WITH_PHONE]
            },
            by=owner,
        )
    return {}


def add_to_plan(account_id: str, part: str, text: str) -> dict[str, object]:
    """One more line of a safety plan, written on another device."""
    write(Account.objects.get(pk=account_id), plans.Part(part), text)
    return {}


def found() -> dict[str, object]:
    """A programme with a manager and a moderator, and nobody else."""
    programme = make_programme("The Lighthouse")
    make_account("Keeper of Keys", programme=programme, roles=[Role.MODERATOR])
    manager = make_account("Open Window", programme=programme, roles=[Role.MANAGER])
    return {"cookie": _cookie(manager).partition("=")[2]}


def begin_thread(account_id: str) -> dict[str, object]:
    """A thread of theirs in a space of their programme, in which nobody looks for anything."""
    person = Account.objects.get(pk=account_id)
    thread = start(make_space(programmes_of(person)[0]), person, looking_for="")
    return {"thread": str(thread.pk)}


def moderators(count: str) -> list[dict[str, object]]:
    """So many moderators of one programme."""
    programme = make_programme("Fault Harbour")
    people = [
        _named("Lookout", programme=programme, roles=[Role.MODERATOR]) for _ in range(int(count))
    ]
    return [_as_driven(person) for person in people]


def cases() -> list[list[object]]:
    """Every case: about whom, its state, the reasons reported."""
    return [
        [case.about.pseudonym, case.state, [report.reason for report in case.reports.all()]]
        for case in Case.objects.order_by("opened_at")
    ]


def history(conversation_id: str) -> dict[str, object]:
    """What is stored of a conversation, in order, opened; and who has an open request."""
    lines = conversations.lines_after(UUID(conversation_id), 0, 10**6)
    return {
        "unread_for_danger": [str(one) for one in conversations.unread_for_danger()],
        "messages": [[line.seq, str(line.client_id), line.text] for line in lines],
        "requests": sorted(
            str(i) for i in SupportRequest.objects.values_list("member_id", flat=True)
        ),
    }


def _do(what: str, *arguments: str) -> None:
    print(json.dumps(globals()[what](*arguments)), flush=True)
    connection.close()  # the database may be killed before the next


if __name__ == "__main__":
    if sys.argv[1:]:
        _do(*sys.argv[1:])
    else:
        for line_of_input in sys.stdin:
            _do(*json.loads(line_of_input))
