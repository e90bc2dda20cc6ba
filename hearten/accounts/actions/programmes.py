"""Founding and changing a programme."""

from collections.abc import Mapping

from django.db import transaction
from django.utils.text import slugify
from django.utils.translation import gettext as _

from hearten.accounts import places, policies, queries
from hearten.accounts.actions.agreements import publish_starters
from hearten.accounts.models import AgeRule, Programme, Welcome
from hearten.audit import actions as audit
from hearten.audit.vocabulary import Verb
from hearten.foundation.actors import Actor
from hearten.foundation.errors import Invalid, NotAllowed
from hearten.foundation.text import clean_text

NAME_MOST = 80
WELCOME_MOST = 2000


@transaction.atomic
def create_programme(
    *,
    name: str,
    slug: str = "",
    language: str = "en",
    welcomes: Mapping[str, str] | None = None,
    country: str = "GB",
    age_rule: AgeRule = AgeRule.ADULTS,
    by: Actor,
) -> Programme:
    """Found a programme with a first version of each agreement, in every language of the pages.
    Only the installation itself may. `language` is the main one; `welcomes` are by language.

    `slug` names it in addresses; without one it is made from the name. Repeated with the slug of a
    programme that stands, it gives that programme and changes nothing.
    """
    if by.actor_id is not None:
        raise NotAllowed(_("Programmes are founded from the command line."))
    name = clean_text(name, most=NAME_MOST, lines=False)
    _require_language(language)
    slug = slug or slugify(name)[:60] or "programme"
    programme, new = Programme.objects.get_or_create(
        slug=slug,
        defaults={
            "name": name,
            "language": language,
            "country": country,
            "age_rule": age_rule,
        },
    )
    if new:
        audit.record(verb=Verb.PROGRAMME_CREATED, subject=programme, by=by)
        _write_welcomes(programme, welcomes or {})
        publish_starters(programme=programme, by=by)
    return programme


@transaction.atomic
def change_programme(
    *,
    programme: Programme,
    name: str,
    language: str,
    welcomes: Mapping[str, str],
    age_rule: AgeRule,
    country: str,
    open_to_join: bool,
    by: Actor,
) -> Programme:
    """Change how a programme presents itself and who may join it from now on. `welcomes` are all its
    words of welcome, by language; an agreement keeps the main language it was published in."""
    row = Programme.objects.select_for_update(no_key=True).get(pk=programme.pk)
    if not policies.may_change_programme(by, row):
        raise NotAllowed(_("Only a manager of this programme can change it."))
    wanted = {
        "name": clean_text(name, most=NAME_MOST, lines=False),
        "language": language,
        "age_rule": str(AgeRule(age_rule)),
        "country": country,
        "open_to_join": open_to_join,
    }
    if not places.is_country(country):
        raise Invalid(_("Choose a country."), fields={"country": _("Choose a country.")})
    _require_language(language)
    changed = sorted(field for field, value in wanted.items() if getattr(row, field) != value)
    for field in changed:
        setattr(row, field, wanted[field])
    if changed:
        row.save(update_fields=changed)
    if _write_welcomes(row, welcomes):
        changed = sorted([*changed, "welcome"])
    if changed:
        audit.record(verb=Verb.PROGRAMME_CHANGED, subject=row, by=by, fields=changed)
    return row


def _write_welcomes(programme: Programme, welcomes: Mapping[str, str]) -> bool:
    """Keep these words of welcome and no others; says whether anything changed."""
    wanted = {}
    for language, text in welcomes.items():
        _require_language(language)
        if text := clean_text(text, most=WELCOME_MOST, required=False):
            wanted[language] = text
    if wanted == queries.welcomes_of(programme):
        return False
    Welcome.objects.filter(programme=programme).exclude(language__in=wanted).delete()
    for language, text in wanted.items():
        Welcome.objects.update_or_create(
            programme=programme, language=language, defaults={"text": text}
        )
    return True


def _require_language(language: str) -> None:
    if not places.is_language(language):
        words = _("Choose a language from the list.")
        raise Invalid(words, fields={"language": words}, code="language")
