"""Words for codes of the rules, in the reader's language."""

from collections.abc import Iterable

from django.utils.translation import gettext_lazy as _

from hearten.safety.rules.brigades import Sign

_SIGNS = {
    Sign.NEW: _("accounts that were new when they reported"),
    Sign.TOGETHER: _("accounts made within a day of each other"),
    Sign.STRANGER: _("people who never talked with this person"),
}


def words_of_signs(signs: Iterable[str]) -> list[str]:
    """Why reports may belong together."""
    return [str(_SIGNS[Sign(sign)]) for sign in signs]
