"""Whether a programme screens has nothing to do with how its alerts move on: a table of its own."""

import django.db.models.deletion
from django.db import migrations, models


def keep_what_was_set(apps, _schema):
    """Programmes that screen go on doing so."""
    stored = apps.get_model("safety", "EscalationSettings").objects.filter(screener=True)
    settings = apps.get_model("safety", "ScreeningSettings")
    for programme_id in stored.values_list("programme_id", flat=True):
        settings.objects.create(programme_id=programme_id, on=True)


def put_back(apps, _schema):
    """As it was."""
    stored = apps.get_model("safety", "ScreeningSettings").objects.filter(on=True)
    settings = apps.get_model("safety", "EscalationSettings")
    for programme_id in stored.values_list("programme_id", flat=True):
        settings.objects.update_or_create(
            programme_id=programme_id, defaults={"screener": True}
        )


class Migration(migrations.Migration):
    dependencies = [
        ("accounts", "0006_erasure"),
        ("safety", "0011_attachments"),
    ]

    operations = [
        migrations.CreateModel(
            name="ScreeningSettings",
            fields=[
                (
                    "programme",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.CASCADE,
                        primary_key=True,
                        related_name="+",
                        serialize=False,
                        to="accounts.programme",
                    ),
                ),
                ("on", models.BooleanField(default=False)),
            ],
        ),
        migrations.RunPython(keep_what_was_set, put_back),
        migrations.RemoveField("escalationsettings", "screener"),
    ]
