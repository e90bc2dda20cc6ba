"""Say what I live with: five short steps, each of which saves alone and can be skipped."""

from dataclasses import dataclass, replace
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils.functional import Promise
from django.utils.translation import get_language, gettext_lazy
from django.utils.translation import gettext as _

from hearten.accounts.access import PersonRequest, signed_in
from hearten.accounts.models import Role
from hearten.accounts.queries import has_role
from hearten.profiles import actions, forms, queries, words
from hearten.profiles.queries import ProfileFacts


@dataclass(frozen=True, slots=True, kw_only=True)
class Section:
    """One step."""

    slug: str
    title: str | Promise
    form: type[forms.SectionForm]


_FOR_ALL = (
    Section(slug="lived", title=gettext_lazy("What I live with"), form=forms.LivedForm),
    Section(slug="talking", title=gettext_lazy("How I talk"), form=forms.TalkingForm),
    Section(slug="times", title=gettext_lazy("When I am free"), form=forms.TimesForm),
    Section(slug="wishes", title=gettext_lazy("What I wish for"), form=forms.WishesForm),
)
_INTRODUCTION = Section(
    slug="introduction", title=gettext_lazy("A few words"), form=forms.IntroductionForm
)


def _sections(request: PersonRequest) -> tuple[Section, ...]:
    """Supporters also introduce themselves."""
    return (*_FOR_ALL, _INTRODUCTION) if _is_supporter(request) else _FOR_ALL


def _is_supporter(request: PersonRequest) -> bool:
    return has_role(request.user.id, request.programme.id, Role.SUPPORTER)


@signed_in
def about(request: PersonRequest) -> HttpResponse:
    """What I said so far, and how it looks to others."""
    facts = queries.facts(request.programme, request.user)
    names = queries.topic_names(request.programme, get_language() or "en")
    return render(
        request,
        "profiles/about.html",
        {
            "sections": _sections(request),
            "facts": facts,
            "no_go": [name for topic_id, name in names.items() if topic_id in facts.no_go],
            "wished": words.pronouns_said(facts.wished_pronouns),
            **_previews(request, facts, names),
        },
    )


def _previews(request: PersonRequest, facts: ProfileFacts, names: Any = None) -> dict[str, Any]:
    """How these facts look to a supporter and, of a supporter, to a member."""
    names = names or queries.topic_names(request.programme, get_language() or "en")
    shown = {"names": names, "pseudonym": request.user.pseudonym}
    seen = {"to_supporter": words.preview(facts, as_supporter=False, **shown)}
    if _is_supporter(request):
        seen["to_member"] = words.preview(facts, as_supporter=True, **shown)
    return seen


@signed_in
def section(request: PersonRequest, section: str) -> HttpResponse:
    """One step: look at it as others would, save it, or go on without."""
    steps = _sections(request)
    number = next((n for n, step in enumerate(steps) if step.slug == section), None)
    if number is None:
        raise Http404
    facts = queries.facts(request.programme, request.user)
    form = _form(request, steps[number], facts)
    look = None
    if request.method == "POST" and form.is_valid():
        if "look" not in request.POST:
            return _save(request, form, steps, number)
        look = _as_if_saved(facts, form)
    return render(
        request, "profiles/section.html", _context(request, form, steps, number, look or facts)
    )


def _form(request: PersonRequest, step: Section, facts: ProfileFacts) -> forms.SectionForm:
    topics = queries.topics_of(request.programme, also=facts.lived | facts.no_go)
    data = request.POST if request.method == "POST" else None
    return step.form(data, facts=facts, topics=list(topics), language=get_language() or "en")


def _as_if_saved(facts: ProfileFacts, form: forms.SectionForm) -> ProfileFacts:
    """The facts with what was typed and is not saved yet."""
    answers = form.answers()
    fields = (f for f in answers.__dataclass_fields__ if getattr(answers, f) is not None)
    return replace(facts, **{field: getattr(answers, field) for field in fields})


def _save(
    request: PersonRequest, form: forms.SectionForm, steps: tuple[Section, ...], number: int
) -> HttpResponse:
    actions.save_profile(
        account=request.user, programme=request.programme, answers=form.answers(), by=request.user
    )
    if "stop" in request.POST or number + 1 == len(steps):
        messages.success(request, _("Saved. You can change it at any time."))
        return redirect("profiles:about")
    return redirect("profiles:about_section", section=steps[number + 1].slug)


def _context(
    request: PersonRequest,
    form: forms.SectionForm,
    steps: tuple[Section, ...],
    number: int,
    shown: ProfileFacts,
) -> dict[str, Any]:
    return {
        "form": form,
        "section": steps[number],
        "steps": [step.title for step in steps],
        "number": number + 1,
        "next": steps[number + 1] if number + 1 < len(steps) else None,
        "only": "only" in request.GET,
        "looking": request.method == "POST" and not form.errors,
        "facts": shown,
        **_previews(request, shown),
    }
