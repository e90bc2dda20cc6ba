"""Who looked at what safety keeps of a person, for that person."""

from django.utils.translation import gettext_lazy as _

from hearten.accounts.models import Account
from hearten.accounts.ports import Look
from hearten.audit.queries import accesses_to
from hearten.safety.models import Case, CaseNature, CaseState

_WHY = {
    CaseNature.WELFARE: _(
        "Somebody was worried about your safety, or your words sounded like danger. They looked so"
        " that a person could decide what helps."
    ),
    CaseNature.CONDUCT: _(
        "Somebody told us about something you wrote. They looked so that a person could decide what"
        " is fair."
    ),
}


def looks_of(account: Account) -> list[Look]:
    """Each reading of the evidence of a closed case about this person. Of an open case nothing is
    told: it would tell that there is one."""
    closed = Case.objects.filter(about=account, state=CaseState.RESOLVED)
    natures = {str(pk): CaseNature(nature) for pk, nature in closed.values_list("pk", "nature")}
    return [
        Look(
            at=one.at,
            what=_("One or more of your messages"),
            role=_("A moderator"),
            why=_WHY[natures[one.object_id]],
        )
        for one in accesses_to(Case._meta.label_lower, natures)
    ]
