"""Every screen: who looks at it, and where it is.

Run as a module inside an installation with the demo programme it prints the list as JSON, with a
session for each person. A new screen is a new line here; axe, 320 px, right-to-left and the
pictures in docs/screens follow from the list.
"""

import json
from datetime import timedelta

import django

django.setup()

from django.conf import settings  # noqa: E402
from django.db.models import F, Q  # noqa: E402
from django.test import Client  # noqa: E402
from django.urls import reverse  # noqa: E402

from hearten.accounts import actions as accounts  # noqa: E402
from hearten.accounts.models import Account, AgreementKind, Programme, Role  # noqa: E402
from hearten.accounts.queries import acceptances_of  # noqa: E402
from hearten.accounts.tests.factories import accept_all, client_of, make_account  # noqa: E402
from hearten.attachments.tests import made  # noqa: E402
from hearten.boundaries import actions as boundaries  # noqa: E402
from hearten.boundaries.models import Concern, Rest  # noqa: E402
from hearten.conduct import actions as conduct  # noqa: E402
from hearten.conduct.actions import Wish  # noqa: E402
from hearten.conduct.models import Rule  # noqa: E402
from hearten.conduct.rules import Kind  # noqa: E402
from hearten.conversations.actions import attach_picture, attach_sound, send_message  # noqa: E402
from hearten.conversations.models import Conversation, Message  # noqa: E402
from hearten.conversations.rules import topic_of  # noqa: E402
from hearten.conversations.views.talking import PAGE  # noqa: E402
from hearten.forum import actions as forum  # noqa: E402
from hearten.forum.models import Post, Space, Thread  # noqa: E402
from hearten.foundation import clock, crypto  # noqa: E402
from hearten.foundation.actors import SystemActor  # noqa: E402
from hearten.foundation.ids import new_id  # noqa: E402
from hearten.identity import actions as identity  # noqa: E402
from hearten.matching import actions as matching  # noqa: E402
from hearten.matching.models import (  # noqa: E402
    Pairing,
    Proposal,
    RequestKind,
    Stage,
    SupportRequest,
)
from hearten.matching.queries import suggestions_for  # noqa: E402
from hearten.notifications import actions as notifications  # noqa: E402
from hearten.notifications.models import Delivery, Way  # noqa: E402
from hearten.notifications.tests.browsers import Browser  # noqa: E402
from hearten.profiles.models import Topic  # noqa: E402
from hearten.safety import actions as safety  # noqa: E402
from hearten.safety.models import Alert, Case, ReportReason  # noqa: E402
from hearten.safety.rules.screener import Question  # noqa: E402
from hearten.safety.tests.factories import make_report  # noqa: E402
from hearten.toolkit import actions as toolkit  # noqa: E402
from hearten.toolkit.rules import Part, Step  # noqa: E402
from hearten.toolkit.tests.factories import line, write  # noqa: E402
from hearten.triage.rules import score  # noqa: E402
from tests.browser.circled import circles  # noqa: E402
from tests.browser.outside import outside  # noqa: E402
from tests.browser.polled import polled  # noqa: E402
from tests.browser.tended import kept, tended  # noqa: E402

_cookies: dict[Account, str] = {}
_found: list[dict[str, str]] = []


def _cookie(account: Account, programme: Programme) -> str:
    if account not in _cookies:
        accept_all(account, programme)
        client = client_of(account)
        # As right after the passphrase: some pages ask for it once more.
        session = client.session
        session["confirmed_at"] = clock.now().timestamp()
        session.save()
        _cookies[account] = client.cookies[settings.SESSION_COOKIE_NAME].value
    return _cookies[account]


def _screen(name: str, who: Account | None, address: str, **arguments: object) -> None:
    path = reverse(address, kwargs=arguments) if ":" in address else address
    cookie = _cookie(who, Programme.objects.get()) if who else ""
    _found.append({"name": name, "path": path, "cookie": cookie})


def _with_role(role: Role) -> Account:
    people = Account.objects.filter(is_active=True, memberships__role=role)
    found = people.order_by("pseudonym_key").first()
    assert found is not None
    return found


