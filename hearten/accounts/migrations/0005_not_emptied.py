"""TRUNCATE fires no row trigger: without this it would empty what refuses DELETE."""

from django.db import migrations

FORBID = """
CREATE TRIGGER accounts_agreement_not_emptied BEFORE TRUNCATE ON accounts_agreement
    FOR EACH STATEMENT EXECUTE FUNCTION accounts_agreement_is_append_only();
CREATE TRIGGER accounts_agreementtext_not_emptied BEFORE TRUNCATE ON accounts_agreementtext
    FOR EACH STATEMENT EXECUTE FUNCTION accounts_agreement_is_append_only();
"""
ALLOW = """
DROP TRIGGER accounts_agreementtext_not_emptied ON accounts_agreementtext;
DROP TRIGGER accounts_agreement_not_emptied ON accounts_agreement;
"""


class Migration(migrations.Migration):
    dependencies = [("accounts", "0004_device_epoch")]
    operations = [migrations.RunSQL(FORBID, ALLOW)]
