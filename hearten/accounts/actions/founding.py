"""How the first manager comes to be."""

from dataclasses import dataclass

from django.db import transaction
from django.utils.translation import gettext as _

from hearten.accounts import queries
from hearten.accounts.actions.joining import join
from hearten.accounts.actions.keys import make_recovery_codes
from hearten.accounts.actions.programmes import create_programme
from hearten.accounts.actions.roles import give_role
from hearten.accounts.models import Account, AgeRule, Programme, Role
from hearten.foundation.actors import Actor
from hearten.foundation.errors import NotPossible


@dataclass(frozen=True)
class Founded:
    """A new programme with its first manager."""

    programme: Programme
    manager: Account
    code: str
    """A recovery code: works once, on the page "Getting back in", to choose a passphrase."""


@transaction.atomic
def found_programme(
    *,
    name: str,
    pseudonym: str,
    slug: str = "",
    language: str = "en",
    country: str = "GB",
    age_rule: AgeRule = AgeRule.ADULTS,
    by: Actor,
) -> Founded:
    """Found a programme and its first manager, who has no passphrase until they use the code."""
    programme = create_programme(
        name=name, slug=slug, language=language, country=country, age_rule=age_rule, by=by
    )
    if programme.memberships.exists():
        raise NotPossible(_("There is a programme of that name with people in it already."))
    manager = join(
        programme=programme,
        pseudonym=pseudonym,
        age_confirmed=True,
        agreed=queries.texts_in(queries.agreements_to_join(programme), programme.language),
        by=by,
    )
    give_role(account=manager, programme=programme, role=Role.MANAGER, by=by)
    make_recovery_codes(account=manager, by=manager)
    return Founded(programme, manager, queries.recovery_codes_left(manager)[0])