def _outside() -> None:
    slug = Programme.objects.get().slug
    _screen("landing", None, "pages:home")
    _screen("join", None, "accounts:join_programme", slug=slug)
    _screen("sign-in", None, "accounts:sign_in")
    _screen("recover", None, "accounts:recover")
    _screen("crisis", None, "crisis:help")
    _screen("leaving", None, "ui:leaving")
    _screen("languages", None, "ui:languages")
    _screen("styleguide", None, "ui:styleguide")
    _screen("not-found", None, "/nowhere/")


def _member() -> None:
    waiting = list(SupportRequest.objects.filter(state="waiting").order_by("waiting_since"))
    _screen("waiting", waiting[0].member, "matching:waiting")
    offered_to = next((one for one in waiting if suggestions_for(one)), waiting[0])
    _screen("choose", offered_to.member, "matching:choose")
    asked = Proposal.objects.filter(stage=Stage.ASKED_MEMBER)[0]
    _screen("proposal-member", asked.request.member, "matching:proposal", proposal_id=asked.id)
    talking = _conversation(ended=False)
    member = talking.pairing.member
    _screen("home", member, "pages:home")
    _screen("told", member, "notifications:ways")
    with clock.frozen(clock.now() - timedelta(hours=2)):
        _fill(talking)
    _screen("conversation", member, "conversations:show", conversation_id=talking.id)
    _screen("ending", member, "conversations:end", conversation_id=talking.id)
    _screen("block", member, "conversations:block", conversation_id=talking.id)
    other = Message.objects.filter(conversation=talking, author=talking.pairing.supporter)[0]
    _screen("react", member, "conversations:react", conversation_id=talking.id, seq=other.seq)
    _screen("report", member, "conversations:report", conversation_id=talking.id, seq=other.seq)
    _screen("talk-settings", member, "conversations:settings")
    _screen("search", member, "conversations:search")
    said = _just_said(talking)
    _screen("link", member, "conversations:link", conversation_id=talking.id, seq=said, number=1)
    _screen("edit", member, "conversations:edit", conversation_id=talking.id, seq=said)
    _screen("delete", member, "conversations:delete", conversation_id=talking.id, seq=said)
    _pictures()
    ended = _conversation(ended=True)
    _screen("ended", ended.pairing.member, "conversations:show", conversation_id=ended.id)
    free = Account.objects.filter(memberships__role=Role.MEMBER).exclude(
        Q(requests__state__in=["waiting", "proposed"]) | Q(memberships__role=Role.SUPPORTER)
    )
    _screen("ask", free.exclude(pairings_as_member__ended_at=None)[0], "matching:ask")
    chooser = free.exclude(pairings_as_member__ended_at=None)[1]
    weeks, here = RequestKind.WEEKS, Programme.objects.get()
    matching.ask(member=chooser, programme=here, kind=weeks, choose=True, by=chooser)
    _screen("choosing", chooser, "matching:choose")
    _screen("waiting-choosing", chooser, "matching:waiting")
    over = Pairing.objects.filter(ended_at__isnull=False).exclude(feedback__by=F("supporter"))[0]
    _screen("feedback-supporter", over.supporter, "matching:feedback", pairing_id=over.id)
    quiet = Pairing.objects.filter(ended_at__isnull=False).exclude(feedback__by=F("member"))
    unsaid = quiet.first() or over
    _screen("feedback-member", unsaid.member, "matching:feedback", pairing_id=unsaid.id)
    offered = Pairing.objects.filter(sealed_handover__isnull=False)[0]
    _screen("handover", offered.member, "matching:handover", pairing_id=offered.id)
    _screen("about", member, "profiles:about")
    _plan(talking.pairing)
    for name in ("settings", "sessions", "blocks", "agreements", "confirm"):
        _screen(f"account-{name}", member, f"accounts:{name}")
    _own_data(member)
    _community(member)
    circles(_screen, _with_role(Role.SUPERVISOR))
    agreed = acceptances_of(member)[0]
    _screen("agreement", member, "accounts:agreement", agreement_id=agreed.agreement_id)


