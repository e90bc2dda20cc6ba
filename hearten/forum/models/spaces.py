"""Spaces, and the faces people have in them."""

from django.db import models
from django.db.models import Q
from django.db.models.functions import Lower
from django.utils.translation import gettext as _

from hearten.accounts.models import PSEUDONYM_KEY_MOST, PSEUDONYM_MOST
from hearten.forum.rules import PURPOSE_MOST, SPACE_NAME_MOST
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
    public_since = models.DateTimeField(null=True)
    """Since when anybody reads what is begun here; None: only members do."""
    for_engines = models.BooleanField(default=False)
    """Search engines may list it."""

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
            models.CheckConstraint(
                name="space_for_engines_is_public",
                condition=Q(for_engines=False) | Q(public_since__isnull=False),
            ),
        ]


class Face(models.Model):
    """What one person is in one space. Nothing of the account is in it but the key to it, which no
    page, event or address holds. Left, it has no name, and is the account's only for what answers for
    the words; it has no account any more either once its person is erased."""

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
    before_number = models.PositiveIntegerField(null=True)
    """Of whoever wrote in an earlier community: which of them, counted in this space alone. Nobody's,
    and without a name: it is drawn from the number."""
    knows_public = models.DateTimeField(null=True)
    """As Space.public_since when they said that they know who reads; not when they said so."""
    left_on = models.DateField(null=True)
    """When they left the space; the key of the name is kept for a year, so that nobody has it."""

    class Meta:
        constraints = [
            models.UniqueConstraint(
                name="face_once", fields=["space", "account"], condition=Q(left_on__isnull=True)
            ),
            models.UniqueConstraint(
                name="face_name_once", fields=["space", "name_key"], condition=~Q(name_key="")
            ),
            # For the foreign keys of threads and posts, which name both.
            models.UniqueConstraint(name="face_of_space", fields=["space", "id"]),
            models.CheckConstraint(
                name="face_whole",
                condition=(
                    Q(account__isnull=False, left_on__isnull=True) & ~Q(name="") & ~Q(name_key="")
                )
                | Q(account__isnull=False, left_on__isnull=False, name="")
                | Q(account__isnull=True, name="", name_key=""),
            ),
            models.UniqueConstraint(name="face_before_once", fields=["space", "before_number"]),
            models.CheckConstraint(
                name="face_from_before_is_nobodys",
                condition=Q(before_number__isnull=True)
                | Q(account__isnull=True, before_number__gte=1),
            ),
        ]

    @property
    def called(self) -> str:
        """What stands over its posts, in the language of who reads them."""
        if self.before_number is not None:
            return _("Somebody from before %(number)s") % {"number": self.before_number}
        return self.name or _("Somebody who has left")

    @property
    def seed(self) -> str:
        """What the picture is drawn from."""
        return str(self.pk)
