"""Three promises kept by the database: what is published never changes, the text in an agreement's
main language is there, and an acceptance names a text of the agreement it accepts."""

from django.db import migrations

PROMISE = """
CREATE FUNCTION accounts_agreement_is_append_only() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    RAISE EXCEPTION '% is append-only', TG_TABLE_NAME USING ERRCODE = 'restrict_violation';
END $$;
CREATE TRIGGER accounts_agreement_append_only BEFORE UPDATE OR DELETE ON accounts_agreement
    FOR EACH ROW EXECUTE FUNCTION accounts_agreement_is_append_only();
CREATE TRIGGER accounts_agreementtext_append_only BEFORE UPDATE OR DELETE ON accounts_agreementtext
    FOR EACH ROW EXECUTE FUNCTION accounts_agreement_is_append_only();
ALTER TABLE accounts_agreement ADD CONSTRAINT agreement_has_main_text
    FOREIGN KEY (id, language) REFERENCES accounts_agreementtext (agreement_id, language)
    DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE accounts_acceptance ADD CONSTRAINT acceptance_of_own_text
    FOREIGN KEY (agreement_id, text_id) REFERENCES accounts_agreementtext (agreement_id, id);
"""
TAKE_BACK = """
ALTER TABLE accounts_acceptance DROP CONSTRAINT acceptance_of_own_text;
ALTER TABLE accounts_agreement DROP CONSTRAINT agreement_has_main_text;
DROP TRIGGER accounts_agreementtext_append_only ON accounts_agreementtext;
DROP TRIGGER accounts_agreement_append_only ON accounts_agreement;
DROP FUNCTION accounts_agreement_is_append_only();
"""


class Migration(migrations.Migration):
    dependencies = [("accounts", "0002_texts_in_languages")]
    operations = [migrations.RunSQL(PROMISE, TAKE_BACK)]
