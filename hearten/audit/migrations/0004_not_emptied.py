"""TRUNCATE fires no row trigger: without this it would empty what refuses DELETE."""

from django.db import migrations

FORBID = """
CREATE TRIGGER audit_event_not_emptied BEFORE TRUNCATE ON audit_event
    FOR EACH STATEMENT EXECUTE FUNCTION audit_event_is_append_only();
"""
ALLOW = "DROP TRIGGER audit_event_not_emptied ON audit_event;"


class Migration(migrations.Migration):
    dependencies = [("audit", "0003_read_in_order")]
    operations = [migrations.RunSQL(FORBID, ALLOW)]
