"""Two promises kept by the database, not by good will: messages are append-only, and a conversation
that has ended points at the message that says so."""

from django.db import migrations

PROMISE = """
CREATE FUNCTION conversations_message_is_append_only() RETURNS trigger LANGUAGE plpgsql AS $$
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
    END IF;
    RAISE EXCEPTION 'conversations_message is append-only' USING ERRCODE = 'restrict_violation';
END $$;
CREATE TRIGGER conversations_message_append_only BEFORE UPDATE OR DELETE ON conversations_message
    FOR EACH ROW EXECUTE FUNCTION conversations_message_is_append_only();
ALTER TABLE conversations_conversation ADD CONSTRAINT conversation_ends_with_words
    FOREIGN KEY (id, ended_seq) REFERENCES conversations_message (conversation_id, seq)
    DEFERRABLE INITIALLY DEFERRED;
"""
TAKE_BACK = """
ALTER TABLE conversations_conversation DROP CONSTRAINT conversation_ends_with_words;
DROP TRIGGER conversations_message_append_only ON conversations_message;
DROP FUNCTION conversations_message_is_append_only();
"""


class Migration(migrations.Migration):
    dependencies = [("conversations", "0001_initial")]
    operations = [migrations.RunSQL(PROMISE, TAKE_BACK)]
