"""How each kind is said: to the supporter, to the member, to supervisors."""

from dataclasses import dataclass

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from hearten.boundaries.rules import Kind, Side

Text = str | Promise


@dataclass(frozen=True, slots=True, kw_only=True)
class Words:
    """A card's words."""

    title: Text
    text: Text
    say: Text = ""
    """Words the supporter can use as they are."""


OWN: dict[Kind, Words] = {
    Kind.HOURS: Words(
        title=_("You have been writing after your hours"),
        text=_(
            "On at least four days this week you wrote outside the times you set. That "
            "can be kindness, and it can wear you out. Would you like to change your "
            "times, talk about it, or is it fine this once?"
        ),
    ),
    Kind.STORM: Words(
        title=_("You have written a lot in a row"),
        text=_(
            "Many messages came from you without an answer in between. Some people need "
            "time before they can write back. Waiting is support too."
        ),
    ),
    Kind.MONEY: Words(
        title=_("Money or gifts came up"),
        text=_(
            "Something you wrote sounded like money or a gift. Supporters here do not "
            "lend, take or give either, because it changes what two people are to each "
            "other. If you meant well and are in a corner now, a supervisor helps you out "
            "of it."
        ),
    ),
    Kind.ELSEWHERE: Words(
        title=_("Talking somewhere else came up"),
        text=_(
            "Something you wrote sounded like a number, an address or another place to "
            "talk or meet. Here both of you are looked after. Elsewhere neither of you "
            "is."
        ),
    ),
    Kind.CLOSE: Words(
        title=_("It may have become closer than support"),
        text=_(
            "Something you wrote sounded romantic or sexual. Feelings happen. What counts "
            "is what you do now: keep to support, and talk with a supervisor before you "
            "write on."
        ),
    ),
    Kind.LOAD_TIME: Words(
        title=_("You have talked for many hours this week"),
        text=_(
            "More than fifteen hours in seven days is a lot of other people’s pain. You "
            "may take a break, or fewer people. Nobody who trusts you loses their place "
            "by it."
        ),
    ),
    Kind.LOAD_PEOPLE: Words(
        title=_("You are with more people than you set"),
        text=_(
            "You have more open conversations than the number in your settings. You can "
            "end one well, hand one over, or talk about what would make it lighter."
        ),
    ),
    Kind.LOAD_DANGER: Words(
        title=_("You have been near a lot of danger this week"),
        text=_(
            "Several times this week somebody you support wrote words that sounded like "
            "danger. That stays with people. You do not have to carry it alone."
        ),
    ),
    Kind.TWO_ROLES: Words(
        title=_("You two are also tied in another way"),
        text=_(
            "You support somebody to whom you are something else here too: they support "
            "you, or you work on a case about them. Being two things to one person is "
            "hard. A supervisor can help you sort it out."
        ),
    ),
}
"""Where the supporter did it, or it is about their week."""

THEIRS: dict[Kind, Words] = {
    Kind.STORM: Words(
        title=_("They have written a lot at once"),
        text=_(
            "You do not have to answer every message, and not at once. If it helps, these "
            "words are yours to use:"
        ),
        say=_(
            "I see how much is going on. I read everything you write, and I answer as I "
            "can. Shall we find a time that is ours?"
        ),
    ),
    Kind.MONEY: Words(
        title=_("They may have asked about money or gifts"),
        text=_("You can say no and stay kind. If it helps, these words are yours to use:"),
        say=_(
            "I do not lend, give or take money or gifts, with anybody here. It is not "
            "about you. We can look together for who helps with money."
        ),
    ),
    Kind.ELSEWHERE: Words(
        title=_("They may want to talk somewhere else"),
        text=_("You can stay here and stay kind. If it helps, these words are yours to use:"),
        say=_(
            "I would rather stay here, where we are both looked after. It is not about "
            "you. I am glad to go on talking here."
        ),
    ),
    Kind.CLOSE: Words(
        title=_("They may want more than support"),
        text=_(
            "You are not to blame, and you do not have to go along. You can be clear and "
            "kind. If it helps, these words are yours to use:"
        ),
        say=_(
            "I care how you are, as your supporter. I cannot be more than that, and I "
            "want to say so clearly so that we can go on well."
        ),
    ),
}
"""Where the member did it."""

DO_NOT_HAVE_TO: dict[Kind, Text] = {
    Kind.CLOSE: _(
        "Something your supporter wrote may have been more personal than it should be. "
        "You never have to go along with that, and it is not your fault."
    ),
    Kind.MONEY: _(
        "Something your supporter wrote may have been about money or gifts. You never "
        "have to give, lend, pay or take anything here."
    ),
    Kind.ELSEWHERE: _(
        "Something your supporter wrote may have been about talking or meeting somewhere "
        "else. You never have to give your number, your address or your real name. You "
        "can stay here."
    ),
}
"""What the member reads, in this order."""

NAMES: dict[Kind, Text] = {
    Kind.HOURS: _("Writing after hours"),
    Kind.STORM: _("Many messages in a row"),
    Kind.MONEY: _("Money or gifts"),
    Kind.ELSEWHERE: _("Moving somewhere else"),
    Kind.CLOSE: _("Romantic or sexual"),
    Kind.LOAD_TIME: _("Many hours of talk"),
    Kind.LOAD_PEOPLE: _("More people than they set"),
    Kind.LOAD_DANGER: _("Much danger in a week"),
    Kind.TWO_ROLES: _("Two roles at once"),
    Kind.TWO_ROLES_UNSEEN: _("Two roles at once, which they may not know"),
}
"""What supervisors call it."""

SIDES: dict[Side, Text] = {
    Side.SUPPORTER: _("in what the supporter did"),
    Side.MEMBER: _("in what the member did"),
}


def words_of(kind: Kind, side: Side) -> Words:
    """The supporter's card for a kind."""
    return (OWN if side is Side.SUPPORTER else THEIRS)[kind]
