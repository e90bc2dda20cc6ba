"""What the phone provider sends: a key that was pressed in a call, and what became of texts and calls. No
session and no form of ours: its signature is what we go by."""

from uuid import UUID

from django.conf import settings
from django.http import HttpRequest, HttpResponse, HttpResponseForbidden
from django.utils import translation
from django.utils.translation import gettext as _
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_POST

from hearten.foundation.actors import SystemActor
from hearten.notifications import actions, queries
from hearten.notifications.actions import Answer
from hearten.notifications.clients import speech

PHONE = SystemActor("phone")


@csrf_exempt
@require_POST
def answer(request: HttpRequest, delivery_id: UUID) -> HttpResponse:
    """ "I have it", by a key. Everything else is answered with "please open the app"."""
    if not _is_genuine(request):
        return HttpResponseForbidden()
    result = Answer.OPEN_THE_APP
    if request.POST.get("Digits") == speech.ANSWER:
        result = actions.answer_call(delivery_id=delivery_id, by=PHONE)
    language = queries.language_of_call(delivery_id)
    with translation.override(language):
        said = speech.said_back(_words(result), language)
    return HttpResponse(said, content_type="text/xml; charset=utf-8")


@csrf_exempt
@require_POST
def report(request: HttpRequest, delivery_id: UUID) -> HttpResponse:
    """What became of a text or call after the provider took it."""
    if not _is_genuine(request):
        return HttpResponseForbidden()
    fault = speech.outcome(_given(request))
    if fault is not None:
        actions.note_outcome(delivery_id=delivery_id, fault=fault, by=PHONE)
    return HttpResponse(status=204)


def _given(request: HttpRequest) -> dict[str, str]:
    return {name: request.POST[name] for name in request.POST}


def _is_genuine(request: HttpRequest) -> bool:
    return speech.is_genuine(
        token=settings.TWILIO_TOKEN,
        address=settings.SITE_URL + request.path,
        given=_given(request),
        signature=request.headers.get("X-Twilio-Signature", ""),
    )


def _words(result: Answer) -> str:
    if result == Answer.YOURS:
        return _("Thank you. It is yours now. Please open the app.")
    if result == Answer.NOT_NEEDED:
        return _("Somebody has it already. Thank you.")
    return _("Please open the app.")
