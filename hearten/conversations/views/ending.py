"""Ending well, and blocking."""

from http import HTTPStatus
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from hearten.accounts.access import PersonRequest, signed_in
from hearten.conversations import actions
from hearten.conversations.actions import Ending
from hearten.conversations.forms import EndForm, MemberEndForm, SupporterEndForm
from hearten.conversations.views.loading import Place, place
from hearten.conversations.views.talking import unsent_page
from hearten.foundation.errors import Invalid, NotPossible
from hearten.matching import queries as matching
from hearten.matching.queries import EndReason
from hearten.ui.forms import take_errors


@signed_in
@require_http_methods(["GET", "HEAD", "POST"])
def end(request: PersonRequest, conversation_id: UUID) -> HttpResponse:
    """Say goodbye with a closing message, and choose what comes next."""
    here = place(request, conversation_id)
    if request.method != "POST":
        form = _form(here, initial={"closing_words": _suggestions(here)[0]})
        return _end_page(request, here, form)
    if "suggestion" in request.POST:
        return _end_page(request, here, _with_suggestion(request, here))
    form = _form(here, request.POST)
    ending = _end(here, form) if form.is_valid() else None
    if ending is None:
        return _end_page(request, here, form, status=HTTPStatus.UNPROCESSABLE_ENTITY)
    if not ending.words_sent:
        return unsent_page(request, conversation_id, form.cleaned_data["closing_words"])
    messages.success(request, _what_happened(here, ending))
    return redirect("conversations:show", conversation_id)


@signed_in
@require_http_methods(["GET", "HEAD", "POST"])
def block(request: PersonRequest, conversation_id: UUID) -> HttpResponse:
    """Never meet the other again."""
    here = place(request, conversation_id)
    if request.method != "POST":
        return render(request, "conversations/block.html", {"here": here})
    actions.block_other(conversation_id=conversation_id, by=request.user)
    messages.success(request, _("You will not meet this person here again. They are not told."))
    return redirect("conversations:show", conversation_id)


def _form(here: Place, *args: Any, **kwargs: Any) -> EndForm:
    if here.is_member:
        return MemberEndForm(*args, other=here.other_name, **kwargs)
    colleagues = matching.colleagues_for(here.pairing)
    return SupporterEndForm(*args, other=here.other_name, colleagues=colleagues, **kwargs)


def _end(here: Place, form: EndForm) -> Ending | None:
    """End as the form says; None when it cannot be done as it is, with the form saying why."""
    answers = form.cleaned_data
    try:
        return actions.end_conversation(
            conversation_id=here.conversation.id,
            closing_words=answers["closing_words"],
            reason=EndReason(answers["reason"] or EndReason.NO_REASON),
            never_again=answers["never_again"],
            ask_again=answers.get("next_step") == "ask_again",
            handover=answers.get("handover", ""),
            handover_to=answers.get("handover_to"),
            by=here.reader,
        )
    except (Invalid, NotPossible) as error:
        take_errors(form, error)
    return None


def _what_happened(here: Place, ending: Ending) -> str:
    if ending.conversation.ended_by_id == here.reader.id:
        return _("Your closing message is sent, and the conversation has ended.")
    return _(
        "You both said goodbye at almost the same time. Your closing message is sent too, "
        "and the conversation has ended."
    )


def _with_suggestion(request: PersonRequest, here: Place) -> EndForm:
    """The same answers with other words, not checked yet."""
    suggestions = _suggestions(here)
    chosen = request.POST["suggestion"]
    number = int(chosen) if chosen in {str(n) for n in range(len(suggestions))} else 0
    return _form(here, initial=request.POST.dict() | {"closing_words": suggestions[number]})


def _suggestions(here: Place) -> list[str]:
    if here.is_member:
        return [
            _("Thank you for being here with me. I would like to end here. I wish you well."),
            _("Talking with you has helped me. I feel ready to go on. Take good care."),
            _("I do not think this is right for me now. Thank you for your time and your care."),
        ]
    return [
        _(
            "It is time for me to say goodbye. Thank you for your trust. "
            "You can ask for somebody new at any time, and I wish you well."
        ),
        _("I have been glad to walk a part of the way with you. I wish you all the best."),
        _(
            "I cannot be here in the way you deserve any more, and it is not because of you. "
            "I hope that the next person is a good company to you."
        ),
    ]


def _end_page(
    request: PersonRequest, here: Place, form: EndForm, status: int = HTTPStatus.OK
) -> HttpResponse:
    context = {"here": here, "form": form, "suggestions": _suggestions(here)}
    if here.conversation.ended_at is not None and not form.is_bound:
        return redirect("conversations:show", here.conversation.id)
    return render(request, "conversations/end.html", context, status=status)
