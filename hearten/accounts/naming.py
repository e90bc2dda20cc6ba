"""What a pseudonym may be, in words for the person who chooses it."""

from uuid import UUID

from django.utils.translation import gettext as _

from hearten.accounts import ports
from hearten.accounts.models import PSEUDONYM_KEY_MOST, PSEUDONYM_MOST, Account
from hearten.accounts.rules import pseudonyms
from hearten.foundation.errors import Invalid
from hearten.foundation.text import clean_text


def taken() -> Invalid:
    """The wished pseudonym is not free."""
    return _refused(
        _("Somebody already uses this name, or one very like it. Please choose another."), "taken"
    )


def clean_pseudonym(value: str, *also_reserved: str) -> str:
    """The pseudonym as it will be shown, or Invalid with the error on the field `pseudonym`.

    Whether it is free is for `is_free`, and in the end for the database.
    """
    try:
        name = clean_text(value, most=PSEUDONYM_MOST, lines=False)
    except Invalid as error:
        raise _refused(error.message, error.code) from error
    if pseudonyms.hides_something(name):
        raise _refused(_("This holds hidden characters. Please type it again."), "hidden")
    if pseudonyms.letters(name) < pseudonyms.LEAST_LETTERS:
        raise _refused(_("Please use at least two letters or numbers."), "too_short")
    if pseudonyms.mixes_scripts(name):
        raise _refused(_("Please use letters of one alphabet."), "mixed")
    if pseudonyms.is_reserved(name, *also_reserved):
        raise _refused(
            _("This name could be taken for the staff. Please choose another."), "reserved"
        )
    if len(pseudonyms.key(name)) > PSEUDONYM_KEY_MOST:
        raise _refused(_("Please choose a shorter name."), "too_long")
    return name


def is_free(pseudonym: str) -> bool:
    """Whether nobody has this pseudonym or one that looks like it."""
    return not Account.objects.filter(pseudonym_key=pseudonyms.key(pseudonym)).exists()


def refuse_elsewhere(name: str, person: Account, *, place: UUID) -> None:
    """Refuse a name for one place that the person has as their pseudonym or in another place: most
    people would use one name everywhere and be found by it."""
    key = pseudonyms.key(name)
    if key == person.pseudonym_key or key in ports.name_keys(account_id=person.pk, but=place):
        words = _(
            "You are called this elsewhere, and somebody could tell that it is you. "
            "Please choose a name you use only here."
        )
        raise _refused(words, "elsewhere")


def _refused(words: str, code: str) -> Invalid:
    return Invalid(words, code=code, fields={"pseudonym": words})
