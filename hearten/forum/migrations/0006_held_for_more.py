"""Links of who is new, and the same text again, are held too."""

from django.db import migrations, models
from django.db.models import Q

_WHY = [
    ("method", "Words about how to do harm, or that push somebody to it"),
    ("contact", "Something by which a person can be found"),
    ("link", "A link from somebody who is new here"),
    ("again", "The same text again"),
]


class Migration(migrations.Migration):
    dependencies = [("forum", "0005_reactions_kept")]

    operations = [
        migrations.RemoveConstraint(model_name="post", name="post_held_for_a_reason"),
        migrations.AlterField(
            model_name="post",
            name="held_for",
            field=models.CharField(blank=True, choices=_WHY, max_length=8),
        ),
        migrations.AddConstraint(
            model_name="post",
            constraint=models.CheckConstraint(
                condition=Q(held_at__isnull=True, held_for="")
                | Q(
                    held_at__isnull=False,
                    held_for__in=["method", "contact", "link", "again"],
                    taken_away_at__isnull=True,
                ),
                name="post_held_for_a_reason",
            ),
        ),
    ]
