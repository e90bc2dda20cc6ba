"""What the database promises about seals: never changed, one for each event, sizes that fit."""

from django.db import migrations

PROMISE = """
ALTER TABLE audit_seal
    ADD CONSTRAINT audit_seal_position CHECK (position >= 1),
    ADD CONSTRAINT audit_seal_begins_with_zeros
        CHECK ((position = 1) = (previous = decode(repeat('00', 32), 'hex'))),
    ADD CONSTRAINT audit_seal_hashes
        CHECK (octet_length(previous) = 32 AND octet_length(hash) = 32),
    ADD CONSTRAINT audit_seal_prints
        CHECK (octet_length(prints) BETWEEN 4 AND 4000 AND octet_length(prints) % 4 = 0),
    ADD CONSTRAINT audit_seal_names_its_events
        CHECK (NOT (isempty(events) OR lower_inf(events) OR upper_inf(events))),
    ADD CONSTRAINT audit_seal_one_for_each_event EXCLUDE USING gist (events WITH &&);
CREATE FUNCTION audit_seal_is_append_only() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    RAISE EXCEPTION 'audit_seal is append-only' USING ERRCODE = 'restrict_violation';
END $$;
CREATE TRIGGER audit_seal_append_only BEFORE UPDATE OR DELETE ON audit_seal
    FOR EACH ROW EXECUTE FUNCTION audit_seal_is_append_only();
CREATE TRIGGER audit_seal_not_emptied BEFORE TRUNCATE ON audit_seal
    FOR EACH STATEMENT EXECUTE FUNCTION audit_seal_is_append_only();
"""
TAKE_BACK = """
DROP TRIGGER audit_seal_not_emptied ON audit_seal;
DROP TRIGGER audit_seal_append_only ON audit_seal;
DROP FUNCTION audit_seal_is_append_only();
ALTER TABLE audit_seal
    DROP CONSTRAINT audit_seal_position,
    DROP CONSTRAINT audit_seal_begins_with_zeros,
    DROP CONSTRAINT audit_seal_hashes,
    DROP CONSTRAINT audit_seal_prints,
    DROP CONSTRAINT audit_seal_names_its_events,
    DROP CONSTRAINT audit_seal_one_for_each_event;
"""


class Migration(migrations.Migration):
    dependencies = [("audit", "0005_seal")]
    operations = [migrations.RunSQL(PROMISE, TAKE_BACK)]
