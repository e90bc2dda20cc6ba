"""What a person says they live with, and how they would like to be supported."""

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from hearten.foundation import clock, ids
from hearten.profiles.rules import PRONOUNS_MOST, TOPIC_NAME_MOST


class TopicKind(models.TextChoices):
    """What an entry of the taxonomy is."""

    CONDITION = "condition", _("Health and feelings")
    LIFE_EVENT = "life_event", _("Things that happened")
    ROLE = "role", _("Who I am in life")


class Topic(models.Model):
    """One entry of a programme's taxonomy. Retired, never deleted: profiles point at it."""

    id = models.UUIDField(primary_key=True, default=ids.new_id, editable=False)
    programme = models.ForeignKey("accounts.Programme", models.CASCADE, related_name="topics")
    kind = models.CharField(max_length=12, choices=TopicKind.choices)
    name = models.CharField(max_length=TOPIC_NAME_MOST)
    """In the programme's main language; `names` holds the others by language code."""
    names = models.JSONField(default=dict, blank=True)
    position = models.PositiveSmallIntegerField(default=0)
    retired_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                name="topic_name_once",
                fields=["programme", "kind", "name"],
                condition=Q(retired_at__isnull=True),
            ),
            models.CheckConstraint(name="topic_kind_known", condition=Q(kind__in=TopicKind.values)),
        ]


class Profile(models.Model):
    """One person in one programme. Every field may stay empty."""

    id = models.UUIDField(primary_key=True, default=ids.new_id, editable=False)
    programme = models.ForeignKey("accounts.Programme", models.CASCADE, related_name="profiles")
    account = models.ForeignKey("accounts.Account", models.CASCADE, related_name="profiles")
    languages = models.JSONField(default=list, blank=True)
    """BCP-47 codes, most preferred first."""
    channels = models.JSONField(default=list, blank=True)
    """Of rules.CHANNELS."""
    free_parts = models.JSONField(default=list, blank=True)
    """Of rules.FREE_PARTS, on the wall clock of the person's own time zone."""
    wished_pronouns = models.CharField(max_length=PRONOUNS_MOST, blank=True)
    """Of a supporter; used for choosing, shown to nobody."""
    sealed_wishes = models.BinaryField(null=True)
    """Free words for the supporter, sealed with the account's key."""
    sealed_introduction = models.BinaryField(null=True)
    """A supporter's few words about themselves, shown with proposals; sealed likewise."""
    changed_at = models.DateTimeField(default=clock.now)

    class Meta:
        constraints = [
            models.UniqueConstraint(name="profile_once", fields=["programme", "account"])
        ]


class Stance(models.TextChoices):
    """What a topic is to a person. Both are possible at once: people live with things they do not
    want to talk about."""

    LIVED = "lived", _("Lives with it")
    NO_GO = "no_go", _("Not to be talked about")


class ProfileTopic(models.Model):
    """A topic a person lives with, or one they do not want to talk about."""

    profile = models.ForeignKey(Profile, models.CASCADE, related_name="profile_topics")
    topic = models.ForeignKey(Topic, models.PROTECT, related_name="profile_topics")
    stance = models.CharField(max_length=8, choices=Stance.choices)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                name="profile_topic_once", fields=["profile", "topic", "stance"]
            ),
            models.CheckConstraint(
                name="profile_topic_stance_known", condition=Q(stance__in=Stance.values)
            ),
        ]
        indexes = [models.Index(fields=["topic", "stance"], name="profile_topic_by_topic")]