def _community(member: Account) -> None:
    """A space where some wait, a thread with answers and quotes, and what its writer can do."""
    space = Space.objects.get(language="en", name="Nights")
    thread = Thread.objects.get(title="What do you do with your hands?")
    own = Post.objects.filter(thread=thread, about_number=2)[0]
    writer = own.face.account
    assert writer is not None
    forum.edit_post(post=own, text=f"{own.text} *All of them.*", by=writer)
    _screen("community", member, "forum:spaces")
    _screen("community-space", member, "forum:space", space_id=space.pk)
    _screen("community-start", member, "forum:start", space_id=space.pk)
    _screen("community-thread", writer, "forum:thread", thread_id=thread.pk)
    _screen("community-name", writer, "forum:face", space_id=space.pk)
    for name in ("change", "take_away"):
        place = {"thread_id": thread.pk, "number": own.number}
        _screen(f"community-{name}".replace("_", "-"), writer, f"forum:{name}", **place)
    other = Post.objects.filter(thread=thread, taken_away_at=None).exclude(face=own.face)[0]
    forum.react(post=other, said="hope", on=True, by=writer)
    friend = other.face.account
    assert friend is not None
    forum.react(post=own, said="with_you", on=True, by=friend)
    place = {"thread_id": thread.pk, "number": other.number}
    _screen("community-react", writer, "forum:react", **place)
    _screen("community-search", writer, "forum:search")
    _screen("community-report", writer, "forum:report", **place)
    _screen("community-reported", writer, "forum:reported", thread_id=thread.pk)
    answering = f"{reverse('forum:thread', args=[thread.pk])}?answer=2"
    newcomer = next(
        one
        for one in Account.objects.filter(memberships__role=Role.MEMBER).order_by("pseudonym_key")
        if not one.faces.filter(space=space).exists()
    )
    _found.append(
        {
            "name": "community-answer",
            "path": answering,
            "cookie": _cookie(newcomer, space.programme),
        }
    )
    held = forum.write_post(
        thread=thread,
        text="Buttons help me too. If it gets loud, call me on 07700 900123, also at night.",
        client_id=new_id(),
        by=writer,
    )
    place = {"thread_id": thread.pk, "number": held.number}
    _screen("community-held-own", writer, "forum:thread", thread_id=thread.pk)
    moderator = _with_role(Role.MODERATOR)
    _screen("community-held", moderator, "forum:held")
    _screen("community-remove", moderator, "forum:remove", **place)
    _covered(thread, friend, writer, newcomer, moderator)
    dark = Thread.objects.get(title="Too tired to sleep")
    assert dark.opener.account is not None
    forum.write_post(
        thread=dark,
        text="I do not want to live like this any more.",
        client_id=new_id(),
        by=dark.opener.account,
    )
    _screen("community-card", dark.opener.account, "forum:thread", thread_id=dark.pk)
    _screen("community-help", member, "forum:thread", thread_id=dark.pk)
    manager = _with_role(Role.MANAGER)
    with clock.frozen(clock.now() - timedelta(hours=1)):  # not all of it at once
        kept(_screen, thread, newcomer, friend)
    tended(_screen, space, writer, friend, moderator, manager)
    outside(_screen, friend, manager)
    polled(_screen, space, writer, friend, newcomer)
    _screen("community-manage", manager, "forum:manage")
    _screen("community-manage-space", manager, "forum:change_space", space_id=space.pk)


def _covered(
    thread: Thread, by: Account, reader: Account, sensitive: Account, moderator: Account
) -> None:
    """A post that is covered, for somebody else a line, and what they and a moderator choose."""
    post = forum.write_post(
        thread=thread,
        text="After the funeral I only slept with a drink. Kneading dough helped me stop.",
        notes=["drugs", "grief"],
        client_id=new_id(),
        by=by,
    )
    forum.start_thread(
        space=thread.space,
        title="What I see when I close my eyes",
        text="The funeral, again and again.",
        looking_for="listening",
        notes=["grief"],
        client_id=new_id(),
        by=by,
    )
    forum.save_reading(hidden=["eating", "grief"], uncovered=False, by=sensitive)
    place = {"thread_id": thread.pk}
    _screen("community-covered", reader, "forum:thread", **place)
    _screen("community-left-out", sensitive, "forum:thread", **place)
    _screen("community-space-left-out", sensitive, "forum:space", space_id=thread.space_id)
    _screen("community-reading", sensitive, "forum:reading")
    _screen("community-note", moderator, "forum:note", number=post.number, **place)


