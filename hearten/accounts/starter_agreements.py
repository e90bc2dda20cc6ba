"""The first version of each agreement, which a programme's managers then make their own."""

from django.utils.translation import gettext as _

from hearten.accounts.models import AgreementKind


def text_of(kind: AgreementKind) -> str:
    """Plain words a programme can begin with, in the language active now."""
    return {
        AgreementKind.TERMS: _terms,
        AgreementKind.PRIVACY: _privacy,
        AgreementKind.SUPPORTER: _supporter,
    }[kind]()


def _terms() -> str:
    return _(
        "We are kind to each other. We listen before we speak.\n\n"
        "What somebody tells you stays with you. Do not repeat it, copy it or share it.\n\n"
        "Nobody has to answer, and nobody has to explain. You can stop a conversation at any time.\n\n"
        "We do not ask for real names, addresses, phone numbers, money or meetings.\n\n"
        "Peer supporters are people with experience of their own. They are not doctors or "
        "therapists, and they are not there in an emergency. If you or somebody else is in danger, "
        "use the crisis help on any page.\n\n"
        "If somebody hurts, threatens or pressures you, report it. A moderator reads every report. "
        "People who harm others can lose their account."
    )


def _privacy() -> str:
    return _(
        "You use a name you made up. We do not ask for your real name, email, phone number or "
        "address.\n\n"
        "What you write to another person is stored encrypted. You and the person you talk with can "
        "read it. If one of you reports a message, moderators can read what was reported.\n\n"
        "Programme managers see the name you chose, your roles and when you joined. They do not see "
        "your conversations or what you live with.\n\n"
        "We remember which devices you signed in on, in general words such as “Firefox on Android”, "
        "so that you can end a session. We do not keep your network address beyond a short time "
        "against guessing of passphrases, and then only in a form that cannot be read back.\n\n"
        "We record what is done with your account, without what you wrote, so that misuse can be "
        "found."
    )


def _supporter() -> str:
    return _(
        "I listen, I share my own experience when it helps, and I do not give medical advice.\n\n"
        "I keep what I hear to myself, except when somebody is in danger. Then I use the crisis help "
        "and tell my supervisor.\n\n"
        "I keep contact inside this programme. I do not take money, gifts or private contact "
        "details.\n\n"
        "I only take on what I can carry. When I need a break I say so, and I end a conversation "
        "with a kind word and never without one.\n\n"
        "I go to supervision, and I ask for help when something stays with me."
    )
