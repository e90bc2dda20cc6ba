"""One goodbye of each, and after the ending nothing but the other's goodbye, shortly after it.

The trigger looks at a whole insert at once: a batch of messages costs one question. What is written
up to the ending itself (the bulk demo adds both together) is not its business.
"""

from django.conf import settings
from django.db import migrations, models

PROMISE = """
CREATE FUNCTION conversations_ended_takes_goodbyes_only() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF EXISTS (
        SELECT FROM fresh JOIN conversations_conversation c ON c.id = fresh.conversation_id
        WHERE c.ended_at IS NOT NULL AND fresh.seq > c.ended_seq AND NOT (
            fresh.kind = 'closing'
            AND c.ended_by_id IS NOT NULL
            AND fresh.author_id IS NOT NULL
            AND fresh.author_id <> c.ended_by_id
            AND fresh.at <= c.ended_at + interval '10 minutes'
        )
    ) THEN
        RAISE EXCEPTION 'an ended conversation takes goodbyes only'
            USING ERRCODE = 'restrict_violation';
    END IF;
    RETURN NULL;
END $$;
CREATE TRIGGER conversations_ended_takes_goodbyes_only AFTER INSERT ON conversations_message
    REFERENCING NEW TABLE AS fresh
    FOR EACH STATEMENT EXECUTE FUNCTION conversations_ended_takes_goodbyes_only();
"""
TAKE_BACK = """
DROP TRIGGER conversations_ended_takes_goodbyes_only ON conversations_message;
DROP FUNCTION conversations_ended_takes_goodbyes_only();
"""


class Migration(migrations.Migration):
    dependencies = [
        ("conversations", "0002_append_only"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]
    operations = [
        migrations.AddConstraint(
            model_name="message",
            constraint=models.UniqueConstraint(
                condition=models.Q(("kind", "closing")),
                fields=("conversation", "author"),
                name="message_one_goodbye_each",
            ),
        ),
        migrations.RunSQL(PROMISE, TAKE_BACK),
    ]
