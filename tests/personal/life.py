"""One person with something in every table, and the words they left there."""

from datetime import time, timedelta
from typing import Any
from uuid import uuid4

from django.db.models import F

from hearten.accounts import actions as accounts
from hearten.accounts.models import Account, Role
from hearten.accounts.tests.factories import client_of, make_account, make_programme
from hearten.attachments.tests import made
from hearten.boundaries import actions as boundaries
from hearten.boundaries.models import Answer, Concern, Rest
from hearten.cockpit import actions as cockpit
from hearten.cockpit.actions import Counted
from hearten.conduct import actions as conduct
from hearten.conduct.actions import Wish
from hearten.conduct.queries import Outcome, Rule, decisions_visible_to, letters_visible_to
from hearten.conduct.rules import Kind as Measured
from hearten.conversations import actions as conversations
from hearten.conversations.queries import conversation_of
from hearten.forum import actions as forum
from hearten.forum.queries import Words
from hearten.forum.tests.factories import make_space, start
from hearten.forum.tests.factories import write as write_post
from hearten.foundation import clock
from hearten.foundation.actors import SystemActor
from hearten.groups import actions as circles
from hearten.groups.tests.factories import come
from hearten.groups.tests.factories import start as begin
from hearten.identity import actions as identity
from hearten.identity.models import Opening
from hearten.matching import actions as matching
from hearten.matching.queries import EndReason
from hearten.matching.tests import factories as make
from hearten.notifications import actions as notifications
from hearten.notifications.models import Way
from hearten.notifications.queries import Kind, NewsKind
from hearten.notifications.rules import Rhythm
from hearten.polls import actions as polls
from hearten.profiles.tests import factories as profiles
from hearten.rota import actions as rota
from hearten.safety import actions as safety
from hearten.safety.models import ReportReason, Resolution
from hearten.safety.queries import cases_visible_to
from hearten.safety.rules.screener import Question
from hearten.safety.tests.factories import make_report
from hearten.toolkit import actions as toolkit
from hearten.toolkit.rules import Part, Step
from hearten.toolkit.tests.factories import line, write
from hearten.triage import rules as triage

RULE = SystemActor("tests")