def _own_data(member: Account) -> None:
    """A manager looked at them; and somebody who asked to be erased."""
    accounts.note_person_read(account=member, by=_with_role(Role.MANAGER))
    for name in ("data", "looks", "take_data", "erase"):
        _screen(f"own-{name}".replace("_", "-"), member, f"accounts:{name}")
    leaving = Account.objects.filter(memberships__role=Role.MEMBER).exclude(pk=member.pk)
    leaving = leaving.order_by("-pseudonym_key")[0]
    accounts.ask_erasure(account=leaving, by=leaving)
    _screen("own-erasing", leaving, "accounts:data")


def _untranslated() -> None:
    """What a manager meets who has not translated everything yet; before anybody is signed in, for
    supporters are asked to agree."""
    accounts.publish_agreement(
        programme=Programme.objects.get(),
        kind=AgreementKind.SUPPORTER,
        text="I listen first, and I ask for help when something stays with me.",
        what_changed="Shorter.",
        by=SystemActor("screens"),
    )


def _plan(pairing: Pairing) -> None:
    """A plan with a few lines, of which two steps are shared, and one that is not begun."""
    member = pairing.member
    write(member, Part.SIGNS, "The kettle stays cold for days", "I hear the sea when it is quiet")
    write(member, Part.ALONE, "A hot shower with the radio on")
    write(member, Part.ASK, line("My aunt Inés, late is fine", "600 100 200"))
    toolkit.share(account=member, choices={pairing.pk: [Step.SIGNS, Step.ALONE]}, by=member)
    _screen("plan", member, "toolkit:plan")
    for step in (Step.AROUND, Step.SERVICES):
        _screen(f"plan-{step}", member, "toolkit:step", step=step)
    for name in ("sharing", "phone", "offline"):
        _screen(f"plan-{name}", member, f"toolkit:{name}")
    _screen("plan-shared", pairing.supporter, "toolkit:shared", pairing_id=pairing.pk)
    _screen("plan-new", _with_role(Role.MODERATOR), "toolkit:plan")


def _conversation(*, ended: bool) -> Conversation:
    found = Conversation.objects.filter(kind="pair", ended_at__isnull=not ended)
    return found.order_by("-newest_seq", "id")[0]


def _fill(talking: Conversation) -> None:
    """As many messages as a page holds: the heaviest a page of ordinary words can be."""
    words = "Mostly quiet here. The kettle is on, and I fixed the shelf. How was your evening?"
    pair = (talking.pairing.member, talking.pairing.supporter)
    for turn in range(PAGE):
        send_message(conversation_id=talking.id, client_id=new_id(), text=words, by=pair[turn % 2])


def _pictures() -> None:
    """A member sent a picture: on their own page, shut and opened on their supporter's."""
    talk = Conversation.objects.filter(kind="pair", ended_at=None).order_by("-newest_seq", "id")[1]
    member, supporter = talk.pairing.member, talk.pairing.supporter
    kept = attach_picture(
        conversation_id=talk.id,
        sent=made.saved(made.halves(), "JPEG"),
        words="A door, half red, half blue",
        by=member,
    )
    sent = send_message(
        conversation_id=talk.id,
        client_id=new_id(),
        text="This is the door I painted.",
        attachment_ids=[kept.id],
        by=member,
    )
    _screen("picture-sent", member, "conversations:show", conversation_id=talk.id)
    _screen("picture-shut", supporter, "conversations:show", conversation_id=talk.id)
    here = {"conversation_id": talk.id}
    _screen("picture", supporter, "conversations:look", attachment_id=kept.id, **here)
    hum = attach_sound(conversation_id=talk.id, sent=made.tone(3), words="", by=supporter)
    send_message(
        conversation_id=talk.id,
        client_id=new_id(),
        text="",
        attachment_ids=[hum.id],
        by=supporter,
    )
    _screen("picture-report", supporter, "conversations:report", seq=sent.seq, **here)


def _just_said(talk: Conversation) -> int:
    """A message of the member that is young enough to be changed."""
    sent = send_message(
        conversation_id=talk.id,
        client_id=new_id(),
        text="See you then: https://example.org/",
        by=talk.pairing.member,
    )
    return sent.seq


