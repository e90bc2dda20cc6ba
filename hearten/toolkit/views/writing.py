"""Write one step. It saves alone; every button of the page saves what was typed."""

from http import HTTPStatus

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from hearten.accounts.access import PersonRequest, signed_in
from hearten.foundation.errors import NotPossible
from hearten.foundation.ids import new_id
from hearten.toolkit import actions, queries, rules
from hearten.toolkit.actions import Written
from hearten.toolkit.forms import StepForm
from hearten.toolkit.queries import Offer
from hearten.toolkit.rules import Part, Step
from hearten.toolkit.words import STEP_WORDS

Parts = dict[Part, list[Written]]


@signed_in
@require_http_methods(["GET", "HEAD", "POST"])
def step(request: PersonRequest, step: str) -> HttpResponse:
    """One step: write, move, take out, add a crisis line, or go on without."""
    here = _known(step)
    written = queries.plan_of(request.user, only=[here]).step(here)
    offers = _offers(request, here, written)
    sent = request.POST if request.method == "POST" else None
    form = StepForm(sent, step=here, written=written)
    if sent is not None and form.is_valid():
        do = str(sent.get("do", ""))
        try:
            actions.save_step(
                account=request.user,
                step=here,
                parts=_done(form.parts(), do, offers),
                by=request.user,
            )
        except NotPossible as error:
            form.add_error(None, error.message)
        else:
            return _onward(request, here, do)
    context = {"form": form, "words": STEP_WORDS[here], "offers": offers, **_places(here)}
    status = HTTPStatus.UNPROCESSABLE_ENTITY if form.errors else HTTPStatus.OK
    return render(request, "toolkit/step.html", context, status=status)


def _known(step: str) -> Step:
    try:
        return Step(step)
    except ValueError as unknown:
        raise Http404 from unknown


def _offers(request: PersonRequest, here: Step, written: queries.StepRead) -> list[Offer]:
    if here != Step.SERVICES:
        return []
    lines = queries.lines_of(request.user, request.programme)
    return queries.offers_for(lines, written.parts[Part.SERVICES])


def _done(parts: Parts, do: str, offers: list[Offer]) -> Parts:
    """The lists after what the pressed button does: "up:ask:1", "out:ask:1", "offer:<key>"."""
    what, _sep, of = do.partition(":")
    if what == "offer":
        added = [Written(line=new_id(), text=o.text, phone=o.phone) for o in offers if o.key == of]
        return {part: [*rows, *added] for part, rows in parts.items()}
    part, _sep, place = of.partition(":")
    rows = parts.get(Part(part)) if part in list(Part) else None
    at = int(place) if place.isascii() and place.isdigit() else -1
    if rows is None or not 0 <= at < len(rows):
        return parts
    if what == "up" and at > 0:
        rows[at - 1], rows[at] = rows[at], rows[at - 1]
    if what == "out":
        rows[at] = Written(line=rows[at].line, text="")
    return parts


def _onward(request: PersonRequest, here: Step, do: str) -> HttpResponse:
    """Where the pressed button leads."""
    what, _sep, of = do.partition(":")
    if what in {"up", "out", "more", "offer"}:
        part = of.partition(":")[0] if what != "offer" else Part.SERVICES
        return redirect(f"{reverse('toolkit:step', args=[here])}#list-{part}")
    after = rules.step_after(here)
    if what == "stop" or after is None:
        messages.success(request, _("Saved. You can change it at any time."))
        return redirect("toolkit:plan")
    return redirect("toolkit:step", step=after)


def _places(here: Step) -> dict[str, object]:
    after = rules.step_after(here)
    number = rules.STEPS.index(here)
    return {
        "number": number + 1,
        "count": len(rules.STEPS),
        "before": rules.STEPS[number - 1] if number else None,
        "after": after,
    }
