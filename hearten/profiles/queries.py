"""Reading profiles: the facts matching works with, and the taxonomy's names."""

from collections.abc import Collection
from dataclasses import dataclass
from uuid import UUID

from django.db.models import FilteredRelation, Q, QuerySet

from hearten.accounts.models import Account, Programme
from hearten.foundation import crypto
from hearten.profiles.models import Profile, ProfileTopic, Stance, Topic


@dataclass(frozen=True, slots=True, kw_only=True)
class ProfileFacts:
    """What one person said about themselves in one programme. Empty always means "not said"."""

    account_id: UUID
    languages: tuple[str, ...] = ()
    """BCP-47 codes, most preferred first."""
    channels: frozenset[str] = frozenset()
    free_parts: tuple[str, ...] = ()
    """Such as "mon-morning", in week order, on the wall clock of `time_zone`."""
    time_zone: str = "UTC"
    pronouns: str = ""
    wished_pronouns: str = ""
    lived: frozenset[UUID] = frozenset()
    no_go: frozenset[UUID] = frozenset()
    wishes: str = ""
    introduction: str = ""
    reading_language: str = ""
    """The language the person reads Hearten in, for when they named none; may be empty."""


def facts(programme: Programme, account: Account) -> ProfileFacts:
    """What this person said in this programme."""
    return facts_of(programme, [account.id])[account.id]


def facts_of(programme: Programme, account_ids: Collection[UUID]) -> dict[UUID, ProfileFacts]:
    """The facts of many people in three queries. Every id asked for is there, also without a
    profile. Who may see which of it is for the caller to decide; what people are
    told about it stands in words.preview."""
    wanted = set(account_ids)
    found = {account_id: ProfileFacts(account_id=account_id) for account_id in wanted}
    profiles = {
        profile.account_id: profile
        for profile in Profile.objects.filter(programme=programme, account_id__in=wanted)
    }
    stances = _stances([profile.id for profile in profiles.values()])
    people = Account.objects.filter(id__in=wanted)
    for person in people.only("time_zone", "language", "pronouns", "wrapped_key"):
        found[person.id] = _facts(person, profiles.get(person.id), stances)
    return found


def facts_without_words(
    programme: Programme, account_ids: Collection[UUID]
) -> dict[UUID, ProfileFacts]:
    """The same in two queries and without opening what is sealed, so `wishes` and `introduction`
    are empty: for looking at hundreds of people at once, where nobody reads their words."""
    here = FilteredRelation("profiles", condition=Q(profiles__programme=programme))
    people = Account.objects.filter(id__in=account_ids).annotate(said=here)
    rows = list(
        people.values_list(
            *("id", "time_zone", "pronouns", "language", "said__id", "said__languages"),
            *("said__channels", "said__free_parts", "said__wished_pronouns"),
        )
    )
    found = {account_id: ProfileFacts(account_id=account_id) for account_id in account_ids}
    stances = _stances([row[4] for row in rows if row[4] is not None])
    for person, zone, pronouns, language, profile, speaks, channels, free, wished in rows:
        found[person] = ProfileFacts(
            account_id=person,
            languages=tuple(speaks or ()),
            channels=frozenset(channels or ()),
            free_parts=tuple(free or ()),
            time_zone=zone,
            pronouns=pronouns,
            wished_pronouns=wished or "",
            lived=frozenset(stances.get((profile, Stance.LIVED), ())),
            no_go=frozenset(stances.get((profile, Stance.NO_GO), ())),
            reading_language=language,
        )
    return found


def _stances(profile_ids: Collection[UUID]) -> dict[tuple[UUID, str], set[UUID]]:
    stances: dict[tuple[UUID, str], set[UUID]] = {}
    rows = ProfileTopic.objects.filter(profile_id__in=profile_ids)
    for profile_id, stance, topic_id in rows.values_list("profile_id", "stance", "topic_id"):
        stances.setdefault((profile_id, stance), set()).add(topic_id)
    return stances


def _facts(
    person: Account, profile: Profile | None, stances: dict[tuple[UUID, str], set[UUID]]
) -> ProfileFacts:
    if profile is None:
        return ProfileFacts(
            account_id=person.id,
            time_zone=person.time_zone,
            pronouns=person.pronouns,
            reading_language=person.language,
        )
    return ProfileFacts(
        account_id=person.id,
        languages=tuple(profile.languages),
        channels=frozenset(profile.channels),
        free_parts=tuple(profile.free_parts),
        time_zone=person.time_zone,
        pronouns=person.pronouns,
        wished_pronouns=profile.wished_pronouns,
        lived=frozenset(stances.get((profile.id, Stance.LIVED), ())),
        no_go=frozenset(stances.get((profile.id, Stance.NO_GO), ())),
        wishes=opened_words(person, profile, "sealed_wishes"),
        introduction=opened_words(person, profile, "sealed_introduction"),
        reading_language=person.language,
    )


def seal_context(profile: Profile, field: str) -> str:
    """The authenticated context of a sealed field of a profile."""
    return f"profiles.Profile.{field}:{profile.id}"


def opened_words(person: Account, profile: Profile, field: str) -> str:
    """The text, or nothing once the person's key is destroyed: erased words stay erased."""
    sealed: bytes | None = getattr(profile, field)
    if sealed is None or person.wrapped_key is None:
        return ""
    key = crypto.unwrap(person.wrapped_key)
    return crypto.unseal(key, sealed, context=seal_context(profile, field))


def topics_of(programme: Programme, *, also: Collection[UUID] = ()) -> QuerySet[Topic]:
    """The taxonomy as offered now, by kind and position; `also` adds retired topics by id, so that
    a person still sees and can take back what they once chose."""
    offered = Q(retired_at__isnull=True) | Q(id__in=also)
    return Topic.objects.filter(offered, programme=programme).order_by("kind", "position", "name")


def topic_names(programme: Programme, language: str) -> dict[UUID, str]:
    """Names of all topics in the taxonomy's order, retired ones too, in a language or else the
    programme's own."""
    topics = Topic.objects.filter(programme=programme).order_by("kind", "position", "name")
    return {topic.id: name_in(topic, language) for topic in topics}


def name_in(topic: Topic, language: str) -> str:
    """A topic's name: "pt-br" falls back to "pt", then to the programme's main language."""
    names: dict[str, str] = topic.names
    return names.get(language) or names.get(language.split("-")[0]) or topic.name


def topics_for_manager(programme: Programme) -> QuerySet[Topic]:
    """All entries, retired ones too. How many people hold one is not counted: in a small programme
    a count would tell who."""
    return Topic.objects.filter(programme=programme).order_by("kind", "position", "name")
