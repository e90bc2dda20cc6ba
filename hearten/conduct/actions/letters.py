"""Writing to somebody as the moderation team, and answering."""

from uuid import UUID

from django.db import transaction
from django.utils.translation import gettext as _

from hearten.accounts.models import Account, Programme, Role
from hearten.accounts.queries import people_with
from hearten.audit import actions as audit
from hearten.audit.vocabulary import Verb
from hearten.conduct import policies, queries
from hearten.conduct.models import Letter
from hearten.conduct.ports import Footing
from hearten.foundation import clock, crypto, ids, live
from hearten.foundation.actors import Actor
from hearten.foundation.errors import Invalid, NotAllowed, NotPossible
from hearten.foundation.text import clean_text

LETTER_MOST = 2000


@transaction.atomic
def write_letter(
    *,
    account: Account,
    programme: Programme,
    footing: Footing,
    text: str,
    letter_id: UUID | None = None,
    by: Actor,
) -> Letter:
    """Write to a person as the moderation team. They do not learn who wrote; the record does.
    `letter_id` makes a repeated send one letter."""
    account = Account.objects.select_for_update(no_key=True).get(pk=account.pk)
    if not policies.may_impose(by, account, programme, footing):
        raise NotAllowed(_("Please take this case first, so that everybody knows who has it."))
    made = _add(account, programme, footing, text, letter_id, from_team=True)
    if made.fresh:
        audit.record(verb=Verb.LETTER_SENT, subject=made.letter, by=by, about=str(account.id))
        live.nudge_on_commit(account.id)
    return made.letter


@transaction.atomic
def answer_letter(*, letter: Letter, text: str, answer_id: UUID | None = None, by: Actor) -> Letter:
    """The person answers, in their words. A few times, until the team writes again."""
    account = Account.objects.select_for_update(no_key=True).get(pk=letter.account_id)
    if not policies.may_answer(by, letter):
        raise NotAllowed(_("Only the person it was written to can answer."))
    footing = Footing(letter.ground_kind, letter.ground_id)
    known = Letter.objects.filter(pk=answer_id, account=account).first() if answer_id else None
    if known is not None:
        return known
    if queries.answers_left(letter) == 0:
        raise NotPossible(
            _("You have answered a few times. Please wait for the moderation team’s next letter.")
        )
    made = _add(account, letter.programme, footing, text, answer_id, from_team=False)
    audit.record(verb=Verb.LETTER_ANSWERED, subject=made.letter, by=by)
    for moderator in people_with(letter.programme, Role.MODERATOR).exclude(id=account.id):
        live.nudge_on_commit(moderator.id)
    return made.letter


class _Made:
    def __init__(self, letter: Letter, *, fresh: bool) -> None:
        self.letter, self.fresh = letter, fresh


def _add(
    account: Account,
    programme: Programme,
    footing: Footing,
    text: str,
    letter_id: UUID | None,
    *,
    from_team: bool,
) -> _Made:
    if letter_id and (known := Letter.objects.filter(pk=letter_id, account=account).first()):
        return _Made(known, fresh=False)
    try:
        text = clean_text(text, most=LETTER_MOST)
    except Invalid as error:
        raise Invalid(error.message, code=error.code, fields={"text": error.message}) from error
    letter = Letter(
        id=letter_id or ids.new_id(),
        account=account,
        programme=programme,
        ground_kind=footing.kind,
        ground_id=footing.id,
        from_team=from_team,
    )
    key = crypto.unwrap(letter.wrapped_key)
    letter.sealed_text = crypto.seal(key, text, context=queries.letter_context(letter))
    letter.save(force_insert=True)
    return _Made(letter, fresh=True)


@transaction.atomic
def open_letters(*, letter: Letter, by: Actor) -> int:
    """The person has the letters of a thread on their screen. Only they; gives how many were new.
    Not on the record: it says nothing but what a person looked at."""
    if not policies.may_answer(by, letter):
        return 0
    fresh = Letter.objects.filter(
        account=letter.account_id,
        ground_kind=letter.ground_kind,
        ground_id=letter.ground_id,
        from_team=True,
        read_at__isnull=True,
    ).update(read_at=clock.now())
    if fresh:
        live.nudge_on_commit(letter.account_id)
    return fresh


@transaction.atomic
def open_answers(*, footing: Footing, by: Actor) -> int:
    """Whoever works the ground has the answers on their screen."""
    if by.actor_id is None or not footing.ground.is_at(footing.id, by.actor_id):
        return 0
    return Letter.objects.filter(
        ground_kind=footing.kind, ground_id=footing.id, from_team=False, read_at__isnull=True
    ).update(read_at=clock.now())