def _emergency() -> None:
    """Somebody's details: asked for, opened, told of, and in the register."""
    here, rule = Programme.objects.get(), SystemActor("screens")
    moderators = Account.objects.filter(memberships__role=Role.MODERATOR)
    moderator, second = moderators.order_by("pseudonym_key")[:2]
    people = Account.objects.filter(memberships__role=Role.MEMBER).exclude(
        memberships__role__in=[Role.MODERATOR, Role.MANAGER, Role.SUPPORTER]
    )
    people = people.exclude(cases_about__isnull=False).exclude(erasures__isnull=False)
    opened, asked, fresh = people.order_by("pseudonym_key")[:3]
    cases = {}
    for who in (opened, asked, fresh):
        identity.save_details(
            account=who,
            name="Noor Haddad",
            phone="+44 7700 900123",
            place="12 Mill Lane, second floor. The neighbour has a key.",
            contact="My sister Amal, +44 7700 900456",
            by=who,
        )
        cases[who] = make_report(here, who, rule, reason=ReportReason.DANGER)
        safety.assign_case(case=cases[who], by=moderator)
    _screen("emergency-ask", moderator, "identity:case", case_id=cases[fresh].pk)
    why = "They wrote that they are on their way to the bridge, and do not answer any more."
    waits = identity.ask_opening(case=cases[asked], reason=why, by=moderator)
    _screen("emergency-waits", moderator, "identity:case", case_id=cases[asked].pk)
    _screen("emergency-asked", second, "identity:asked")
    _screen("emergency-answer", second, "identity:answer", opening_id=waits.pk)
    _screen("home-second-person", second, "pages:home")
    opening = identity.ask_opening(case=cases[opened], reason=why, by=moderator)
    with clock.frozen(clock.now() - timedelta(minutes=90)):
        past = identity.answer_opening(opening=opening, agree=True, by=second)
        identity.open_details(opening=past, by=moderator)
        identity.register_disclosure(
            opening=past,
            what=["name", "place"],
            recipient="ambulance",
            ground="vital_interests",
            words="Control room north, reference 4711",
            disclosure_id=new_id(),
            by=moderator,
        )
    again = identity.ask_opening(case=cases[opened], reason=why, by=moderator)
    identity.answer_opening(opening=again, agree=True, by=second)
    _screen("emergency-open", moderator, "identity:case", case_id=cases[opened].pk)
    _screen("emergency-details", opened, "identity:details")
    _screen("home-told", opened, "pages:home")
    manager = _with_role(Role.MANAGER)
    identity.register_release(
        programme=here,
        about=asked,
        what=["account"],
        recipient="court",
        ground="court_order",
        words="District court, file 12/26",
        release_id=new_id(),
        by=manager,
    )
    _screen("emergency-releases", manager, "identity:releases")
    _screen("emergency-left", asked, "identity:details")
    _screen("emergency-register", _with_role(Role.MANAGER), "identity:register")


def _supporter() -> None:
    asked = Proposal.objects.filter(stage=Stage.ASKED_SUPPORTER)[0]
    _screen("home-supporter", asked.supporter, "pages:home")
    _screen("inbox", asked.supporter, "matching:inbox")
    _screen("proposal-supporter", asked.supporter, "matching:proposal", proposal_id=asked.id)
    _screen("supporter-settings", asked.supporter, "matching:supporter_settings")


def _boundaries() -> None:
    """A supporter whose words asked for money, and who asked for a talk about another thing; their
    break; what the member, supervisors and managers see."""
    talking = Conversation.objects.filter(kind="pair", ended_at__isnull=True)
    talk = talking.order_by("-newest_seq", "id")[1]
    supporter, member = talk.pairing.supporter, talk.pairing.member
    said = Message.objects.filter(conversation=talk, author=supporter).latest("seq")
    for writer, text in ((member, "Are you on WhatsApp?"), (supporter, "I bought you a present")):
        boundaries.read_talk(
            pairing_id=talk.pairing_id,
            place=topic_of(talk.id),
            said=[
                boundaries.Said(
                    seq=said.seq,
                    author_id=writer.id,
                    at=clock.now(),
                    text=text,
                    verdict=score(text),
                )
            ],
            by=SystemActor("screens"),
        )
    _screen("boundary-card", supporter, "conversations:show", conversation_id=talk.id)
    _screen("boundary-card-member", member, "conversations:show", conversation_id=talk.id)
    _screen("boundaries", supporter, "boundaries:mine")
    _screen("week", supporter, "boundaries:rest")
    resting = _rested(talk.pairing.programme, supporter)
    _screen("break", resting, "boundaries:rest")
    _screen("break-home", resting, "pages:home")
    supervisor = _with_role(Role.SUPERVISOR)
    concern = Concern.objects.filter(with_supervisor_at__isnull=False)[0]
    _screen("supporters", supervisor, "boundaries:supporters")
    _screen("supporter-concern", supervisor, "boundaries:concern", concern_id=concern.id)
    _screen("caps", _with_role(Role.MANAGER), "boundaries:settings")