class Life:
    """A member who also supports and moderates; everything they wrote is a key of `own`, with the
    part of the export that shows it. What others wrote is in `others`."""

    def __init__(self) -> None:
        self.own: dict[str, str] = {}
        self.others: list[str] = []
        self.programme = make_programme("Harbour of Everything")
        self.friend = make.supporter_of(self.programme, "Plain Friend")
        self.watch = make_account("Calm Heron", programme=self.programme, roles=[Role.MODERATOR])
        self.person = make_account(
            self.says("accounts", "Zqpseudonym"), programme=self.programme, roles=[Role.MODERATOR]
        )
        for part in (self._account, self._profile, self._supported, self._supports, self._staff):
            part()
        self._community()
        self._circles()
        self._cases()
        self.person = Account.objects.get(pk=self.person.pk)

    def says(self, part: str, words: str) -> str:
        """Words of the person."""
        self.own[words] = part
        return words

    def hears(self, words: str) -> str:
        """Words of somebody else."""
        self.others.append(words)
        return words

    def _account(self) -> None:
        me = self.person
        accounts.save_settings(
            account=me,
            pronouns=self.says("accounts", "zqpronouns"),
            language="en",
            country="NZ",
            time_zone="Pacific/Auckland",
            by=me,
        )
        accounts.make_recovery_codes(account=me, by=me)
        accounts.ask_erasure(account=me, by=me)
        accounts.cancel_erasure(account=me, by=me)
        accounts.add_passkey(
            account=me, credential={"id": "A"}, name=self.says("accounts", "zqpasskey"), by=me
        )
        accounts.block(of=make_account("Somebody Else", programme=self.programme), by=me)
        client_of(me)

    def _profile(self) -> None:
        topic = profiles.topic(self.programme)
        profiles.profile(
            self.person,
            self.programme,
            lived=frozenset({topic.id}),
            wishes=self.says("profiles", "zqwishes"),
            introduction=self.says("profiles", "zqintroduction"),
        )
        profiles.profile(self.friend, self.programme, lived=frozenset({topic.id}))

    def _say(self, pairing: Any, text: str, by: Account) -> None:
        place = conversation_of(pairing.pk)
        assert place is not None
        conversations.send_message(conversation_id=place.pk, client_id=uuid4(), text=text, by=by)

    def _changed(self, pairing: Any) -> None:
        """They changed what they wrote, took something back, and reacted to the friend's words."""
        place = conversation_of(pairing.pk)
        assert place is not None
        at: Any = {"conversation_id": place.pk, "by": self.person}
        conversations.edit_message(
            about=2, text=self.says("conversations", "zqedited"), client_id=uuid4(), **at
        )
        self._say(pairing, self.says("conversations", "zqtakenback"), self.person)
        conversations.delete_message(about=5, client_id=uuid4(), **at)
        conversations.save_talk_settings(account=self.person, shows_read=True, by=self.person)
        conversations.react(about=3, reaction="hope", on=True, client_id=uuid4(), **at)

    def _picture(self, pairing: Any) -> None:
        """They sent a picture, which the friend reported; somebody looked at it and closed the case."""
        place = conversation_of(pairing.pk)
        assert place is not None
        here: Any = {"conversation_id": place.pk}
        png = made.saved(made.halves(8, 6), "PNG")
        words = self.says("conversations", "zqpicture")
        kept = conversations.attach_picture(sent=png, words=words, by=self.person, **here)
        sent = conversations.send_message(
            client_id=uuid4(), text="", attachment_ids=[kept.id], by=self.person, **here
        )
        reason = ReportReason.OTHER
        conversations.report_message(seq=sent.seq, reason=reason, words="", by=self.friend, **here)
        [case] = cases_visible_to(self.watch)
        self.close(case)

    def _supported(self) -> None:
        """Paired with the friend, with a plan that is shared, until the friend hands over."""
        me, friend = self.person, self.friend
        pairing = make.pair(me, friend, self.programme, words=self.says("matching", "zqrequest"))
        self._say(pairing, self.says("conversations", "zqmessage"), me)
        self._say(pairing, self.hears("friendly words"), friend)
        self._changed(pairing)
        self._picture(pairing)
        write(me, Part.SIGNS, self.says("toolkit", "zqsign"))
        write(me, Part.ASK, line(self.says("toolkit", "zqaunt"), self.says("toolkit", "64090909")))
        toolkit.share(account=me, choices={pairing.pk: [Step.SIGNS]}, by=me)
        toolkit.read_shared(pairing_id=pairing.pk, by=friend)
        toolkit.suggest(
            pairing_id=pairing.pk,
            part=Part.SIGNS,
            text=self.says("toolkit", "zqsuggested"),
            line=uuid4(),
            by=friend,
        )
        self.ended = conversation_of(pairing.pk)
        assert self.ended is not None
        conversations.end_conversation(
            conversation_id=self.ended.pk,
            closing_words=self.hears("fare well"),
            reason=EndReason.TIME,
            handover=self.says("matching", "zqhandover"),
            by=friend,
        )
        matching.give_feedback(
            pairing_id=pairing.pk, felt_heard=4, words=self.says("matching", "zqfeedback"), by=me
        )

    def _supports(self) -> None:
        """A supporter themselves, of somebody who goes on."""
        me = self.person
        accounts.give_role(account=me, programme=self.programme, role=Role.SUPPORTER, by=RULE)
        matching.save_supporter_settings(
            supporter=me,
            programme=self.programme,
            capacity=3,
            words=self.says("matching", "zqboundary"),
            by=me,
        )
        matching.save_supporter_settings(
            supporter=self.friend, programme=self.programme, capacity=3, paused=True, by=self.friend
        )
        self.member = make.member_of(self.programme, "Somebody Supported")
        pairing = make.pair(self.member, me, self.programme)
        self.open = conversation_of(pairing.pk)
        self._say(pairing, self.says("conversations", "zqanswer"), me)
        self._say(pairing, self.hears("a member's words"), self.member)
        self._overstepped(pairing)
        write(self.member, Part.SIGNS, self.hears("the kettle stays cold"))
        toolkit.share(account=self.member, choices={pairing.pk: [Step.SIGNS]}, by=self.member)
        toolkit.suggest(
            pairing_id=pairing.pk, part=Part.SIGNS, text="zqoffered", line=uuid4(), by=me
        )

    def _overstepped(self, pairing: Any) -> None:
        """Their words moved elsewhere, they asked for a talk, a supervisor wrote it down; and they
        had a break from which they were called."""
        me, now = self.person, clock.now()
        text = "Let us talk on WhatsApp."
        said = boundaries.Said(
            seq=1, author_id=me.pk, at=now, text=text, verdict=triage.score(text)
        )
        place = f"conversation:{self.open.pk}" if self.open else ""
        boundaries.read_talk(pairing_id=pairing.pk, place=place, said=[said], by=RULE)
        concern = Concern.objects.get()
        boundaries.answer_card(concern=concern, answer=Answer.HELP, by=me)
        supervisor = make_account("Oak Table", programme=self.programme, roles=[Role.SUPERVISOR])
        boundaries.note_talk(
            concern=concern, text=self.says("", "zqtalk"), note_id=uuid4(), by=supervisor
        )
        monday = now.date() - timedelta(days=now.weekday())
        Rest.objects.create(programme=self.programme, account=me, week=monday)
        boundaries.keep_yielded(
            programme_id=self.programme.id, cause="step:1", people=[me.pk], by=RULE
        )

    def _community(self) -> None:
        """They opened a thread, changed it, were answered, took something away, and said what they
        would rather not see."""
        me = self.person
        space = make_space(self.programme)
        thread = start(
            space,
            me,
            title=self.says("forum", "zqtitle"),
            text=self.says("forum", "zqposted"),
            face=self.says("forum", "Zqface"),
        )
        first = thread.posts.get()
        forum.edit_post(post=first, text=self.says("forum", "zqreworded"), by=me)
        answer = write_post(thread, self.friend, text=self.hears("a friendly answer"))
        forum.react(post=answer, said="thank_you", on=True, by=me)
        forum.react(post=first, said="with_you", on=True, by=self.friend)
        poll = polls.start_poll(
            post=first,
            question=self.says("polls", "zqasked"),
            options=[self.says("polls", "zqanswer"), "other"],
            several=False,
            days=None,
            by=me,
        )
        for voter in (me, self.friend):
            polls.vote(poll=poll, places=[1], by=voter)
        gone = write_post(thread, me, text="zqtakenaway", about=2)
        forum.take_away(post=gone, by=me)
        forum.bookmark(post=answer, on=True, by=me)
        begun = Words(text=self.says("forum", "Zqbegun"))  # sealed with others, as JSON
        forum.keep_draft(place=thread, words=begun, by=me)
        forum.block_face(face=answer.face, both_ways=False, by=me)
        forum.block_face(face=first.face, both_ways=False, by=self.friend)
        forum.bookmark(post=first, on=True, by=self.friend)
        forum.name_host(space=space, name="Zqface", by=RULE)
        forum.save_reading(hidden=["medical"], uncovered=False, by=me)

    def _circles(self) -> None:
        """They host a group and are tired; they asked to come into another one, and were sent away from
        a third."""
        me, friend = self.person, self.friend
        group = begin(
            self.programme,
            me,
            called=self.says("groups", "Zqseat"),
            introduction=self.says("groups", "zqintroducing"),
        )
        come(group, friend, introduction=self.hears("a friendly introduction"))
        spoken = self.says("groups", "zqspoken")
        circles.say(group=group, text=spoken, client_id=uuid4(), by=me)
        heard = self.hears("a friendly word in the room")
        circles.say(group=group, text=heard, client_id=uuid4(), by=friend)
        asked = circles.ask_help(group=group, words=self.says("groups", "zqtired"), by=me)
        supervisor = make_account("Elm Table", programme=self.programme, roles=[Role.SUPERVISOR])
        answered = self.says("groups", "zqrest")
        circles.answer_help(asked=asked, words=answered, by=supervisor)
        self._meets(group)
        elsewhere = begin(self.programme, friend, entry="request", questions=["Why here?"])
        come(elsewhere, me, answers=self.says("groups", "zqanswering"))
        third = begin(self.programme, friend)
        seat = come(third, me)
        circles.remove_person(seat=seat, words=self.says("groups", "zqsentaway"), by=friend)

    def _meets(self, group: Any) -> None:
        """Their group met: what they took along, wrote to the other hosts and to the group."""
        me, friend = self.person, self.friend
        at = clock.now() + timedelta(minutes=5)
        meeting = circles.set_meeting(group=group, starts_at=at, minutes=60, by=me)
        run = cockpit.open_run(meeting=meeting, by=me)
        cockpit.come(group=group, by=friend)
        told = self.says("cockpit", "zqbackstage")
        cockpit.tell_hosts(group=group, words_id=uuid4(), text=told, by=me)
        for step in range(3):
            cockpit.next_step(group=group, after=step, by=me)
        for person, words in (
            (me, self.says("cockpit", "zqtaking")),
            (friend, self.hears("what a friend takes along")),
        ):
            cockpit.answer_closing(group=group, takes=words, rating=4, by=person)
        cockpit.close_run(run=run, by=me)
        noted = self.says("cockpit", "zqafterwards")
        counted = Counted(came=2, stepped_out=0, stayed=2, words=noted)
        cockpit.confirm_note(run=run, counted=counted, by=me)

    def _staff(self) -> None:
        me, now = self.person, clock.now()
        address = self.says("notifications", "zqaddress@example.org")
        notifications.add_way(kind=Kind.EMAIL, address=address, by=me)
        second = self.says("notifications", "zqsecond@example.org")
        way = notifications.add_way(kind=Kind.EMAIL, address=second, by=me)
        Way.objects.filter(pk=way.pk).update(verified_at=now, sealed_code=None)
        notifications.set_brings_news(way=way, on=True, by=me)
        notifications.save_news_settings(
            account=me,
            rhythms=dict.fromkeys(NewsKind, Rhythm.DAILY),
            quiet=None,
            digest_at=time(7),
            digest_day=6,
            says_what=True,
            by=me,
        )
        notifications.note(people=[me.pk], kind=NewsKind.TALK, place="conversation:1", by=RULE)
        rota.add_shift(
            programme=self.programme,
            account=me,
            weekday=1,
            starts=time(9),
            ends=time(17),
            zone="UTC",
            by=me,
        )
        rota.add_duty_change(
            programme=self.programme,
            account=me,
            on=True,
            starts_at=now,
            ends_at=now + timedelta(hours=8),
            by=me,
        )
        drill = safety.start_drill(programme=self.programme, by=RULE)
        safety.take_due_steps(by=RULE)
        safety.claim_alert(alert=drill, by=me)

    def _cases(self) -> None:
        """One they reported and one about them, both closed; and one about them that is open."""
        me, watch = self.person, self.watch
        mine = make_report(self.programme, self.friend, me, words=self.says("safety", "zqreport"))
        self.close(mine)
        about = make_report(
            self.programme,
            me,
            self.friend,
            words=self.hears("they wrote this"),
            evidence=self.says("", "zqevidence"),
        )
        self._decided(about)
        self.close(about)
        self._emergency()
        verdict = triage.Verdict(level=3, score=0.9, signals=(), lang="en", version="tests")
        finding = safety.note_finding(
            programme=self.programme,
            author_id=me.pk,
            verdict=verdict,
            text=self.says("", "zqdanger"),
            place="tests",
            subject_kind="tests",
            subject_id="1",
            written_at=clock.now(),
            by=RULE,
        )
        safety.note_finding(
            programme=self.programme,
            author_id=me.pk,
            verdict=triage.Verdict(level=1, score=0.2, signals=(), lang="en", version="tests"),
            text="sad",
            place="tests",
            subject_kind="tests",
            subject_id="2",
            written_at=clock.now(),
            by=RULE,
        )
        assert finding is not None
        self.review = finding.case
        assert self.review is not None
        safety.assign_case(case=self.review, by=watch)
        safety.use_screener(programme=self.programme, on=True, by=RULE)
        answers = {Question.WISH: True}
        safety.record_screening(case=self.review, answers=answers, screening_id=uuid4(), by=watch)
        safety.add_note(case=self.review, text=self.says("", "zqnote"), by=watch)

    def _emergency(self) -> None:
        """Their details were opened for a case that is closed, and an ambulance was told."""
        me = self.person
        identity.save_details(
            account=me,
            name=self.says("identity", "zqname"),
            phone=self.says("identity", "64070707"),
            place=self.says("identity", "zqplace"),
            contact=self.says("identity", "zqcontact"),
            by=me,
        )
        manager = make_account("Open Window", programme=self.programme, roles=[Role.MANAGER])
        case = make_report(self.programme, me, self.friend, reason=ReportReason.DANGER)
        safety.assign_case(case=case, by=self.watch)
        opening = identity.ask_opening(
            case=case, reason=self.says("identity", "zqwhy"), by=self.watch
        )
        opening = identity.answer_opening(opening=opening, agree=True, by=manager)
        identity.open_details(opening=opening, by=self.watch)
        identity.register_disclosure(
            opening=opening,
            what=["place"],
            recipient="ambulance",
            ground="vital_interests",
            words=self.says("identity", "zqstation"),
            disclosure_id=uuid4(),
            by=self.watch,
        )
        identity.register_release(
            programme=self.programme,
            about=me,
            what=["account"],
            recipient="court",
            ground="court_order",
            words=self.says("identity", "zqcourt"),
            release_id=uuid4(),
            by=manager,
        )
        self.close(case)
        # It was two hours ago, so they were told.
        past = {
            name: F(name) - timedelta(hours=2)
            for name in ("asked_at", "answer_by", "answered_at", "opens_until", "tell_at")
        }
        Opening.objects.filter(pk=opening.pk).update(**past)

    def found_late(self) -> Any:
        """A danger found in their words after they were erased."""
        finding = safety.note_finding(
            programme=self.programme,
            author_id=self.person.pk,
            verdict=triage.Verdict(level=3, score=0.9, signals=(), lang="en", version="tests"),
            text="zqlate",
            place="tests",
            subject_kind="tests",
            subject_id="late",
            written_at=clock.now(),
            by=RULE,
        )
        assert finding is not None
        return finding.case

    def _decided(self, case: Any) -> None:
        """A warning with a letter, which the person appeals and answers; the appeal is decided."""
        me, watch = self.person, self.watch
        safety.assign_case(case=case, by=watch)
        reason = self.says("conduct", "zqwarned")
        wish = Wish(kind=Measured.WARNING, rule=Rule.RESPECT, reason=reason)
        safety.decide_measure(case=case, wish=wish, by=watch)
        safety.write_to_person(case=case, text=self.says("conduct", "zqletter"), by=watch)
        [measure] = decisions_visible_to(me)
        appeal = conduct.appeal(measure=measure, words=self.says("conduct", "zqappeal"), by=me)
        judge = make_account("Late Judge", programme=self.programme, roles=[Role.MODERATOR])
        answer = self.says("conduct", "zqlooked")
        conduct.decide_appeal(appeal=appeal, outcome=Outcome.UPHELD, answer=answer, by=judge)
        conduct.acknowledge(measure=measure, by=me)
        [letter] = letters_visible_to(me)
        conduct.answer_letter(letter=letter, text=self.says("conduct", "zqreplied"), by=me)

    def close(self, case: Any) -> None:
        """Somebody takes a case, reads it, and closes it."""
        safety.assign_case(case=case, by=self.watch)
        safety.read_evidence(case=case, by=self.watch)
        resolution = Resolution.SAFE if case.nature == "welfare" else Resolution.TALKED
        safety.resolve_case(case=case, resolution=resolution, reason="It is settled", by=self.watch)
