"""What the database promises of meetings: a run is of its meeting's group and never goes back, only who is
here comes, who is gone from the group is gone from the meeting, and what is closed changes no more."""

from django.db import migrations

BELONGS = """
ALTER TABLE cockpit_run ADD CONSTRAINT run_of_its_group
    FOREIGN KEY (meeting_id, group_id) REFERENCES groups_meeting (id, group_id)
    DEFERRABLE INITIALLY DEFERRED;
"""
BELONGS_BACK = "ALTER TABLE cockpit_run DROP CONSTRAINT run_of_its_group;"
RUN = """
CREATE FUNCTION cockpit_run_goes_on() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF OLD.closed_at IS NOT NULL THEN
        RAISE EXCEPTION 'cockpit_run is closed' USING ERRCODE = 'restrict_violation';
    ELSIF NEW.step < OLD.step OR NEW.meeting_id <> OLD.meeting_id THEN
        RAISE EXCEPTION 'cockpit_run goes only forward' USING ERRCODE = 'restrict_violation';
    END IF;
    RETURN NEW;
END $$;
CREATE TRIGGER cockpit_run_goes_on BEFORE UPDATE ON cockpit_run
    FOR EACH ROW EXECUTE FUNCTION cockpit_run_goes_on();
"""
RUN_BACK = """
DROP TRIGGER cockpit_run_goes_on ON cockpit_run;
DROP FUNCTION cockpit_run_goes_on();
"""
# Deleting is left to erasure: whoever is erased takes their rows along. And words may always be emptied.
ATTENDANCE = """
CREATE FUNCTION cockpit_attendance_is_kept() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
    closed boolean;
BEGIN
    SELECT r.closed_at IS NOT NULL INTO closed FROM cockpit_run r WHERE r.id = NEW.run_id;
    IF TG_OP = 'INSERT' THEN
        IF closed THEN
            RAISE EXCEPTION 'cockpit_attendance of a closed run' USING ERRCODE = 'restrict_violation';
        ELSIF NOT EXISTS (
            SELECT FROM groups_seat s JOIN cockpit_run r ON r.group_id = s.group_id
            WHERE s.id = NEW.seat_id AND r.id = NEW.run_id AND s.state = 'here'
        ) THEN
            RAISE EXCEPTION 'cockpit_attendance of who is not here'
                USING ERRCODE = 'restrict_violation';
        END IF;
        RETURN NEW;
    ELSIF NEW.run_id <> OLD.run_id OR NEW.seat_id <> OLD.seat_id THEN
        RAISE EXCEPTION 'cockpit_attendance stays where it is' USING ERRCODE = 'restrict_violation';
    END IF;
    IF closed THEN
        IF octet_length(NEW.sealed_takes) = 0 THEN
            OLD.sealed_takes := NEW.sealed_takes;
        END IF;
        IF NEW IS DISTINCT FROM OLD THEN
            RAISE EXCEPTION 'cockpit_attendance of a closed run' USING ERRCODE = 'restrict_violation';
        END IF;
    END IF;
    RETURN NEW;
END $$;
CREATE TRIGGER cockpit_attendance_is_kept BEFORE INSERT OR UPDATE ON cockpit_attendance
    FOR EACH ROW EXECUTE FUNCTION cockpit_attendance_is_kept();
"""
ATTENDANCE_BACK = """
DROP TRIGGER cockpit_attendance_is_kept ON cockpit_attendance;
DROP FUNCTION cockpit_attendance_is_kept();
"""
GONE = """
CREATE FUNCTION cockpit_who_is_gone_is_gone() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF EXISTS (
        SELECT FROM cockpit_attendance a JOIN cockpit_run r ON r.id = a.run_id
        JOIN groups_seat s ON s.id = a.seat_id
        WHERE a.seat_id = NEW.id AND s.state = 'gone' AND a.state <> 'gone' AND r.closed_at IS NULL
    ) THEN
        RAISE EXCEPTION 'groups_seat is gone and still in a meeting'
            USING ERRCODE = 'restrict_violation';
    END IF;
    RETURN NULL;
END $$;
CREATE CONSTRAINT TRIGGER cockpit_who_is_gone_is_gone AFTER UPDATE ON groups_seat
    DEFERRABLE INITIALLY DEFERRED FOR EACH ROW WHEN (NEW.state = 'gone')
    EXECUTE FUNCTION cockpit_who_is_gone_is_gone();
"""
GONE_BACK = """
DROP TRIGGER cockpit_who_is_gone_is_gone ON groups_seat;
DROP FUNCTION cockpit_who_is_gone_is_gone();
"""
WORDS = """
CREATE FUNCTION cockpit_hostwords_are_appended() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF TG_OP = 'UPDATE' THEN
        RAISE EXCEPTION 'cockpit_hostwords never change' USING ERRCODE = 'restrict_violation';
    ELSIF EXISTS (SELECT FROM cockpit_run WHERE id = NEW.run_id AND closed_at IS NOT NULL) THEN
        RAISE EXCEPTION 'cockpit_hostwords of a closed run' USING ERRCODE = 'restrict_violation';
    END IF;
    RETURN NEW;
END $$;
CREATE TRIGGER cockpit_hostwords_are_appended BEFORE INSERT OR UPDATE ON cockpit_hostwords
    FOR EACH ROW EXECUTE FUNCTION cockpit_hostwords_are_appended();
"""
WORDS_BACK = """
DROP TRIGGER cockpit_hostwords_are_appended ON cockpit_hostwords;
DROP FUNCTION cockpit_hostwords_are_appended();
"""
NOTE = """
CREATE FUNCTION cockpit_note_is_confirmed_once() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF TG_OP = 'UPDATE' AND octet_length(NEW.sealed_words) = 0 THEN
        OLD.sealed_words := NEW.sealed_words;
        OLD.words_by_id := NEW.words_by_id;
    END IF;
    IF OLD.confirmed_at IS NOT NULL AND (TG_OP = 'DELETE' OR NEW IS DISTINCT FROM OLD) THEN
        RAISE EXCEPTION 'cockpit_note is confirmed' USING ERRCODE = 'restrict_violation';
    END IF;
    RETURN CASE TG_OP WHEN 'DELETE' THEN OLD ELSE NEW END;
END $$;
CREATE TRIGGER cockpit_note_is_confirmed_once BEFORE UPDATE OR DELETE ON cockpit_note
    FOR EACH ROW EXECUTE FUNCTION cockpit_note_is_confirmed_once();
"""
NOTE_BACK = """
DROP TRIGGER cockpit_note_is_confirmed_once ON cockpit_note;
DROP FUNCTION cockpit_note_is_confirmed_once();
"""


class Migration(migrations.Migration):
    dependencies = [("cockpit", "0001_initial")]
    operations = [
        migrations.RunSQL(forward, backward)
        for forward, backward in (
            (BELONGS, BELONGS_BACK),
            (RUN, RUN_BACK),
            (ATTENDANCE, ATTENDANCE_BACK),
            (GONE, GONE_BACK),
            (WORDS, WORDS_BACK),
            (NOTE, NOTE_BACK),
        )
    ]
