"""What profiles keep of a person, for the export of what they own."""

from typing import Any

from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from hearten.accounts.models import Account
from hearten.accounts.ports import Declared
from hearten.profiles.models import Profile, ProfileTopic, Stance
from hearten.profiles.queries import name_in, opened_words
from hearten.profiles.words import CHANNELS

TITLE = _("About you")
EXPORTED = {
    "profiles": Declared(_("What you said about yourself")),
    "programme": Declared(_("Programme")),
    "lived": Declared(_("What you live with")),
    "not_to_be_talked_about": Declared(_("What you do not want to talk about")),
    "languages": Declared(_("Languages")),
    "channels": Declared(_("How you like to talk"), dict(CHANNELS)),
    "free": Declared(_("When you have time")),
    "wished_pronouns": Declared(_("Pronouns you wish for")),
    "wishes": Declared(_("Your wishes")),
    "introduction": Declared(_("Your words about yourself")),
    "changed": Declared(_("Changed")),
}


def export_of(account: Account) -> dict[str, Any]:
    """The person's profile in each programme."""
    found = Profile.objects.filter(account=account).select_related("programme")
    return {"profiles": [_profile(account, one) for one in found.order_by("changed_at")]}


def _profile(account: Account, profile: Profile) -> dict[str, Any]:
    return {
        "programme": profile.programme.name,
        "lived": _topics(profile, Stance.LIVED),
        "not_to_be_talked_about": _topics(profile, Stance.NO_GO),
        "languages": profile.languages,
        "channels": profile.channels,
        "free": profile.free_parts,
        "wished_pronouns": profile.wished_pronouns,
        "wishes": opened_words(account, profile, "sealed_wishes"),
        "introduction": opened_words(account, profile, "sealed_introduction"),
        "changed": profile.changed_at,
    }


def _topics(profile: Profile, stance: Stance) -> list[str]:
    chosen = ProfileTopic.objects.filter(profile=profile, stance=stance).select_related("topic")
    language = get_language() or ""
    return [name_in(one.topic, language) for one in chosen.order_by("topic__position", "id")]
