"""A case about what somebody did under another name than their pseudonym."""

from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("accounts", "0006_erasure"),
        ("safety", "0013_rota_leaves"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.RemoveConstraint(model_name="case", name="case_one_open_about_person"),
        migrations.AddField(
            model_name="case",
            name="known_as",
            field=models.CharField(blank=True, max_length=40),
        ),
        migrations.AddConstraint(
            model_name="case",
            constraint=models.UniqueConstraint(
                condition=models.Q(("state", "resolved"), _negated=True),
                fields=("programme", "about", "nature", "known_as"),
                name="case_one_open_about_person",
            ),
        ),
        migrations.AddConstraint(
            model_name="case",
            constraint=models.CheckConstraint(
                condition=models.Q(("nature", "conduct"), ("known_as", ""), _connector="OR"),
                name="case_of_welfare_by_pseudonym",
            ),
        ),
    ]