def _rested(programme: Programme, but: Account) -> Account:
    """Somebody else who reached the cap."""
    people = Account.objects.filter(is_active=True, memberships__role=Role.SUPPORTER)
    one = people.exclude(pk=but.pk).order_by("-pseudonym_key")[0]
    now = clock.now()
    monday = now.date() - timedelta(days=now.weekday())
    until = now + timedelta(hours=24)
    Rest.objects.create(programme=programme, account=one, week=monday, capped_at=now, until=until)
    return one


def _moderator() -> None:
    case = Case.objects.exclude(state="resolved")[0]
    moderators = Account.objects.filter(memberships__role=Role.MODERATOR)
    moderator = case.assignee or moderators.order_by("pseudonym_key")[0]
    if case.assignee is None:
        safety.assign_case(case=case, by=moderator)
    _screen("cases", moderator, "safety:cases")
    _screen("case", moderator, "safety:case", case_id=case.id)
    _screener(moderator)
    for name in ("measure", "letter", "refer", "call"):
        _screen(f"case-{name}", moderator, f"safety:case_{name}", case_id=case.id)
    _screen("safety-clock", moderator, "safety:clock")
    _screen("duty", moderator, "safety:duty")
    _ways(moderator)
    _screen("reach", moderator, "notifications:ways")
    way = Way.objects.filter(account=moderator, kind="email").get()
    signature = crypto.signed(str(way.pk), purpose="notifications.stop")
    _screen("stop", None, "notifications:stop", way_id=way.pk, signature=signature)


def _screener(moderator: Account) -> None:
    """A welfare case in which the questions were asked once."""
    programme = Programme.objects.get()
    safety.use_screener(programme=programme, on=True, by=SystemActor("screens"))
    welfare = Case.objects.exclude(state="resolved").filter(nature="welfare").first()
    if welfare is None:
        member = _with_role(Role.MEMBER)
        welfare = safety.report(
            programme=programme,
            about=member.id,
            reason=ReportReason.DANGER,
            words="",
            subject_kind="conversations.message",
            subject_id="screens",
            evidence="I do not know how to get through tonight",
            by=SystemActor("screens"),
        )
    if welfare.assignee is None:
        safety.assign_case(case=welfare, by=moderator)
    holder = Case.objects.get(pk=welfare.pk).assignee
    assert holder is not None
    safety.record_screening(
        case=welfare,
        answers={Question.THOUGHTS: True, Question.HOW: True, Question.PLAN: False},
        screening_id=new_id(),
        by=holder,
    )
    _screen("case-welfare", holder, "safety:case", case_id=welfare.id)
    _screen("screener", holder, "safety:screener", case_id=welfare.id)


def _decided() -> None:
    """Two people about whom something was decided: one who asks for another look, one who is paused;
    and the second moderator, who is asked about both."""
    here = Programme.objects.get()
    one, paused, reporter = (
        make_account(name, programme=here) for name in ("Chalk Moth", "Tin Sparrow", "Felt Badger")
    )
    first, second = (
        make_account(name, programme=here, roles=[Role.MODERATOR])
        for name in ("Slate Wren", "Cork Newt")
    )
    case = _case_about(one, reporter, first)
    limits = Wish(kind=Kind.RESTRICTION, scope="new", days=5, rule=Rule.RESPECT, reason=_WHY)
    safety.decide_measure(case=case, wish=limits, by=first)
    safety.write_to_person(case=case, text="How do you see what happened on Sunday?", by=first)
    measure = one.measures.get()
    appeal = conduct.appeal(measure=measure, words="I asked once, and stopped at the no.", by=one)
    other = _case_about(paused, reporter, first)
    pause = Wish(kind=Kind.PAUSE, days=14, rule=Rule.SEXUAL, reason=_WHY, gravity=3, urgent=True)
    safety.decide_measure(case=other, wish=pause, by=first)
    proposal = paused.measures.get()
    for name in ("mine", "decision", "letter"):
        which = {
            "decision": {"measure_id": measure.id},
            "letter": {"letter_id": one.letters.get().id},
        }
        _screen(f"decided-{name}", one, f"conduct:{name}", **which.get(name, {}))
    _screen("decided-home", one, "pages:home")
    _screen("own-reports", reporter, "safety:reports")
    _screen("second-list", second, "conduct:reviews")
    _screen("second-proposal", second, "conduct:proposal", measure_id=proposal.id)
    _screen("second-appeal", second, "conduct:appealed", appeal_id=appeal.id)
    _screen("decided-case", first, "safety:case", case_id=other.id)
    write(paused, Part.ALONE, "A hot shower with the radio on")
    _cookies[paused] = _at_the_door(paused)
    _screen("door", paused, "conduct:mine")
    _screen("door-decision", paused, "conduct:decision", measure_id=proposal.id)
    _screen("door-plan", paused, "toolkit:kept")


