"""A programme with one of everything, another programme beside it, and everybody who might look."""

from datetime import time, timedelta
from typing import Any
from uuid import UUID

from django.test import Client

from hearten.accounts import actions as accounts
from hearten.accounts.models import Account, Programme, Role, SuspendReason
from hearten.accounts.queries import acceptances_of
from hearten.accounts.tests.factories import TESTS, client_of, make_account, make_programme
from hearten.attachments.tests import made
from hearten.boundaries import actions as boundaries
from hearten.boundaries.models import Concern
from hearten.cockpit import actions as cockpit
from hearten.conduct import actions as conduct
from hearten.conduct.actions import Wish
from hearten.conduct.queries import (
    Rule,
    decisions_visible_to,
    letters_visible_to,
    proposals_visible_to,
)
from hearten.conduct.rules import Kind as Measured
from hearten.conversations import actions as conversations
from hearten.conversations.tests.factories import pairing as paired
from hearten.crisis import actions as crisis
from hearten.crisis.models import CrisisLine
from hearten.forum import actions as forum
from hearten.forum.tests.factories import make_space, start
from hearten.foundation import clock, crypto
from hearten.foundation.ids import new_id
from hearten.groups import actions as circles
from hearten.groups.tests.factories import come, seat_of
from hearten.groups.tests.factories import start as begin
from hearten.identity import actions as identity
from hearten.integrations import actions as integrations
from hearten.matching import actions as matching
from hearten.matching.models import EndReason
from hearten.matching.tests import factories as pairs
from hearten.notifications import actions as notifications
from hearten.notifications.models import Delivery
from hearten.polls import actions as polls
from hearten.profiles import actions as profiles
from hearten.profiles.models import Topic
from hearten.rota import actions as rota
from hearten.safety import actions as safety
from hearten.safety.models import ReportReason
from hearten.safety.queries import enclosed_in
from hearten.safety.tests.factories import make_report
from hearten.toolkit import actions as toolkit
from hearten.toolkit.models import Suggestion
from hearten.toolkit.rules import Part, Step
from hearten.toolkit.tests.factories import plan_for
from hearten.triage.rules import score

NOBODY = "nobody"
"""Not signed in."""


