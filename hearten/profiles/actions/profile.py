"""A person says what they live with."""

from collections.abc import Collection, Iterable
from typing import Any
from uuid import UUID

from django.db import transaction
from django.utils.translation import gettext as _

from hearten.accounts import actions as accounts
from hearten.accounts.models import Account, Programme
from hearten.audit import actions as audit
from hearten.audit.vocabulary import Verb
from hearten.foundation import clock, crypto
from hearten.foundation.actors import Actor
from hearten.foundation.errors import Invalid, NotAllowed
from hearten.foundation.text import clean_text
from hearten.profiles import policies, queries, rules
from hearten.profiles.models import Profile, ProfileTopic, Stance
from hearten.profiles.rules import ProfileAnswers


@transaction.atomic
def save_profile(
    *, account: Account, programme: Programme, answers: ProfileAnswers, by: Actor
) -> Profile:
    """Keep what was answered; what was not asked (None) stays. Saving the same again changes and
    records nothing."""
    if not policies.may_save_profile(by, account, programme):
        raise NotAllowed(_("Only you can say what you live with."))
    made, _new = Profile.objects.get_or_create(programme=programme, account=account)
    profile = Profile.objects.select_for_update().get(pk=made.pk)
    before = queries.facts(programme, account)
    _set_pronouns(account, answers.pronouns, by)
    changed = [
        *_set_plain(profile, answers),
        *_set_sealed(profile, account, answers, before),
        *_set_topics(profile, Stance.LIVED, answers.lived, before.lived),
        *_set_topics(profile, Stance.NO_GO, answers.no_go, before.no_go),
    ]
    if changed:
        profile.changed_at = clock.now()
        profile.save()
        audit.record(verb=Verb.PROFILE_CHANGED, subject=profile, by=by, fields=sorted(changed))
    return profile


def _set_plain(profile: Profile, answers: ProfileAnswers) -> list[str]:
    given: dict[str, Any] = {
        "languages": _languages(answers.languages),
        "channels": _known(answers.channels, rules.CHANNELS),
        "free_parts": _known(answers.free_parts, rules.FREE_PARTS),
        "wished_pronouns": _pronouns(answers.wished_pronouns),
    }
    changed = [
        field
        for field, value in given.items()
        if value is not None and value != getattr(profile, field)
    ]
    for field in changed:
        setattr(profile, field, given[field])
    return changed


def _languages(codes: Iterable[str] | None) -> list[str] | None:
    if codes is None:
        return None
    unique = list(dict.fromkeys(codes))
    if len(unique) > rules.LANGUAGES_MOST or not all(rules.is_language_code(c) for c in unique):
        raise Invalid(_("Please choose languages from the list."), fields={"languages": ""})
    return unique


def _known(codes: Collection[str] | None, vocabulary: tuple[str, ...]) -> list[str] | None:
    """The codes in the vocabulary's order, so that the same choice is always the same list."""
    if codes is None:
        return None
    if not set(codes) <= set(vocabulary):
        raise Invalid(_("Please choose from the list."))
    return [code for code in vocabulary if code in codes]


def _pronouns(value: str | None) -> str | None:
    if value is None:
        return None
    return clean_text(value, most=rules.PRONOUNS_MOST, required=False, lines=False)


def _set_pronouns(account: Account, value: str | None, by: Actor) -> None:
    """Pronouns belong to the person, not to one programme: the account's settings hold them too."""
    if value is None:
        return
    row = Account.objects.select_for_update(no_key=True).get(pk=account.pk)
    accounts.save_settings(
        account=row,
        language=row.language,
        time_zone=row.time_zone,
        country=row.country,
        pronouns=value,
        by=by,
    )


def _set_sealed(
    profile: Profile, account: Account, answers: ProfileAnswers, before: queries.ProfileFacts
) -> list[str]:
    changed = []
    for field in ("wishes", "introduction"):
        given: str | None = getattr(answers, field)
        if given is None:
            continue
        text = clean_text(given, most=rules.WORDS_MOST, required=False)
        if text != getattr(before, field):
            _seal(profile, account, f"sealed_{field}", text)
            changed.append(field)
    return changed


def _seal(profile: Profile, account: Account, field: str, text: str) -> None:
    """With the account's key, so that destroying it erases these words wherever they are kept."""
    sealed = None
    if text:
        key = crypto.unwrap(account.wrapped_key)
        sealed = crypto.seal(key, text, context=queries.seal_context(profile, field))
    setattr(profile, field, sealed)


def _set_topics(
    profile: Profile, stance: Stance, given: Collection[UUID] | None, held: frozenset[UUID]
) -> list[str]:
    if given is None or set(given) == held:
        return []
    offered = queries.topics_of(profile.programme, also=held).filter(id__in=given)
    if offered.count() != len(set(given)):
        raise Invalid(_("Please choose from the list."), fields={stance.value: ""})
    ours = ProfileTopic.objects.filter(profile=profile, stance=stance)
    ours.exclude(topic_id__in=given).delete()
    ProfileTopic.objects.bulk_create(
        ProfileTopic(profile=profile, topic_id=topic_id, stance=stance)
        for topic_id in set(given) - held
    )
    return [stance.value]
