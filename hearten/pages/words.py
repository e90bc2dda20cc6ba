"""Words that are the pages' own: a picture of what happens here, and roles in the plural."""

from dataclasses import dataclass

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from hearten.accounts.models import Role

PEOPLE = {
    Role.MEMBER: gettext_lazy("members"),
    Role.SUPPORTER: gettext_lazy("peer supporters"),
    Role.SUPERVISOR: gettext_lazy("supervisors"),
    Role.MODERATOR: gettext_lazy("moderators"),
    Role.MANAGER: gettext_lazy("programme managers"),
}
"""Several people of one role."""


@dataclass(frozen=True, slots=True, kw_only=True)
class SampleLine:
    """One line of a conversation that never took place."""

    side: str
    """As the talk component names it: "own" or "other"."""
    text: str


def sample() -> list[SampleLine]:
    """A few lines between a member (the reader's side) and a supporter."""
    return [
        SampleLine(side="own", text=_("Nobody at work knows. I am the cheerful one.")),
        SampleLine(
            side="other",
            text=_(
                "That sounds heavy to carry. Is there anywhere in the week where you don’t have "
                "to be the cheerful one?"
            ),
        ),
        SampleLine(side="own", text=_("The car. Ten minutes, before I go in.")),
        SampleLine(side="other", text=_("Ten minutes that are yours. I’m glad you have them.")),
    ]
