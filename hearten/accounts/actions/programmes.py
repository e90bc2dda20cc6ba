"""Founding and changing a programme."""

from django.db import transaction
from django.utils.text import slugify
from django.utils.translation import gettext as _

from hearten.accounts import places, policies, starter_agreements
from hearten.accounts.actions.agreements import publish_agreement
from hearten.accounts.models import AgeRule, AgreementKind, Programme
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
    welcome: str = "",
    country: str = "GB",
    age_rule: AgeRule = AgeRule.ADULTS,
    by: Actor,
) -> Programme:
    """Found a programme with a first version of each agreement. Only the installation itself may.

    `slug` names it in addresses; without one it is made from the name. Repeated with the slug of a
    programme that stands, it gives that programme and changes nothing.
    """
    if by.actor_id is not None:
        raise NotAllowed(_("Programmes are founded from the command line."))
    name = clean_text(name, most=NAME_MOST, lines=False)
    slug = slug or slugify(name)[:60] or "programme"
    programme, new = Programme.objects.get_or_create(
        slug=slug,
        defaults={
            "name": name,
            "welcome": clean_text(welcome, most=WELCOME_MOST, required=False),
            "country": country,
            "age_rule": age_rule,
        },
    )
    if new:
        audit.record(verb=Verb.PROGRAMME_CREATED, subject=programme, by=by)
        for kind in AgreementKind:
            publish_agreement(
                programme=programme, kind=kind, text=starter_agreements.text_of(kind), by=by
            )
    return programme


@transaction.atomic
def change_programme(
    *,
    programme: Programme,
    name: str,
    welcome: str,
    age_rule: AgeRule,
    country: str,
    open_to_join: bool,
    by: Actor,
) -> Programme:
    """Change how a programme presents itself and who may join it from now on."""
    row = Programme.objects.select_for_update(no_key=True).get(pk=programme.pk)
    if not policies.may_change_programme(by, row):
        raise NotAllowed(_("Only a manager of this programme can change it."))
    wanted = {
        "name": clean_text(name, most=NAME_MOST, lines=False),
        "welcome": clean_text(welcome, most=WELCOME_MOST, required=False),
        "age_rule": str(AgeRule(age_rule)),
        "country": country,
        "open_to_join": open_to_join,
    }
    if not places.is_country(country):
        raise Invalid(_("Choose a country."), fields={"country": _("Choose a country.")})
    changed = sorted(field for field, value in wanted.items() if getattr(row, field) != value)
    for field in changed:
        setattr(row, field, wanted[field])
    if changed:
        row.save(update_fields=changed)
        audit.record(verb=Verb.PROGRAMME_CHANGED, subject=row, by=by, fields=changed)
    return row
