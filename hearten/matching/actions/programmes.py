"""How a programme matches."""

from dataclasses import asdict, dataclass

from django.db import transaction
from django.utils.translation import gettext as _

from hearten.accounts.models import Programme
from hearten.audit import actions as audit
from hearten.audit.vocabulary import Verb
from hearten.foundation.actors import Actor
from hearten.foundation.errors import Invalid, NotAllowed
from hearten.matching import policies
from hearten.matching.actions.locks import lock_programme
from hearten.matching.actions.sweeps import ask_for_sweep
from hearten.matching.models import MINUTES_MOST, PROPOSALS_MOST, MatchingSettings


@dataclass(frozen=True, slots=True, kw_only=True)
class Times:
    """How long each side has to answer and a member to choose, in minutes, and the questions one
    supporter has at once."""

    supporter_minutes_now: int
    supporter_minutes_weeks: int
    member_minutes_now: int
    member_minutes_weeks: int
    choose_minutes_now: int
    choose_minutes_weeks: int
    open_proposals_most: int


@transaction.atomic
def save_matching_settings(*, programme: Programme, times: Times, by: Actor) -> MatchingSettings:
    """Change a programme's times. Whoever answers or chooses keeps the deadline they were given."""
    if not policies.may_run_matching(by, programme):
        raise NotAllowed(_("Only a manager of this programme can change this."))
    held = lock_programme(programme)
    wanted = asdict(times)
    _check(wanted)
    changed = sorted(name for name, value in wanted.items() if getattr(held, name) != value)
    if not changed:
        return held
    for name in changed:
        setattr(held, name, wanted[name])
    held.save(update_fields=changed)
    audit.record(
        verb=Verb.MATCHING_SETTINGS_CHANGED,
        subject=held,
        by=by,
        **{name: wanted[name] for name in changed},
    )
    ask_for_sweep(programme.id)
    return held


def _check(wanted: dict[str, int]) -> None:
    most = dict.fromkeys(wanted, MINUTES_MOST) | {"open_proposals_most": PROPOSALS_MOST}
    wrong = {
        name: _("Choose a number from 1 to %(most)s.") % {"most": most[name]}
        for name, value in wanted.items()
        if not 1 <= value <= most[name]
    }
    if wrong:
        raise Invalid(next(iter(wrong.values())), fields=wrong)
