"""What matching keeps of a person, for the export of what they own."""

from typing import Any

from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from hearten.accounts.models import Account
from hearten.accounts.ports import Declared
from hearten.matching.models import (
    Boundary,
    EndReason,
    Feedback,
    Pairing,
    Proposal,
    RequestKind,
    RequestState,
    Stage,
    SupporterSettings,
    SupportRequest,
)
from hearten.matching.queries.sealed import handover_of, opened, words_of

TITLE = _("Support you asked for or gave")
EXPORTED = {
    "requests": Declared(_("When you asked for support")),
    "kind": Declared(_("Kind"), dict(RequestKind.choices)),
    "words": Declared(_("Your words")),
    "state": Declared(_("How it went"), dict(RequestState.choices)),
    "asked": Declared(_("Asked")),
    "closed": Declared(_("Closed")),
    "proposals": Declared(_("Who was suggested to you")),
    "with": Declared(_("With")),
    "side": Declared(
        _("You were"), {"member": _("The one who asked"), "supporter": _("The supporter")}
    ),
    "stage": Declared(_("What became of it"), dict(Stage.choices)),
    "said": Declared(_("You said yes")),
    "at": Declared(_("When")),
    "pairings": Declared(_("With whom you were paired")),
    "began": Declared(_("Began")),
    "ended": Declared(_("Ended")),
    "reason": Declared(_("Reason you gave"), dict(EndReason.choices)),
    "handover": Declared(_("What your supporter wished to pass on")),
    "feedback": Declared(_("What you said afterwards")),
    "felt_heard": Declared(_("You felt heard, 1 to 5")),
    "found_useful": Declared(_("It was useful, 1 to 5")),
    "supporting": Declared(_("What you offer as a supporter")),
    "capacity": Declared(_("How many people at once")),
    "paused": Declared(_("Paused since")),
    "boundaries": Declared(_("Your boundaries"), dict(Boundary.choices)),
}


def export_of(account: Account) -> dict[str, Any]:
    """Requests, suggestions, pairings, what the person said about them, and what they offer. The
    other is named by pseudonym; what the other said or answered is theirs."""
    return {
        "requests": [_request(one) for one in _requests(account)],
        "proposals": [_proposal(account, one) for one in _proposals(account)],
        "pairings": [_pairing(account, one) for one in _pairings(account)],
        "feedback": [
            {
                "at": one.at,
                "felt_heard": one.felt_heard,
                "found_useful": one.found_useful,
                "words": opened(account, one, "sealed_words"),
            }
            for one in Feedback.objects.filter(by=account).order_by("at")
        ],
        "supporting": [
            {
                "capacity": one.capacity,
                "paused": one.paused_since,
                "boundaries": one.boundaries,
                "words": one.boundaries_words,
            }
            for one in SupporterSettings.objects.filter(supporter=account)
        ],
    }


def _requests(account: Account) -> list[SupportRequest]:
    found = SupportRequest.objects.filter(member=account).select_related("member")
    return list(found.order_by("made_at"))


def _request(request: SupportRequest) -> dict[str, Any]:
    return {
        "asked": request.made_at,
        "kind": request.kind,
        "words": words_of(request),
        "state": request.state,
        "closed": request.closed_at,
    }


def _proposals(account: Account) -> list[Proposal]:
    mine = Q(request__member=account) | Q(supporter=account)
    found = Proposal.objects.filter(mine).select_related("supporter", "request__member")
    return list(found.order_by("made_at"))


def _proposal(account: Account, proposal: Proposal) -> dict[str, Any]:
    supports = proposal.supporter_id == account.pk
    # A member never learns of a supporter who was asked first and said nothing yet, or no.
    told = supports or proposal.supporter_said
    other = proposal.request.member if supports else proposal.supporter
    return {
        "at": proposal.made_at,
        "side": "supporter" if supports else "member",
        "with": other.pseudonym if told else "",
        "said": proposal.supporter_said if supports else proposal.member_said,
        "stage": proposal.stage if told else "",
    }


def _pairings(account: Account) -> list[Pairing]:
    mine = Q(member=account) | Q(supporter=account)
    found = Pairing.objects.filter(mine).select_related("member", "supporter")
    return list(found.order_by("started_at"))


def _pairing(account: Account, pairing: Pairing) -> dict[str, Any]:
    supports = pairing.supporter_id == account.pk
    mine_to_tell = pairing.ended_by_id == account.pk
    return {
        "began": pairing.started_at,
        "side": "supporter" if supports else "member",
        "with": (pairing.member if supports else pairing.supporter).pseudonym,
        "ended": pairing.ended_at,
        "reason": pairing.end_reason if mine_to_tell else "",
        "handover": "" if supports else handover_of(pairing),
    }
