"""The composition root's wiring: which domain serves what another asks for through its ports.

Every binding is by name and in one place; a domain never looks up another by itself.
"""

from typing import TYPE_CHECKING, Any
from uuid import UUID

from django.urls import reverse
from procrastinate import App

if TYPE_CHECKING:
    from hearten.accounts.ports import Keeper
    from hearten.gateway.app import Application
    from hearten.gateway.bus import Make
    from hearten.gateway.patrol import Patrol
    from hearten.gateway.watch import Watch
    from hearten.safety.ports import CaseLink


def bind() -> None:
    """Bind every port. Called once in each process, when all domains are loaded."""
    # ruff: noqa: PLC0415 - models must be loaded first
    from hearten.accounts import ports as accounts_ports
    from hearten.boundaries import actions as boundaries
    from hearten.boundaries import queries as boundary_queries
    from hearten.conduct import actions as conduct
    from hearten.conduct import jobs as conduct_jobs
    from hearten.conduct import ports as conduct_ports
    from hearten.conversations import actions as conversations
    from hearten.conversations import queries as talks
    from hearten.forum import queries as forum
    from hearten.forum import rules as forum_rules
    from hearten.groups import actions as groups
    from hearten.groups import queries as groups_queries
    from hearten.matching import ports as matching_ports
    from hearten.matching import queries as matching
    from hearten.notifications import ports as notifications_ports
    from hearten.rota import ports as rota_ports
    from hearten.safety import actions as safety_actions
    from hearten.safety import ports as safety_ports
    from hearten.safety import queries as safety

    _bind_keepers()
    accounts_ports.bind_on_suspended(conversations.on_account_suspended)
    accounts_ports.bind_on_suspended(groups.on_account_suspended)
    accounts_ports.bind_name_keys(forum.name_keys)
    accounts_ports.bind_name_keys(groups_queries.name_keys)
    accounts_ports.bind_on_supporter_ended(conversations.on_supporter_ended)
    accounts_ports.bind_on_restored(conduct.on_account_restored)
    accounts_ports.bind_at_the_door(conduct_jobs.page_at_the_door)
    accounts_ports.bind_read_first(conduct_jobs.WarningFirst())
    accounts_ports.bind_count_supported(matching.supported_by)
    conduct_ports.bind_ground(safety.CASE, safety.CaseGround())
    conduct_ports.bind_still_open(_plan_to_read)
    conduct_ports.bind_still_open(_own_data)
    safety_ports.bind_have_talked(talks.have_talked)
    matching_ports.bind_conversations(conversations.open_for_pairing)
    matching_ports.bind_talk_address(_talk_address)
    safety_ports.bind_case_link(_emergency_link)
    safety_ports.bind_place(forum_rules.SUBJECT, _address_of_post)
    rota_ports.bind_switch(safety.screening_switch)
    notifications_ports.bind_on_answer(safety_actions.claim_by_phone)
    matching_ports.bind_resting(boundary_queries.resting)
    safety_ports.bind_caps(boundary_queries.resting, boundaries.keep_yielded)
    _bind_polls()
    _bind_public()
    _bind_meetings()
    _bind_providers()


def _bind_public() -> None:
    """Who tells an organisation's programs what everybody may know."""
    from hearten.foundation import public
    from hearten.integrations import actions as integrations

    public.bind(integrations.tell)


def _bind_polls() -> None:
    """What stands under the first post of a thread."""
    from hearten.forum import ports as forum_ports
    from hearten.polls import actions, queries, views
    from hearten.polls.rules import SUBJECT
    from hearten.safety import ports as safety_ports

    forum_ports.bind_under_first(views.under_first)
    forum_ports.bind_words_under(queries.words_under)
    forum_ports.bind_on_words_gone(actions.words_gone)
    safety_ports.bind_place(SUBJECT, _address_of_poll)


def _address_of_poll(*, subject_id: str) -> str:
    """Under the first post of its thread; nowhere once it is gone."""
    from hearten.polls.queries import thread_of

    thread_id = thread_of(subject_id)
    return reverse("forum:post", args=[thread_id, 1]) if thread_id else ""


def _emergency_link(*, case: Any, reader: Any) -> "CaseLink | None":
    """To the emergency details of whom a welfare case is about, for the moderator who has it."""
    from django.utils.translation import gettext_lazy as _

    from hearten.identity.policies import may_ask
    from hearten.safety.ports import CaseLink

    if not may_ask(reader, case):
        return None
    return CaseLink(reverse("identity:case", args=[case.pk]), _("Emergency details"))


