"""Three optional questions after an ending."""

from uuid import UUID

from django.db import transaction
from django.utils.translation import gettext as _

from hearten.audit import actions as audit
from hearten.audit.vocabulary import Verb
from hearten.foundation import clock
from hearten.foundation.actors import Actor
from hearten.foundation.errors import Invalid, NotAllowed, NotPossible
from hearten.foundation.text import clean_text
from hearten.matching import policies
from hearten.matching.actions.holding import refuse_held_from_writing
from hearten.matching.actions.locks import lock_pairing
from hearten.matching.models import Feedback
from hearten.matching.queries.sealed import sealed
from hearten.matching.wording import Side

FEEDBACK_MOST = 2000
SCALE = range(1, 6)
"""1 (not at all) to 5 (very much)."""


@transaction.atomic
def give_feedback(
    *,
    pairing_id: UUID,
    felt_heard: int | None = None,
    found_useful: int | None = None,
    words: str = "",
    by: Actor,
) -> Feedback:
    """One of the two answers after an ending, each answer optional. Given again they replace the
    earlier ones: people may change their mind."""
    held = lock_pairing(pairing_id)
    side = policies.side_of(by, member_id=held.member_id, supporter_id=held.supporter_id)
    if side is None:
        raise NotAllowed(_("Only the two people are asked."))
    person = held.member if side is Side.MEMBER else held.supporter
    if held.ended_at is None:
        raise NotPossible(_("These questions come after the ending."))
    refuse_held_from_writing(person.id, words)
    _check({"felt_heard": felt_heard, "found_useful": found_useful})
    words = _clean(words)
    given = Feedback.objects.filter(pairing=held, by=person).first()
    given = given or Feedback(pairing=held, by=person)
    given.felt_heard, given.found_useful, given.at = felt_heard, found_useful, clock.now()
    given.sealed_words = sealed(person, given, "sealed_words", words)
    given.save()
    answered = [felt_heard is not None, found_useful is not None, bool(words)]
    audit.record(verb=Verb.FEEDBACK_GIVEN, subject=held, by=by, answered=sum(answered))
    return given


def _check(marks: dict[str, int | None]) -> None:
    wrong = [name for name, mark in marks.items() if mark is not None and mark not in SCALE]
    if wrong:
        words = _("Choose one of the five, or skip this.")
        raise Invalid(words, fields=dict.fromkeys(wrong, words))


def _clean(words: str) -> str:
    try:
        return clean_text(words, most=FEEDBACK_MOST, required=False)
    except Invalid as error:
        raise Invalid(error.message, code=error.code, fields={"words": error.message}) from error
