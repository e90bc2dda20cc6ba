"""The rooms of groups."""

from django.db import migrations, models
from django.db.models import Q

KINDS = [("pair", "One to one"), ("room", "Room"), ("circle", "Group")]


class Migration(migrations.Migration):
    dependencies = [("conversations", "0011_attachments")]
    operations = [
        migrations.RemoveConstraint(
            model_name="conversation", name="conversation_pair_has_pairing"
        ),
        migrations.AlterField(
            model_name="conversation",
            name="kind",
            field=models.CharField(choices=KINDS, max_length=8),
        ),
        migrations.AddConstraint(
            model_name="conversation",
            constraint=models.CheckConstraint(
                name="conversation_pair_has_pairing",
                condition=Q(kind="pair", pairing__isnull=False)
                | Q(kind__in=["room", "circle"], pairing__isnull=True),
            ),
        ),
    ]