def _address_of_post(*, subject_id: str) -> str:
    """A reported post in its thread."""
    from hearten.forum.rules import post_of

    return reverse("forum:post", args=post_of(subject_id))


def _bind_meetings() -> None:
    """What a group's meeting has to know of the group, and matching of a meeting."""
    from hearten.cockpit import actions as cockpit
    from hearten.cockpit import queries
    from hearten.groups import ports as groups
    from hearten.matching import ports as matching

    groups.bind_on_gone(cockpit.on_gone)
    groups.bind_meeting_address(_address_of_meeting)
    matching.bind_kept_apart(queries.kept_apart)


def _address_of_meeting(group_id: UUID) -> str:
    """Where a group meets."""
    return reverse("cockpit:meeting", args=[group_id])


def _bind_keepers() -> None:
    """Who keeps something of people, for export and erasure: whoever builds on others first. And
    who knows of looks at it."""
    from hearten.accounts import ports
    from hearten.accounts import queries as accounts
    from hearten.identity import queries as identity
    from hearten.safety import queries as safety
    from hearten.toolkit import queries as toolkit

    for keeper in _keepers():
        ports.bind_keeper(keeper)
    for domain in (accounts, safety, identity, toolkit):
        ports.bind_looks(domain.looks_of)


def _keepers() -> "list[Keeper]":
    from hearten.accounts import queries as accounts
    from hearten.boundaries import actions as boundaries
    from hearten.boundaries import queries as boundaries_queries
    from hearten.cockpit import actions as cockpit
    from hearten.cockpit import queries as cockpit_queries
    from hearten.conduct import actions as conduct
    from hearten.conduct import queries as conduct_queries
    from hearten.conversations import actions as conversations
    from hearten.conversations import queries as conversations_queries
    from hearten.forum import actions as forum
    from hearten.forum import queries as forum_queries
    from hearten.groups import actions as groups
    from hearten.groups import queries as groups_queries
    from hearten.identity import actions as identity
    from hearten.identity import queries as identity_queries
    from hearten.matching import actions as matching
    from hearten.matching import queries as matching_queries
    from hearten.notifications import actions as notifications
    from hearten.notifications import exports as notifications_exports
    from hearten.polls import actions as polls
    from hearten.polls import queries as polls_queries
    from hearten.profiles import actions as profiles
    from hearten.profiles import exports as profiles_exports
    from hearten.safety import actions as safety
    from hearten.safety import queries as safety_queries
    from hearten.toolkit import actions as toolkit
    from hearten.toolkit import queries as toolkit_queries

    told = [
        ("cockpit", cockpit_queries, cockpit),
        ("groups", groups_queries, groups),
        ("polls", polls_queries, polls),
        ("conversations", conversations_queries, conversations),
        ("forum", forum_queries, forum),
        ("toolkit", toolkit_queries, toolkit),
        ("boundaries", boundaries_queries, boundaries),
        ("matching", matching_queries, matching),
        ("profiles", profiles_exports, profiles),
        ("identity", identity_queries, identity),
        ("safety", safety_queries, safety),
        ("conduct", conduct_queries, conduct),
        ("notifications", notifications_exports, notifications),
        # Its own rows go last, by itself: until then the keys are there.
        ("accounts", accounts, None),
    ]
    return [_keeper(*one) for one in told]


def _keeper(name: str, given: Any, by: Any) -> "Keeper":
    """A domain as accounts asks for it."""
    from hearten.accounts.ports import Keeper

    return Keeper(
        name=name,
        title=given.TITLE,
        fields=given.EXPORTED,
        export=given.export_of,
        erase=by.erase if by else None,
    )


def _bind_providers() -> None:
    """Those this installation is configured for."""
    from django.conf import settings

    from hearten.integrations import ports as integrations_ports
    from hearten.integrations import rules as integrations_rules
    from hearten.integrations.clients.webhooks import Webhooks
    from hearten.notifications import ports
    from hearten.notifications.rules import SEND_SECONDS

    integrations_ports.bind_sender(Webhooks(timeout=integrations_rules.SEND_SECONDS))
    if settings.EMAIL_HOST:
        from hearten.notifications.clients.mail import Email

        ports.bind_provider("email", Email(timeout=SEND_SECONDS))
    if settings.PUSH_SUBJECT:
        from hearten.notifications.clients.push import WebPush

        push = WebPush(key=settings.PUSH_KEY, subject=settings.PUSH_SUBJECT, timeout=SEND_SECONDS)
        ports.bind_provider("push", push)
    if settings.TWILIO_ACCOUNT and settings.TWILIO_TOKEN:
        _bind_phone(timeout=SEND_SECONDS)