_WHY = (
    "On Sunday you wrote again and again after the other person had said no. Please leave it at a no,"
    " also when it hurts."
)


def _case_about(person: Account, reporter: Account, moderator: Account) -> Case:
    """A case a moderator has, and has read."""
    case = safety.report(
        programme=Programme.objects.get(),
        about=person.id,
        reason=ReportReason.HARASSMENT,
        words="They do not stop.",
        subject_kind="conversations.message",
        subject_id=f"screens:{person.id}",
        evidence="Why do you not answer? I know you are there.",
        by=reporter,
    )
    safety.assign_case(case=case, by=moderator)
    safety.read_evidence(case=case, by=moderator)
    return case


def _at_the_door(person: Account) -> str:
    """What somebody suspended has who proved who they are."""
    client = Client()
    session = client.session
    session["door"] = {"account": str(person.pk), "at": clock.now().isoformat()}
    session.save()
    return str(session.session_key)


def _ways(moderator: Account) -> None:
    """A number in use, an email address that waits for its code, and a browser that is gone."""
    notifications.add_way(kind="sms", address="+34 600 100 200", by=moderator)
    notifications.add_browser(**Browser().given, by=moderator)
    ways = Way.objects.filter(account=moderator)
    Delivery.objects.filter(account=moderator).delete()  # the code
    ways.update(verified_at=clock.now(), sealed_code=None)
    ways.filter(kind="push").update(gone_at=clock.now(), sealed_address=None)
    notifications.add_way(kind="email", address="heron@example.org", by=moderator)
    notifications.send_test(way=ways.get(kind="sms"), kind="sms", by=moderator)


def _manager() -> None:
    manager = _with_role(Role.MANAGER)
    for name in ("pages:programme", "accounts:people", "accounts:manage_agreements"):
        _screen(name.split(":")[1].replace("_", "-"), manager, name)
    _screen("programme-settings", manager, "accounts:programme")
    _screen("person", manager, "accounts:person", account_id=_with_role(Role.SUPPORTER).id)
    _screen("agreement-new-version", manager, "accounts:write_agreement", kind="terms")
    _screen(
        "agreement-translation",
        manager,
        "accounts:translate_agreement",
        kind="supporter",
        language="ar",
    )
    _screen("taxonomy", manager, "profiles:taxonomy")
    _screen("topic", manager, "profiles:topic", topic_id=Topic.objects.order_by("id")[0].id)
    _screen("waits", manager, "matching:waits")
    _screen("answer-times", manager, "matching:settings")
    _screen("crisis-lines", manager, "crisis:lines")
    _screen("providers", manager, "notifications:providers")
    _screen("rota", manager, "rota:rota")
    _screen("promise", manager, "conduct:promise")
    _screen("drills", manager, "safety:drills")
    _screen("drill", manager, "safety:drill", alert_id=_drill(manager).id)


def _drill(manager: Account) -> Alert:
    """A practice whose first step was taken: whoever was called sees it on every page."""
    drill = safety.start_drill(programme=Programme.objects.get(), by=manager)
    safety.take_due_steps(by=SystemActor("screens"))
    return drill


if __name__ == "__main__":
    for part in (
        _untranslated,
        _outside,
        _member,
        _emergency,
        _supporter,
        _boundaries,
        _moderator,
        _decided,
        _manager,
    ):
        part()
    print(json.dumps(_found))
