"""Posts, and what they said before."""

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from hearten.forum.models.notes import ContentNote, in_words
from hearten.forum.models.spaces import Face, Space
from hearten.forum.models.threads import Thread
from hearten.forum.rules import TEXT_MOST, TITLE_MOST, read_as_one
from hearten.foundation import clock


class HeldFor(models.TextChoices):
    """As in rules.Why, and a host."""

    METHOD = "method", _("Words about how to do harm, or that push somebody to it")
    CONTACT = "contact", _("Something by which a person can be found")
    LINK = "link", _("A link from somebody who is new here")
    AGAIN = "again", _("The same text again")
    HOST = "host", _("A host of the space asks a moderator to look at it")


class Post(models.Model):
    """One text in a thread. Its place never changes and it is never deleted, only emptied (a trigger,
    migration 0002, which also keeps the numbers without gaps)."""

    id = models.BigAutoField(primary_key=True)
    space = models.ForeignKey(Space, models.PROTECT, related_name="+")
    """As the thread's and the face's: the foreign keys (migration 0002) go over both."""
    thread = models.ForeignKey(Thread, models.PROTECT, related_name="posts", db_index=False)
    face = models.ForeignKey(Face, models.PROTECT, related_name="posts", db_index=False)
    number = models.PositiveIntegerField()
    about_number = models.PositiveIntegerField(null=True)
    """The earlier post of the thread that this one answers."""
    about_before = models.ForeignKey("self", models.PROTECT, null=True, related_name="+")
    """What it answers in the thread it was split from."""
    client_id = models.UUIDField()
    """Chosen with the form: sent twice, it is one post."""
    text = models.TextField(max_length=TEXT_MOST, blank=True)
    """Markdown as it was typed; `foundation.markup` draws it."""
    written_at = models.DateTimeField(default=clock.now)
    edited_at = models.DateTimeField(null=True)
    taken_away_at = models.DateTimeField(null=True)
    went_to = models.ForeignKey("self", models.PROTECT, null=True, related_name="+")
    """The post of another thread that its words are now, as its writer's (a trigger); this one is an
    empty place."""
    held_at = models.DateTimeField(null=True)
    """Since when only its writer, hosts and moderators read it; None: it is open."""
    held_for = models.CharField(max_length=8, choices=HeldFor.choices, blank=True)
    by_moderator = models.BooleanField(default=False)
    """A moderator took it away; its writer can still read what it said."""
    notes = ArrayField(models.CharField(max_length=10), default=list)
    """Codes of ContentNote: what its writer says it touches."""
    moderator_notes = ArrayField(models.CharField(max_length=10), default=list)
    """What moderators say it touches besides."""

    class Meta:
        constraints = [
            models.UniqueConstraint(name="post_number_once", fields=["thread", "number"]),
            models.UniqueConstraint(name="post_client_id_once", fields=["face", "client_id"]),
            models.CheckConstraint(name="post_number_from_1", condition=Q(number__gte=1)),
            models.CheckConstraint(
                name="post_about_an_earlier",
                condition=Q(about_number__isnull=True) | Q(about_number__lt=F("number")),
            ),
            models.CheckConstraint(
                name="post_empty_when_taken_away",
                condition=(Q(taken_away_at__isnull=True) & ~Q(text=""))
                | Q(taken_away_at__isnull=False, text="", edited_at__isnull=True),
            ),
            models.CheckConstraint(
                name="post_that_went_is_empty",
                condition=Q(went_to__isnull=True)
                | Q(taken_away_at__isnull=False, by_moderator=False),
            ),
            models.CheckConstraint(
                name="post_about_one_thing",
                condition=Q(about_number__isnull=True) | Q(about_before__isnull=True),
            ),
            models.CheckConstraint(
                name="post_by_moderator_is_taken_away",
                condition=Q(by_moderator=False) | Q(taken_away_at__isnull=False),
            ),
            models.CheckConstraint(
                name="post_held_for_a_reason",
                condition=Q(held_at__isnull=True, held_for="")
                | Q(
                    held_at__isnull=False,
                    held_for__in=HeldFor.values,
                    taken_away_at__isnull=True,
                ),
            ),
            models.CheckConstraint(
                name="post_notes_known",
                condition=Q(
                    notes__contained_by=ContentNote.values,
                    moderator_notes__contained_by=ContentNote.values,
                ),
            ),
            models.CheckConstraint(
                name="post_taken_away_has_no_notes",
                condition=Q(taken_away_at__isnull=True) | Q(notes=[], moderator_notes=[]),
            ),
        ]
        indexes = [
            models.Index(fields=["face", "written_at"], name="post_by_face"),
            models.Index(fields=["held_at"], name="post_held", condition=Q(held_at__isnull=False)),
        ]

    @property
    def read_as(self) -> str:
        """What is read for danger."""
        return read_as_one(self.thread.title if self.number == 1 else "", self.text)

    @property
    def touches(self) -> str:
        """What everybody says it touches, in words; empty for nothing."""
        return in_words([*self.notes, *self.moderator_notes])

    @property
    def moderators_added(self) -> str:
        """What moderators say it touches, in words; empty for nothing."""
        return in_words(self.moderator_notes)


class PostVersion(models.Model):
    """What a post said before its writer changed it or a moderator took it away. Goes when its writer
    takes the post away."""

    id = models.BigAutoField(primary_key=True)
    post = models.ForeignKey(Post, models.PROTECT, related_name="versions")
    title = models.CharField(max_length=TITLE_MOST, blank=True)
    """Of a first post, the thread's title then."""
    text = models.TextField(max_length=TEXT_MOST)
    until = models.DateTimeField(default=clock.now)
    """When it was changed."""

    class Meta:
        constraints = [
            models.CheckConstraint(name="post_version_not_empty", condition=~Q(text="")),
        ]
