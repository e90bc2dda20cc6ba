"""The one change of a message that is let through: blanking what somebody wrote whose erasure is
being done, and forgetting that they wrote it. Nobody else's words, and nothing before its time."""

from django.db import migrations

_REST = """
    END IF;
    RAISE EXCEPTION 'conversations_message is append-only' USING ERRCODE = 'restrict_violation';
END $$;
"""
_BEGIN = """
CREATE OR REPLACE FUNCTION conversations_message_is_append_only() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
    forgotten conversations_message;
BEGIN
    IF TG_OP = 'DELETE' THEN
        IF NOT EXISTS (
            SELECT FROM conversations_conversation
            WHERE id = OLD.conversation_id AND wrapped_key IS NOT NULL
        ) THEN
            RETURN OLD;
        END IF;
    ELSE
        forgotten := OLD;
        forgotten.author_id := NULL;
        IF NEW IS NOT DISTINCT FROM forgotten THEN
            RETURN NEW;
        END IF;
"""
_BLANKED = """
        forgotten.sealed_text := '';
        IF NEW IS NOT DISTINCT FROM forgotten AND EXISTS (
            SELECT FROM accounts_erasure
            WHERE account_id = OLD.author_id AND done_at IS NOT NULL
        ) THEN
            RETURN NEW;
        END IF;
"""


class Migration(migrations.Migration):
    dependencies = [
        ("conversations", "0005_triage_mark"),
        ("accounts", "0006_erasure"),
    ]
    operations = [migrations.RunSQL(_BEGIN + _BLANKED + _REST, _BEGIN + _REST)]