def _bind_phone(*, timeout: float) -> None:
    """Texts and calls, each where a number to send from is given."""
    from django.conf import settings

    from hearten.notifications import ports
    from hearten.notifications.clients.phone import Calls, Texts

    us = f"{settings.SITE_URL}/reach" if settings.TWILIO_REACHES_US else ""
    account: dict[str, Any] = {
        "account": settings.TWILIO_ACCOUNT,
        "token": settings.TWILIO_TOKEN,
        "site": settings.TWILIO_SITE,
        "timeout": timeout,
        "reports_at": f"{us}/report/{{key}}/" if us else "",
    }
    if settings.TWILIO_TEXT_FROM:
        ports.bind_provider("sms", Texts(sender=settings.TWILIO_TEXT_FROM, **account))
    if settings.TWILIO_CALL_FROM:
        back = f"{us}/call/{{key}}/" if us else ""
        calls = Calls(sender=settings.TWILIO_CALL_FROM, answers_at=back, **account)
        ports.bind_provider("voice", calls)


def _plan_to_read() -> tuple[str, str]:
    from django.utils.translation import gettext as _

    return _("Your own plan for hard hours"), reverse("toolkit:kept")


def _own_data() -> tuple[str, str]:
    from django.utils.translation import gettext as _

    return _("What is yours"), reverse("accounts:data")


def _talk_address(pairing_id: UUID) -> str | None:
    from hearten.conversations.queries import conversation_of

    conversation = conversation_of(pairing_id)
    return reverse("conversations:show", args=[conversation.pk]) if conversation else None


def gateway() -> "Application":
    """The live gateway with every topic and command there is."""
    from hearten.accounts import queries as accounts
    from hearten.accounts.topics import PERSON
    from hearten.conversations.commands import DELETE, EDIT, REACT, SEND
    from hearten.conversations.topics import CARE, CIRCLE, CONVERSATION, READING
    from hearten.gateway.app import build

    return build(
        topics=[PERSON, CONVERSATION, CARE, CIRCLE, READING],
        commands=[SEND, EDIT, DELETE, REACT],
        authenticate=accounts.listeners_for,
        valid_sessions=accounts.sessions_valid,
        names=accounts.pseudonyms_of,
        bus=_bus(),
    )


def _bus() -> "Make":
    """NATS where this installation has it; its name there is drawn from what its machines share."""
    from django.conf import settings
    from django.utils.crypto import salted_hmac

    from hearten.gateway.nats_bus import nats
    from hearten.gateway.postgres_bus import PostgresBus

    if not settings.BUS_SERVERS:
        return PostgresBus
    name = salted_hmac("hearten.gateway.bus", "", algorithm="sha256").hexdigest()[:32]
    return nats(servers=settings.BUS_SERVERS, name=name)


def watch() -> "Watch":
    """The watch with everything that is read for danger."""
    from hearten.conversations import queries as conversations
    from hearten.conversations.jobs import read_for_danger
    from hearten.conversations.rules import TOPIC
    from hearten.gateway.threads import Threads
    from hearten.gateway.watch import Reader, Watch

    def behind() -> list[str]:
        return [str(one) for one in conversations.unread_for_danger()]

    talks = Reader(topic=TOPIC, read=read_for_danger, behind=behind)
    return Watch([talks], threads=Threads(readers=1, writers=2))


def watchdogs() -> "list[Patrol]":
    """The second look at alerts and at what is to be sent, each in a thread and with a connection
    of its own: neither reading nor a slow provider can delay a step."""
    from hearten.gateway.patrol import Patrol
    from hearten.gateway.threads import Threads
    from hearten.safety.jobs import send_what_is_overdue, take_overdue_steps

    looks = (take_overdue_steps, send_what_is_overdue)
    return [Patrol(look, threads=Threads(readers=1, writers=1)) for look in looks]


def on_jobs_ready(app: App) -> None:
    """Procrastinate's hook once Django is ready. Domain jobs are found in each jobs.py."""
