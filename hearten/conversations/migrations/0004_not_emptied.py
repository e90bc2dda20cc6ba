"""TRUNCATE fires no row trigger: without this it would empty what refuses DELETE."""

from django.db import migrations

FORBID = """
CREATE FUNCTION conversations_message_is_not_emptied() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    RAISE EXCEPTION 'conversations_message is append-only' USING ERRCODE = 'restrict_violation';
END $$;
CREATE TRIGGER conversations_message_not_emptied BEFORE TRUNCATE ON conversations_message
    FOR EACH STATEMENT EXECUTE FUNCTION conversations_message_is_not_emptied();
"""
ALLOW = """
DROP TRIGGER conversations_message_not_emptied ON conversations_message;
DROP FUNCTION conversations_message_is_not_emptied();
"""


class Migration(migrations.Migration):
    dependencies = [("conversations", "0003_goodbyes")]
    operations = [migrations.RunSQL(FORBID, ALLOW)]
