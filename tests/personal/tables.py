"""Every table: whose data it holds and what becomes of it when that person is erased.

A new model fails tests/personal until it stands here: in NOT_PERSONAL with a reason, or in PERSONAL
with the way from its row to the person, and then export and erasure have to show it.
"""

from dataclasses import dataclass
from typing import Any

from django.apps import apps
from django.db.models import Model, Q, QuerySet

NOT_PERSONAL = {
    "accounts.Programme": "an organisation's",
    "accounts.Welcome": "an organisation's words",
    "accounts.Agreement": "an organisation's, and published",
    "accounts.AgreementText": "an organisation's words, and published",
    "accounts.Account_groups": "unused",
    "audit.Seal": "hashes over the record",
    "auth.Group": "unused",
    "auth.Group_permissions": "unused",
    "auth.Permission": "names of models",
    "boundaries.BoundarySettings": "an organisation's",
    "cockpit.Run": "times of a meeting",
    "conduct.ConductSettings": "an organisation's",
    "contenttypes.ContentType": "names of models",
    "conversations.TriageMark": "a number of a conversation",
    "forum.CommonWord": "single words that stand in at least three posts, made anew each night",
    "forum.ForumSettings": "an organisation's",
    "forum.Space": "an organisation's",
    "groups.Agreements": "a group's words, published to its programme; who wrote them is not kept",
    "groups.Group": "a group's words, published to its programme; who wrote them is not kept",
    "groups.Meeting": "times of a group",
    "imports.Source": "an earlier community's name, as the operator calls it",
    "imports.BroughtSpace": "numbers of places",
    "imports.BroughtThread": "numbers of topics",
    "imports.BroughtPost": "numbers of posts, whose writers are nobody here",
    "imports.BroughtWriter": "keyed hashes, for faces that are nobody's here",
    "integrations.ApiToken": "an organisation's program; who made it is not kept",
    "integrations.Telling": "ids of what everybody may read, and when it was told",
    "integrations.Webhook": "an organisation's address; who registered it is not kept",
    "matching.MatchingSettings": "an organisation's",
    "procrastinate.ProcrastinateEvent": "times of jobs",
    "procrastinate.ProcrastinateJob": "names of jobs and random ids; gone when done",
    "procrastinate.ProcrastinatePeriodicDefer": "times of jobs",
    "procrastinate.ProcrastinateWorker": "processes",
    "profiles.Topic": "an organisation's taxonomy",
    "safety.Alert": "names nobody whom it is about; who took it is a random id",
    "crisis.CrisisLine": "public numbers",
    "crisis.CrisisRelease": "where the public numbers came from",
    "rota.EscalationSettings": "an organisation's",
    "safety.ScreeningSettings": "an organisation's",
    "safety.AlertStep": "times of calls; whom it called is in its own table",
}
"""Why a table holds nothing of a person."""


@dataclass(frozen=True, slots=True)
class Personal:
    """The ways from a row to the person, and what becomes of it."""

    ways: tuple[str, ...]
    goes: bool = True
    """The row is deleted; else it stays, with `emptied` empty and for the reason `because`."""
    emptied: tuple[str, ...] = ()
    because: str = ""
    exported: str = ""
    """Which domain's part of the export shows it; empty with a reason in `unexported`."""
    unexported: str = ""

    def rows(self, label: str, account: Model) -> QuerySet[Any]:
        """The person's rows."""
        mine = Q()
        for way in self.ways:
            mine |= Q(**{way: account.pk})
        return apps.get_model(label)._default_manager.filter(mine)


