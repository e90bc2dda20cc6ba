"""What the database promises of groups: never more here than there are places, nobody new in a closed
group, agreements that have no gaps and never change, and everybody accepted one of their own group's."""

from django.db import migrations

BELONGS = """
ALTER TABLE groups_group ADD CONSTRAINT group_has_its_agreements
    FOREIGN KEY (id, newest_agreements) REFERENCES groups_agreements (group_id, number)
    DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE groups_seat ADD CONSTRAINT seat_agreed_of_the_group
    FOREIGN KEY (group_id, agreed) REFERENCES groups_agreements (group_id, number)
    DEFERRABLE INITIALLY DEFERRED;
"""
BELONGS_BACK = """
ALTER TABLE groups_seat DROP CONSTRAINT seat_agreed_of_the_group;
ALTER TABLE groups_group DROP CONSTRAINT group_has_its_agreements;
"""
# Counting into the group's row locks it: two who take the last place come one after the other.
PLACES = """
CREATE FUNCTION groups_seat_takes_a_place() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF TG_OP = 'UPDATE' AND NEW.group_id <> OLD.group_id THEN
        RAISE EXCEPTION 'groups_seat stays in its group' USING ERRCODE = 'restrict_violation';
    END IF;
    IF TG_OP <> 'DELETE' AND NEW.state = 'here' AND (TG_OP = 'INSERT' OR OLD.state <> 'here') THEN
        UPDATE groups_group SET taken = taken + 1 WHERE id = NEW.group_id AND closed_at IS NULL;
        IF NOT FOUND THEN
            RAISE EXCEPTION 'groups_seat comes into an open group'
                USING ERRCODE = 'restrict_violation';
        END IF;
    ELSIF TG_OP <> 'INSERT' AND OLD.state = 'here' AND (TG_OP = 'DELETE' OR NEW.state <> 'here') THEN
        UPDATE groups_group SET taken = taken - 1 WHERE id = OLD.group_id;
    END IF;
    RETURN CASE TG_OP WHEN 'DELETE' THEN OLD ELSE NEW END;
END $$;
CREATE TRIGGER groups_seat_takes_a_place BEFORE INSERT OR UPDATE OR DELETE ON groups_seat
    FOR EACH ROW EXECUTE FUNCTION groups_seat_takes_a_place();
"""
PLACES_BACK = """
DROP TRIGGER groups_seat_takes_a_place ON groups_seat;
DROP FUNCTION groups_seat_takes_a_place();
"""
APPENDED = """
CREATE FUNCTION groups_agreements_are_appended() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF TG_OP <> 'INSERT' THEN
        RAISE EXCEPTION 'groups_agreements never change' USING ERRCODE = 'restrict_violation';
    ELSIF NEW.number <> 1 + COALESCE(
        (SELECT max(number) FROM groups_agreements WHERE group_id = NEW.group_id), 0
    ) THEN
        RAISE EXCEPTION 'groups_agreements have no gaps' USING ERRCODE = 'restrict_violation';
    END IF;
    RETURN NEW;
END $$;
CREATE TRIGGER groups_agreements_are_appended BEFORE INSERT OR UPDATE OR DELETE ON groups_agreements
    FOR EACH ROW EXECUTE FUNCTION groups_agreements_are_appended();
"""
APPENDED_BACK = """
DROP TRIGGER groups_agreements_are_appended ON groups_agreements;
DROP FUNCTION groups_agreements_are_appended();
"""


class Migration(migrations.Migration):
    dependencies = [("groups", "0001_initial")]
    operations = [
        migrations.RunSQL(BELONGS, BELONGS_BACK),
        migrations.RunSQL(PLACES, PLACES_BACK),
        migrations.RunSQL(APPENDED, APPENDED_BACK),
    ]
