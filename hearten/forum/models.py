"""Spaces, the faces people have in them, threads, and posts."""

from django.db import models
from django.db.models import F, Q
from django.db.models.functions import Lower
from django.utils.translation import gettext_lazy as _

from hearten.accounts.models import PSEUDONYM_KEY_MOST, PSEUDONYM_MOST
from hearten.forum.rules import (
    PURPOSE_MOST,
    SPACE_NAME_MOST,
    TEXT_MOST,
    TITLE_MOST,
    read_as_one,
)
from hearten.foundation import clock, ids


class Space(models.Model):
    """A place about one thing, for the members of a programme. Closed, never deleted: what people
    wrote there stays to be read."""

    id = models.UUIDField(primary_key=True, default=ids.new_id, editable=False)
    programme = models.ForeignKey("accounts.Programme", models.PROTECT, related_name="+")
    name = models.CharField(max_length=SPACE_NAME_MOST)
    purpose = models.CharField(max_length=PURPOSE_MOST)
    """What it is for, in a sentence or two."""
    language = models.CharField(max_length=12)
    """BCP-47 code of the language people mostly write in."""
    made_at = models.DateTimeField(default=clock.now)
    closed_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                "programme",
                Lower("name"),
                name="space_name_once",
                condition=Q(closed_at__isnull=True),
            ),
            models.CheckConstraint(
                name="space_says_what_it_is",
                condition=~Q(name="") & ~Q(purpose="") & ~Q(language=""),
            ),
        ]


class Face(models.Model):
    """What one person is in one space. Nothing of the account is in it but the key to it, which no
    page, event or address holds; it has no name and no account any more once its person is erased.
    """

    id = models.UUIDField(primary_key=True, default=ids.new_id, editable=False)
    """The picture is drawn from it."""
    space = models.ForeignKey(Space, models.PROTECT, related_name="faces")
    account = models.ForeignKey(
        "accounts.Account", models.SET_NULL, null=True, related_name="faces"
    )
    name = models.CharField(max_length=PSEUDONYM_MOST, blank=True)
    name_key = models.CharField(max_length=PSEUDONYM_KEY_MOST, blank=True)
    """What makes two names the same, as of accounts' pseudonyms."""
    made_on = models.DateField()
    """By day: two faces made in one minute could be told to be one person's."""

    class Meta:
        constraints = [
            models.UniqueConstraint(name="face_once", fields=["space", "account"]),
            models.UniqueConstraint(
                name="face_name_once", fields=["space", "name_key"], condition=~Q(name_key="")
            ),
            # For the foreign keys of threads and posts, which name both.
            models.UniqueConstraint(name="face_of_space", fields=["space", "id"]),
            models.CheckConstraint(
                name="face_whole",
                condition=(Q(account__isnull=False) & ~Q(name="") & ~Q(name_key=""))
                | Q(account__isnull=True, name="", name_key=""),
            ),
        ]

    @property
    def seed(self) -> str:
        """What the picture is drawn from."""
        return str(self.pk)


class LookingFor(models.TextChoices):
    """What somebody asks for who opens a thread."""

    LISTENING = "listening", _("Somebody who listens")
    IDEAS = "ideas", _("Ideas")
    COMPANY = "company", _("Company")


class HeldFor(models.TextChoices):
    """As in rules.Why."""

    METHOD = "method", _("Words about how to do harm, or that push somebody to it")
    CONTACT = "contact", _("Something by which a person can be found")


class Thread(models.Model):
    """A question or a story. `newest_number` is given out under the row's lock."""

    id = models.UUIDField(primary_key=True, default=ids.new_id, editable=False)
    space = models.ForeignKey(Space, models.PROTECT, related_name="threads")
    opener = models.ForeignKey(Face, models.PROTECT, related_name="+")
    title = models.CharField(max_length=TITLE_MOST, blank=True)
    """Empty once its opener took the first post away or was erased."""
    looking_for = models.CharField(max_length=10, choices=LookingFor.choices, blank=True)
    opened_at = models.DateTimeField(default=clock.now)
    last_at = models.DateTimeField(default=clock.now)
    """When its newest post was written."""
    newest_number = models.PositiveIntegerField(default=1)
    answered_at = models.DateTimeField(null=True)
    answered_number = models.PositiveIntegerField(null=True)
    """The first post of another person, which ended the waiting (a trigger: once, and another's)."""

    class Meta:
        constraints = [
            models.UniqueConstraint(name="thread_of_space", fields=["space", "id"]),
            models.CheckConstraint(
                name="thread_looking_for_known",
                condition=Q(looking_for__in=["", *LookingFor.values]),
            ),
            models.CheckConstraint(
                name="thread_without_title_asks_nothing",
                condition=~Q(title="") | Q(looking_for=""),
            ),
            models.CheckConstraint(
                name="thread_answer_whole",
                condition=Q(answered_at__isnull=True, answered_number__isnull=True)
                | Q(
                    answered_at__isnull=False,
                    answered_number__isnull=False,
                    answered_number__gt=1,
                ),
            ),
        ]
        indexes = [
            models.Index(fields=["space", "-last_at"], name="thread_by_last"),
            models.Index(
                fields=["space", "opened_at"],
                name="thread_waiting",
                condition=~Q(looking_for="") & Q(answered_at__isnull=True),
            ),
        ]


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
    client_id = models.UUIDField()
    """Chosen with the form: sent twice, it is one post."""
    text = models.TextField(max_length=TEXT_MOST, blank=True)
    """Markdown as it was typed; `foundation.markup` draws it."""
    written_at = models.DateTimeField(default=clock.now)
    edited_at = models.DateTimeField(null=True)
    taken_away_at = models.DateTimeField(null=True)
    held_at = models.DateTimeField(null=True)
    """Since when only its writer and moderators read it; None: it is open."""
    held_for = models.CharField(max_length=8, choices=HeldFor.choices, blank=True)
    by_moderator = models.BooleanField(default=False)
    """A moderator took it away; its writer can still read what it said."""

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
        ]
        indexes = [
            models.Index(fields=["held_at"], name="post_held", condition=Q(held_at__isnull=False)),
        ]

    @property
    def read_as(self) -> str:
        """What is read for danger."""
        return read_as_one(self.thread.title if self.number == 1 else "", self.text)


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


class Said(models.TextChoices):
    """What somebody says to a post who has no words just now."""

    WITH_YOU = "with_you", _("With you")
    ME_TOO = "me_too", _("Me too")
    HOPE = "hope", _("Hope")
    THANK_YOU = "thank_you", _("Thank you")
    HELPED = "helped", _("This helped me")
    """Seen by who wrote the post and by who says it, by nobody else."""


class PostReaction(models.Model):
    """One thing one face says to another's post; deleted when it is taken back. That it is another's,
    and of the same space, is kept by a trigger (migration 0005)."""

    id = models.BigAutoField(primary_key=True)
    post = models.ForeignKey(Post, models.PROTECT, related_name="reactions", db_index=False)
    face = models.ForeignKey(Face, models.PROTECT, related_name="reactions")
    said = models.CharField(max_length=10, choices=Said.choices)

    class Meta:
        constraints = [
            models.UniqueConstraint(name="post_reaction_once", fields=["post", "face", "said"]),
            models.CheckConstraint(name="post_reaction_known", condition=Q(said__in=Said.values)),
        ]
