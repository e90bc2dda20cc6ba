"""Every group has a room."""

import django.db.models.deletion
from django.db import migrations, models


def give_rooms(apps, schema_editor):
    """To groups that were started before there were any, with a seat for everybody who is here."""
    conversations = apps.get_model("conversations", "Conversation").objects
    participants = apps.get_model("conversations", "Participant").objects
    for group in apps.get_model("groups", "Group").objects.filter(conversation=None):
        group.conversation = conversations.create(programme_id=group.programme_id, kind="circle")
        group.save(update_fields=["conversation"])
        for seat in group.seats.filter(state="here"):
            participants.create(
                conversation=group.conversation, account_id=seat.account_id, joined_at=group.made_at
            )


class Migration(migrations.Migration):
    dependencies = [
        ("conversations", "0012_circles"),
        ("groups", "0002_kept_by_the_database"),
    ]
    operations = [
        migrations.AddField(
            model_name="group",
            name="conversation",
            field=models.OneToOneField(
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to="conversations.conversation",
            ),
        ),
        migrations.RunPython(give_rooms, migrations.RunPython.noop),
        # The foreign keys of these rows are looked at before the column is altered.
        migrations.RunSQL("SET CONSTRAINTS ALL IMMEDIATE", migrations.RunSQL.noop),
        migrations.AlterField(
            model_name="group",
            name="conversation",
            field=models.OneToOneField(
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to="conversations.conversation",
            ),
        ),
    ]
