"""Posts of an earlier community: faces that are nobody's and have a number, and threads locked because
they are there to be read."""

from django.db import migrations, models
from django.db.models import Q

_WHY = [
    ("heated", "It became heated, and a rest helps everybody."),
    ("person", "It was about somebody instead of with them."),
    ("said", "What it was about is said."),
    ("elsewhere", "It goes on in another thread."),
    ("looked_at", "Moderators are looking at what was written here."),
    ("before", "It was written in an earlier community and is here to be read."),
]


class Migration(migrations.Migration):
    dependencies = [("forum", "0020_left")]

    operations = [
        migrations.AddField(
            model_name="face",
            name="before_number",
            field=models.PositiveIntegerField(null=True),
        ),
        migrations.AddConstraint(
            model_name="face",
            constraint=models.UniqueConstraint(
                fields=("space", "before_number"), name="face_before_once"
            ),
        ),
        migrations.AddConstraint(
            model_name="face",
            constraint=models.CheckConstraint(
                condition=Q(before_number__isnull=True)
                | Q(account__isnull=True, before_number__gte=1),
                name="face_from_before_is_nobodys",
            ),
        ),
        migrations.RemoveConstraint(model_name="thread", name="thread_locked_for_a_reason"),
        migrations.AlterField(
            model_name="thread",
            name="locked_for",
            field=models.CharField(blank=True, choices=_WHY, max_length=10),
        ),
        migrations.AddConstraint(
            model_name="thread",
            constraint=models.CheckConstraint(
                condition=Q(locked_at__isnull=True, locked_for="")
                | Q(
                    locked_at__isnull=False,
                    locked_for__in=[code for code, _words in _WHY],
                ),
                name="thread_locked_for_a_reason",
            ),
        ),
    ]
