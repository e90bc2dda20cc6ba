"""A message may answer an earlier one of the same conversation, which the database knows."""

from django.db import migrations, models
from django.db.models import F, Q

SAME_CONVERSATION = """
ALTER TABLE conversations_message ADD CONSTRAINT message_about_the_same_conversation
    FOREIGN KEY (conversation_id, about_seq) REFERENCES conversations_message (conversation_id, seq)
    DEFERRABLE INITIALLY DEFERRED;
"""
TAKE_BACK = """
ALTER TABLE conversations_message DROP CONSTRAINT message_about_the_same_conversation;
"""


class Migration(migrations.Migration):
    dependencies = [("conversations", "0006_erased_words")]
    operations = [
        migrations.AddField(
            model_name="message", name="about_seq", field=models.BigIntegerField(null=True)
        ),
        migrations.AddIndex(
            model_name="message",
            index=models.Index(
                condition=Q(("about_seq__isnull", False)),
                fields=["conversation", "about_seq"],
                name="message_about",
            ),
        ),
        migrations.AddConstraint(
            model_name="message",
            constraint=models.CheckConstraint(
                condition=Q(about_seq__isnull=True) | Q(about_seq__lt=F("seq"), kind="text"),
                name="message_about_an_earlier",
            ),
        ),
        migrations.RunSQL(SAME_CONVERSATION, TAKE_BACK),
    ]
