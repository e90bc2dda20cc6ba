"""The first version of each agreement, which a programme's managers then make their own.

Files and not messages of the catalogs: whoever accepts a text must find these very words again,
whatever is compiled, and a language that is missing has to be an error.
"""

from functools import cache
from importlib import resources

from hearten.accounts.models import AgreementKind

_SHIPPED = resources.files("hearten.accounts") / "shipped" / "agreements"


@cache
def text_in(kind: AgreementKind, language: str) -> str:
    """Plain words a programme can begin with, in a language of the pages."""
    return (_SHIPPED / kind.value / f"{language}.txt").read_text(encoding="utf-8").strip()
