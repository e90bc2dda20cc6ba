"""What is kept stays as it is, as large as it may be, and is not compressed in vain: sealed bytes do not
shrink."""

from django.db import migrations

PROMISE = """
ALTER TABLE attachments_attachment
    ALTER COLUMN sealed_whole SET STORAGE EXTERNAL,
    ALTER COLUMN sealed_small SET STORAGE EXTERNAL,
    ADD CONSTRAINT attachment_small_enough CHECK (
        octet_length(sealed_whole) BETWEEN 29 AND 6291456
        AND octet_length(sealed_small) BETWEEN 29 AND 6291456
        AND octet_length(sealed_words) BETWEEN 29 AND 4096
    );
CREATE FUNCTION attachments_attachment_stays() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
    allowed attachments_attachment;
BEGIN
    allowed := OLD;
    IF NEW.author_id IS NULL THEN
        allowed.author_id := NULL;
    END IF;
    IF OLD.sent_at IS NULL THEN
        allowed.sent_at := NEW.sent_at;
    END IF;
    IF NEW IS NOT DISTINCT FROM allowed THEN
        RETURN NEW;
    END IF;
    RAISE EXCEPTION 'an attachment stays as it is' USING ERRCODE = 'restrict_violation';
END $$;
CREATE TRIGGER attachments_attachment_stays BEFORE UPDATE ON attachments_attachment
    FOR EACH ROW EXECUTE FUNCTION attachments_attachment_stays();
"""
TAKE_BACK = """
DROP TRIGGER attachments_attachment_stays ON attachments_attachment;
DROP FUNCTION attachments_attachment_stays();
ALTER TABLE attachments_attachment DROP CONSTRAINT attachment_small_enough;
"""


class Migration(migrations.Migration):
    dependencies = [("attachments", "0001_initial")]
    operations = [migrations.RunSQL(PROMISE, TAKE_BACK)]