class World:
    """`people` by the part they play, a client for each, and an object for every kind of address."""

    def __init__(self) -> None:
        self.here = make_programme("Here")
        self.there = make_programme("There")
        self.people: dict[str, Account] = {}
        for name, place, roles in CAST:
            programme = self.here if place == "here" else self.there
            self.people[name] = make_account(programme=programme, roles=roles)
        self.clients = {name: client_of(person) for name, person in self.people.items()}
        self.clients[NOBODY] = Client()
        accounts.suspend(account=self.people["suspended"], reason=SuspendReason.HARM, by=TESTS)
        self.arguments: dict[str, dict[str, Any]] = {}
        self._pair()
        self._question()
        self._safety()
        self._identity()
        self._decided()
        self._own()
        self._community()
        self._circle()
        self._machines()

    def _keys(self, kwarg: str, value: Any, *names: str) -> None:
        for name in names:
            self.arguments[name] = {kwarg: value}

    def _pair(self) -> None:
        """The member and the supporter talk; a plan is shared; the supporter suggested a line."""
        member, supporter = self.people["member"], self.people["supporter"]
        _supports(supporter, self.here)
        earlier = self._ended()
        pairing = paired(member, supporter, self.here)
        conversation = conversations.open_for_pairing(pairing_id=pairing.id, by=TESTS)
        said = conversations.send_message(
            conversation_id=conversation.id, client_id=new_id(), text="Hello", by=supporter
        )
        names = (
            "show",
            "search_in",
            "send",
            "events",
            "read",
            "reading",
            "care",
            "put_away",
            "end",
            "block",
            "reported",
            "attach",
            "pictures_shown",
        )
        self._keys("conversation_id", conversation.id, *(f"conversations:{one}" for one in names))
        own = conversations.send_message(
            conversation_id=conversation.id, client_id=new_id(), text="Hello you", by=member
        )
        picture = self._picture(conversation.id)
        self.reported = safety.Enclosed([picture["attachment_id"]], conversation.wrapped_key)
        self.arguments["conversations:look"] = picture
        self.arguments["conversations:file"] = picture | {"size": "small"}
        for name in ("edit", "delete"):
            self.arguments[f"conversations:{name}"] = {
                "conversation_id": conversation.id,
                "seq": own.seq,
            }
        led = conversations.send_message(
            conversation_id=conversation.id,
            client_id=new_id(),
            text="https://example.org/",
            by=supporter,
        )
        self.arguments["conversations:link"] = {
            "conversation_id": conversation.id,
            "seq": led.seq,
            "number": 1,
        }
        for name in ("report", "react"):
            self.arguments[f"conversations:{name}"] = {
                "conversation_id": conversation.id,
                "seq": said.seq,
            }
        self._keys("pairing_id", pairing.id, "matching:talk")
        self._overstepped(pairing, f"conversation:{conversation.id}")
        names = ("ask_again", "feedback", "handover", "hand_over")
        self._keys("pairing_id", earlier, *(f"matching:{one}" for one in names))
        plan_for(member)
        toolkit.share(account=member, choices={pairing.pk: [Step.SIGNS]}, by=member)
        toolkit.suggest(
            pairing_id=pairing.pk, part=Part.SIGNS, text="Tea", line=new_id(), by=supporter
        )
        self._keys("pairing_id", pairing.pk, "toolkit:shared")
        self._keys("suggestion_id", Suggestion.objects.get().pk, "toolkit:answer_suggestion")
        self._keys("step", Step.SIGNS, "toolkit:step")

    def _picture(self, conversation_id: UUID) -> dict[str, Any]:
        """The supporter sends one."""
        supporter = self.people["supporter"]
        kept = conversations.attach_picture(
            conversation_id=conversation_id,
            sent=made.saved(made.halves(8, 6), "PNG"),
            words="",
            by=supporter,
        )
        conversations.send_message(
            conversation_id=conversation_id,
            client_id=new_id(),
            text="",
            attachment_ids=[kept.id],
            by=supporter,
        )
        return {"conversation_id": conversation_id, "attachment_id": kept.id}

    def _overstepped(self, pairing: Any, place: str) -> None:
        """The supporter's words asked for money: a card for each of the two, and a review."""
        text = "Could you lend me 20 quid?"
        said = boundaries.Said(
            seq=1,
            author_id=self.people["supporter"].id,
            at=clock.now(),
            text=text,
            verdict=score(text),
        )
        boundaries.read_talk(pairing_id=pairing.pk, place=place, said=[said], by=TESTS)
        concern = Concern.objects.get().pk
        names = ("answer", "concern", "close")
        self._keys("concern_id", concern, *(f"boundaries:{one}" for one in names))
        self._keys("pairing_id", pairing.pk, "boundaries:put_away")

    def _ended(self) -> UUID:
        """An earlier pairing of the two, with words the supporter would pass on."""
        member, supporter = self.people["member"], self.people["supporter"]
        earlier = paired(member, supporter, self.here)
        matching.end_pairing(
            pairing_id=earlier.pk,
            reason=EndReason.TIME,
            handover="Tea helps.",
            by=supporter,
        )
        return earlier.pk

    def _question(self) -> None:
        """Somebody asked, and another supporter is to answer."""
        _supports(self.people["peer"], self.here)
        pairs.ask(self.people["asker"], self.here)
        [proposal] = pairs.sweep(self.here)
        self._keys("proposal_id", proposal.id, "matching:proposal")

    def _safety(self) -> None:
        """A case the moderator works, about another moderator; the rota; a drill."""
        moderator, manager = self.people["moderator"], self.people["manager"]
        case = make_report(
            self.here, self.people["about"], self.people["member"], enclosed=self.reported
        )
        safety.assign_case(case=case, by=moderator)
        [[copy]] = enclosed_in(case).values()
        self.arguments["safety:case_file"] = {
            "case_id": case.id,
            "attachment_id": copy.id,
            "size": "small",
        }
        names = ("case", "assign_case", "case_evidence", "case_note", "hand_over_case")
        self._keys("case_id", case.id, *(f"safety:{one}" for one in (*names, "resolve_case")))
        safety.use_screener(programme=self.here, on=True, by=manager)
        welfare = make_report(
            self.here, self.people["measured"], self.people["member"], reason=ReportReason.DANGER
        )
        safety.assign_case(case=welfare, by=self.people["second"])
        self._keys("case_id", welfare.id, "safety:screener")
        shift = rota.add_shift(
            programme=self.here,
            account=moderator,
            weekday=0,
            starts=time(9),
            ends=time(17),
            zone="UTC",
            by=moderator,
        )
        self._keys("shift_id", shift.pk, "rota:remove_shift")
        now = clock.now()
        change = rota.add_duty_change(
            programme=self.here,
            account=moderator,
            on=False,
            starts_at=now + timedelta(days=1),
            ends_at=now + timedelta(days=2),
            by=moderator,
        )
        self._keys("change_id", change.pk, "rota:remove_duty_change")
        drill = safety.start_drill(programme=self.here, by=manager)
        self._keys("alert_id", drill.id, "safety:drill", "safety:have_it")
        crisis.load_crisis_lines(by=TESTS)
        line = CrisisLine.objects.filter(country="ES")[0]
        self._keys("line_id", line.pk, "crisis:line", "crisis:remove_line")
        self._keys("country", "ES", "crisis:add_line", "crisis:confirm_lines")
        self.arguments["api:crisis_lines"] = {"country": "ES"}

    def _identity(self) -> None:
        """Emergency details of two people: opened to the moderator, and asked for by them."""
        moderator = self.people["moderator"]
        asked = {}
        for name in ("peer", "asker"):
            who = self.people[name]
            identity.save_details(
                account=who, name="Somebody", phone="", place="", contact="", by=who
            )
            case = make_report(self.here, who, self.people["member"], reason=ReportReason.DANGER)
            safety.assign_case(case=case, by=moderator)
            asked[name] = identity.ask_opening(case=case, reason="To help", by=moderator)
        opened = identity.answer_opening(
            opening=asked["peer"], agree=True, by=self.people["manager"]
        )
        names = ("case", "open", "told")
        self._keys("case_id", opened.case_id, *(f"identity:{one}" for one in names))
        self._keys("notice_id", opened.pk, "identity:read_notice")
        self._keys("opening_id", asked["asker"].pk, "identity:answer")

    def _decided(self) -> None:
        """The moderator restricted somebody, wrote to them, and proposes a pause; they appealed."""
        measured, moderator = self.people["measured"], self.people["moderator"]
        case = make_report(self.here, measured, self.people["member"])
        safety.assign_case(case=case, by=moderator)
        light = Wish(
            kind=Measured.RESTRICTION, rule=Rule.RESPECT, reason="So.", scope="new", days=7
        )
        safety.decide_measure(case=case, wish=light, by=moderator)
        [stands] = decisions_visible_to(measured)
        appeal = conduct.appeal(measure=stands, words="I see it otherwise.", by=measured)
        safety.read_evidence(case=case, by=moderator)
        grave = Wish(kind=Measured.PAUSE, rule=Rule.RESPECT, reason="Again.", days=7, gravity=3)
        safety.decide_measure(case=case, wish=grave, by=moderator)
        [proposed] = proposals_visible_to(self.people["second"], self.here)
        safety.write_to_person(case=case, text="Please write to us.", by=moderator)
        [letter] = letters_visible_to(measured)
        names = ("decision", "acknowledge", "appeal", "lift")
        self._keys("measure_id", stands.pk, *(f"conduct:{one}" for one in names))
        names = ("proposal", "confirm", "decline")
        self._keys("measure_id", proposed.pk, *(f"conduct:{one}" for one in names))
        self._keys("appeal_id", appeal.pk, "conduct:appealed")
        self._keys("letter_id", letter.pk, "conduct:letter")
        names = ("case_measure", "case_letter", "case_refer", "case_call")
        self._keys("case_id", case.pk, *(f"safety:{one}" for one in names))

    def _own(self) -> None:
        """What belongs to the member alone, or to the programme's managers."""
        member = self.people["member"]
        session = member.sessions.get()
        self._keys("session_id", session.public_id, "accounts:end_session")
        self._keys("passkey_id", 0, "accounts:remove_passkey")
        accounts.block(of=self.people["stranger"], by=member)
        self._keys("account_id", self.people["stranger"].pk, "accounts:unblock")
        agreement = acceptances_of(member)[0].agreement_id
        self._keys("agreement_id", agreement, "accounts:agreement")
        names = ("person", "give_role", "end_role", "suspend", "restore")
        self._keys("account_id", self.people["peer"].pk, *(f"accounts:{one}" for one in names))
        names = ("join_programme", "join_passkey")
        self._keys("slug", self.here.slug, *(f"accounts:{one}" for one in names))
        self._keys("kind", "terms", "accounts:write_agreement")
        self.arguments["accounts:translate_agreement"] = {"kind": "terms", "language": "es"}
        profiles.seed_taxonomy(programme=self.here, by=TESTS)
        topic = Topic.objects.filter(programme=self.here).order_by("pk")[0]
        names = ("topic", "move_topic", "retire_topic", "restore_topic")
        self._keys("topic_id", topic.pk, *(f"profiles:{one}" for one in names))
        self._keys("kind", topic.kind, "profiles:add_topic")
        self._keys("section", "lived", "profiles:about_section")
        way = notifications.add_way(
            kind="email", address="calm@example.org", by=self.people["moderator"]
        )
        names = ("answer_call", "report_delivery")
        sent = Delivery.objects.latest("made_at").pk
        self._keys("delivery_id", sent, *(f"notifications:{one}" for one in names))
        self.arguments["notifications:send_test"] = {"way_id": way.pk, "kind": "email"}
        signature = crypto.signed(str(way.pk), purpose="notifications.stop")
        self.arguments["notifications:stop"] = {"way_id": way.pk, "signature": signature}
        names = ("verify_way", "send_code", "remove_way", "bring_news")
        self._keys("way_id", way.pk, *(f"notifications:{one}" for one in names))

    def _community(self) -> None:
        """The member opened a thread in a space."""
        space = make_space(self.here)
        thread = start(space, self.people["member"])
        host = forum.name_face(space=space, name="Steady Lantern", by=self.people["asker"])
        forum.name_host(space=space, name="Steady Lantern", by=TESTS)
        names = ("space", "start", "face", "leave", "change_space", "close_space", "reopen_space")
        names += ("lay_down", "hosts", "drop_for_space", "readers")
        self._keys("space_id", space.pk, *(f"forum:{one}" for one in names))
        self.arguments["forum:end_host"] = {"space_id": space.pk, "face_id": host.pk}
        forum.block_face(face=host, both_ways=False, by=self.people["manager"])
        self.arguments["forum:unblock"] = {"face_id": host.pk}
        names = ("thread", "put_away", "reported", "tend", "lock", "unlock", "pin", "unpin", "slow")
        names += ("unslow", "move", "split", "attend", "new", "drop_for_thread")
        self._keys("thread_id", thread.pk, *(f"forum:{one}" for one in names))
        for name in (
            "post",
            "react",
            "report",
            "change",
            "take_away",
            "release",
            "note",
            "remove",
            "hold",
            "bookmark",
            "block",
        ):
            self.arguments[f"forum:{name}"] = {"thread_id": thread.pk, "number": 1}
        options = ["Tea", "Milk"]
        said = {"question": "Tea?", "options": options, "several": False, "days": None}
        polls.start_poll(post=thread.posts.get(), **said, by=self.people["member"])
        self._keys("thread_id", thread.pk, "polls:poll", "polls:ask", "polls:close")

        self._public()

    def _public(self) -> None:
        """The member opened a thread where everybody reads."""
        space = forum.open_to_all(space=make_space(self.here), for_engines=False, by=TESTS)
        thread = start(space, self.people["member"], knows_public=True)
        self._keys(
            "space_id", space.pk, "forum:public_space", "integrations:space_feed", "api:threads"
        )
        self._keys(
            "thread_id", thread.pk, "forum:public_thread", "integrations:thread_feed", "api:posts"
        )
        self.arguments["forum:public_post"] = {"thread_id": thread.pk, "number": 1}

    def _machines(self) -> None:
        """A program may read what everybody reads."""
        token = integrations.make_token(
            programme=self.here,
            token_id=new_id(),
            name="Website",
            scopes=["spaces:read"],
            days=30,
            by=TESTS,
        ).token
        self._keys("token_id", token.pk, "integrations:revoke_token")
        hook = integrations.register_webhook(
            programme=self.here,
            webhook_id=new_id(),
            address="https://planted.example/told",
            kinds=["thread.created"],
            by=TESTS,
        ).webhook
        names = ("webhook", "test_webhook", "switch_webhook", "rotate_secret", "remove_webhook")
        self._keys("webhook_id", hook.pk, *(f"integrations:{one}" for one in names))
        integrations.send_test(webhook=hook, by=TESTS)
        told = {"webhook_id": hook.pk, "telling_id": hook.tellings.get().pk}
        self.arguments["integrations:send_again"] = told

    def _circle(self) -> None:
        """The member hosts a group with the peer, who is tired; the supporter is in it, the asker asks."""
        people = self.people
        group = begin(self.here, people["member"], entry="request", size_limit=5)
        for name in ("peer", "supporter", "asker", "about"):
            seat = come(group, people[name])
            if name != "asker":
                yes = name != "about"
                circles.answer_asking(seat=seat, yes=yes, words="Not now.", by=people["member"])
        peer = seat_of(group, people["peer"])
        circles.give_role(seat=peer, co_host=True, by=people["member"])
        asked = circles.ask_help(group=group, words="I am tired.", by=people["peer"])
        circles.say(group=group, text="Hello", client_id=new_id(), by=people["supporter"])
        names = ("group", "join", "leave", "put_away", "agreements", "introduce", "take_over")
        soon = clock.now() + timedelta(days=1)
        meets = circles.set_meeting(group=group, starts_at=soon, minutes=60, by=people["member"])
        self.arguments["groups:cancel_meeting"] = {"group_id": group.pk, "meeting_id": meets.pk}
        rooms = ("room", "room_new", "reported", "meeting", "set_meeting")
        hosts = ("askings", "host", "change", "new_code", "change_agreements", "tired", "close")
        self._keys("group_id", group.pk, *(f"groups:{one}" for one in (*names, *rooms, *hosts)))
        self.arguments["groups:report"] = {"group_id": group.pk, "seq": 1}
        self._keys("format", group.format, "groups:start")
        self._keys("asked_id", asked.pk, "groups:help_answer")
        self._keys("seat_id", seat_of(group, people["about"]).pk, "groups:letter")
        for who, names in (
            ("asker", ("let_in", "decline")),
            ("supporter", ("remove", "role", "hand_over", "report_person")),
        ):
            place = {"group_id": group.pk, "seat_id": seat_of(group, people[who]).pk}
            self.arguments |= {f"groups:{one}": place for one in names}
        self._meets(group)

    def _meets(self, group: Any) -> None:
        """It met, and meets again now."""
        member = self.people["member"]
        for minutes in (5, 10):
            at = clock.now() + timedelta(minutes=minutes)
            meets = circles.set_meeting(group=group, starts_at=at, minutes=60, by=member)
            run = cockpit.open_run(meeting=meets, by=member)
            if minutes == 5:
                cockpit.close_run(run=run, by=member)
        names = ("meeting", "now", "come", "move", "out", "closing", "note")
        hosts = ("open", "lead", "words", "close")
        self._keys("group_id", group.pk, *(f"cockpit:{one}" for one in (*names, *hosts)))


CAST: list[tuple[str, str, list[Role]]] = [
    ("member", "here", []),
    ("supporter", "here", [Role.SUPPORTER]),
    ("asker", "here", []),
    ("stranger", "here", []),
    ("peer", "here", [Role.SUPPORTER]),
    ("supervisor", "here", [Role.SUPERVISOR]),
    ("moderator", "here", [Role.MODERATOR]),
    ("second", "here", [Role.MODERATOR]),
    ("about", "here", [Role.MODERATOR]),
    ("measured", "here", []),
    ("manager", "here", [Role.MANAGER]),
    ("suspended", "here", [Role.SUPPORTER]),
    ("far_member", "there", []),
    ("far_supporter", "there", [Role.SUPPORTER]),
    ("far_moderator", "there", [Role.MODERATOR]),
    ("far_manager", "there", [Role.MANAGER]),
]


def _supports(account: Account, programme: Programme) -> None:
    matching.save_supporter_settings(supporter=account, programme=programme, capacity=1, by=account)