PERSONAL = {
    "account.EmailAddress": Personal(("user",), unexported="never filled: there is no email"),
    "account.EmailConfirmation": Personal(
        ("email_address__user",), unexported="never filled: there is no email"
    ),
    "accounts.Acceptance": Personal(("account",), exported="accounts"),
    "accounts.Account": Personal(
        ("pk",),
        goes=False,
        emptied=("pseudonym", "pronouns", "country", "language", "wrapped_key"),
        because="others' words and the record point at its id",
        exported="accounts",
    ),
    "accounts.Block": Personal(("by", "of"), exported="accounts"),
    "accounts.Erasure": Personal(
        ("account",), goes=False, because="that and when it was done", exported="accounts"
    ),
    "accounts.Membership": Personal(("account",), exported="accounts"),
    "accounts.Session": Personal(("account",), exported="accounts"),
    "attachments.Attachment": Personal(("author",), exported="conversations"),
    "audit.Event": Personal(
        ("actor_id",),
        goes=False,
        because="the record protects everybody and holds no word and no name",
        exported="accounts",
    ),
    "boundaries.Concern": Personal(("supporter",), exported="boundaries"),
    "boundaries.Pace": Personal(
        ("pairing__member", "pairing__supporter"),
        unexported="how far a run of messages has come, as numbers; the days are exported",
    ),
    "boundaries.Rest": Personal(("account",), exported="boundaries"),
    "boundaries.Sign": Personal(("supporter",), exported="boundaries"),
    "boundaries.SupervisionNote": Personal(
        ("concern__supporter",), unexported="what supervisors wrote for each other after a talk"
    ),
    "boundaries.Tally": Personal(("account",), exported="boundaries"),
    "boundaries.Yield": Personal(("account",), exported="boundaries"),
    "cockpit.Attendance": Personal(("seat__account",), exported="cockpit"),
    "cockpit.HostWords": Personal(("seat__account",), exported="cockpit"),
    "cockpit.Note": Personal(
        ("words_by__account",),
        because="counts of a meeting; forgotten who wrote its word, which is emptied",
        exported="cockpit",
    ),
    "conduct.Appeal": Personal(
        ("measure__account",),
        goes=False,
        because="shut for good with its measure's key",
        exported="conduct",
    ),
    "conduct.Letter": Personal(("account",), exported="conduct"),
    "conduct.Measure": Personal(
        ("account",),
        goes=False,
        emptied=("wrapped_key",),
        because="that something was decided, as codes",
        exported="conduct",
    ),
    "conversations.Conversation": Personal(
        ("participants__account",),
        goes=False,
        because="the other's words are the other's; without anybody left its key is destroyed",
        exported="conversations",
    ),
    "conversations.Message": Personal(("author",), exported="conversations"),
    "conversations.MessageAttachment": Personal(("attachment__author",), exported="conversations"),
    "conversations.Participant": Personal(
        ("account",),
        goes=False,
        because="the other's conversation keeps its two seats; this one has no name",
        exported="conversations",
    ),
    "conversations.TalkSettings": Personal(("account",), exported="conversations"),
    "forum.Attention": Personal(("account",), exported="forum"),
    "forum.Bookmark": Personal(("account", "post__face__account"), exported="forum"),
    "forum.Face": Personal(("account",), exported="forum"),
    "forum.Draft": Personal(("account",), exported="forum"),
    "forum.FaceBlock": Personal(("by", "of__account"), exported="forum"),
    "forum.Host": Personal(("face__account",), exported="forum"),
    "forum.Post": Personal(("face__account",), exported="forum"),
    "forum.PostReaction": Personal(("face__account", "post__face__account"), exported="forum"),
    "forum.PostVersion": Personal(("post__face__account",), exported="forum"),
    "forum.PostWords": Personal(("post__face__account",), exported="forum"),
    "forum.Reading": Personal(("account",), exported="forum"),
    "forum.Thread": Personal(("opener__account",), exported="forum"),
    "groups.HelpAsked": Personal(("seat__account",), exported="groups"),
    "groups.Seat": Personal(("account",), exported="groups"),
    "identity.Details": Personal(("account",), exported="identity"),
    "identity.Disclosure": Personal(
        ("opening__about",),
        goes=False,
        because="what was told to whom on what ground, as codes: it answers for itself",
        exported="identity",
    ),
    "identity.Opening": Personal(
        ("about",),
        goes=False,
        emptied=("wrapped_key",),
        because="that two people agreed to it, as codes: it answers for itself",
        exported="identity",
    ),
    "identity.Release": Personal(
        ("about",),
        goes=False,
        emptied=("wrapped_key",),
        because="what was told to whom on what ground, as codes: it answers for itself",
        exported="identity",
    ),
    "matching.Feedback": Personal(("by",), exported="matching"),
    "matching.Pairing": Personal(
        ("member", "supporter"),
        goes=False,
        emptied=("sealed_handover",),
        because="times, for the waits of everybody",
        exported="matching",
    ),
    "matching.Proposal": Personal(
        ("request__member", "supporter"),
        goes=False,
        emptied=("reasons",),
        because="times, for the waits of everybody",
        exported="matching",
    ),
    "matching.SupportRequest": Personal(
        ("member",),
        goes=False,
        emptied=("sealed_words",),
        because="times, for the waits of everybody",
        exported="matching",
    ),
    "matching.SupporterSettings": Personal(("supporter",), exported="matching"),
    "mfa.Authenticator": Personal(("user",), exported="accounts"),
    "polls.Poll": Personal(("post__face__account",), exported="polls"),
    "polls.Option": Personal(("poll__post__face__account",), exported="polls"),
    "polls.Vote": Personal(("face__account", "poll__post__face__account"), exported="polls"),
    "notifications.Delivery": Personal(("account",), exported="notifications"),
    "notifications.News": Personal(("account",), exported="notifications"),
    "notifications.NewsSettings": Personal(("account",), exported="notifications"),
    "notifications.Way": Personal(("account",), exported="notifications"),
    "profiles.Profile": Personal(("account",), exported="profiles"),
    "profiles.ProfileTopic": Personal(("profile__account",), exported="profiles"),
    "rota.DutyChange": Personal(("account",), exported="safety"),
    "rota.Shift": Personal(("account",), exported="safety"),
    "safety.AlertStep_told": Personal(
        ("account",), unexported="the calls themselves are in notifications"
    ),
    "safety.Case": Personal(
        ("about",),
        goes=False,
        emptied=("wrapped_key",),
        because="that there was a case and how it ended, as codes",
        exported="safety",
    ),
    "safety.CaseNote": Personal(
        ("case__about",),
        goes=False,
        because="shut for good with its case's key",
        unexported="what moderators wrote for each other about a case",
    ),
    "safety.DrillAnswer": Personal(("account",), exported="safety"),
    "safety.Finding": Personal(("author",), exported="safety"),
    "safety.Report": Personal(
        ("reporter",),
        because="forgotten who made it, and their words emptied; the case about the other stays",
        exported="safety",
    ),
    "safety.ReportAttachment": Personal(
        ("report__case__about",),
        unexported="what others reported about them; their own pictures are in conversations",
    ),
    "safety.Screening": Personal(
        ("case__about",),
        goes=False,
        because="shut for good with its case's key",
        unexported="what a moderator noted of a talk, for whoever has the case",
    ),
    "toolkit.Entry": Personal(("plan__account",), exported="toolkit"),
    "toolkit.Plan": Personal(("account",), exported="toolkit"),
    "toolkit.Share": Personal(("plan__account",), exported="toolkit"),
    "toolkit.Suggestion": Personal(("plan__account", "pairing__supporter"), exported="toolkit"),
}
"""For messages, reports, posts and seats, "goes" is that nothing leads to the person any more."""
