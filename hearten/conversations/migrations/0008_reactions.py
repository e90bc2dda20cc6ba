"""Reactions: rows about a text of somebody else."""

from django.db import migrations, models
from django.db.models import F, Q

PROMISE = """
CREATE FUNCTION conversations_change_fits() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF EXISTS (
        SELECT FROM fresh JOIN conversations_message said
            ON said.conversation_id = fresh.conversation_id AND said.seq = fresh.about_seq
        WHERE said.kind <> 'text' OR (
            fresh.kind IN ('reaction', 'taken_back')
            AND coalesce(said.author_id, fresh.author_id) IS NOT DISTINCT FROM fresh.author_id
        )
    ) THEN
        RAISE EXCEPTION 'this message cannot be changed like that'
            USING ERRCODE = 'restrict_violation';
    END IF;
    RETURN NULL;
END $$;
CREATE TRIGGER conversations_change_fits AFTER INSERT ON conversations_message
    REFERENCING NEW TABLE AS fresh
    FOR EACH STATEMENT EXECUTE FUNCTION conversations_change_fits();
"""
TAKE_BACK = """
DROP TRIGGER conversations_change_fits ON conversations_message;
DROP FUNCTION conversations_change_fits();
"""
KINDS = ["text", "closing", "notice", "reaction", "taken_back"]


class Migration(migrations.Migration):
    dependencies = [("conversations", "0007_answers")]
    operations = [
        migrations.RemoveConstraint(model_name="message", name="message_kind_known"),
        migrations.RemoveConstraint(model_name="message", name="message_about_an_earlier"),
        migrations.AlterField(
            model_name="message",
            name="kind",
            field=models.CharField(
                choices=[
                    ("text", "Message"),
                    ("closing", "Closing message"),
                    ("notice", "Notice"),
                    ("reaction", "Reaction"),
                    ("taken_back", "Reaction taken back"),
                ],
                default="text",
                max_length=10,
            ),
        ),
        migrations.AddConstraint(
            model_name="message",
            constraint=models.CheckConstraint(
                condition=Q(kind__in=KINDS), name="message_kind_known"
            ),
        ),
        migrations.AddConstraint(
            model_name="message",
            constraint=models.CheckConstraint(
                condition=Q(about_seq__isnull=True, kind__in=["text", "closing", "notice"])
                | Q(
                    about_seq__isnull=False,
                    about_seq__lt=F("seq"),
                    kind__in=["text", "reaction", "taken_back"],
                ),
                name="message_about_an_earlier",
            ),
        ),
        migrations.RunSQL(PROMISE, TAKE_BACK),
    ]
