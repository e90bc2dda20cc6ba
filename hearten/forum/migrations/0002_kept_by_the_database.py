"""What the database promises of the forum: a post is of its thread's space and written with a face of
that space; numbers have no gaps; nothing is deleted, only emptied; a thread's waiting ends once, by
somebody else's post."""

from django.db import migrations

BELONGS = """
ALTER TABLE forum_thread ADD CONSTRAINT thread_opener_of_the_space
    FOREIGN KEY (space_id, opener_id) REFERENCES forum_face (space_id, id)
    DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE forum_post ADD CONSTRAINT post_thread_of_the_space
    FOREIGN KEY (space_id, thread_id) REFERENCES forum_thread (space_id, id)
    DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE forum_post ADD CONSTRAINT post_face_of_the_space
    FOREIGN KEY (space_id, face_id) REFERENCES forum_face (space_id, id)
    DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE forum_post ADD CONSTRAINT post_about_the_same_thread
    FOREIGN KEY (thread_id, about_number) REFERENCES forum_post (thread_id, number)
    DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE forum_thread ADD CONSTRAINT thread_has_its_newest
    FOREIGN KEY (id, newest_number) REFERENCES forum_post (thread_id, number)
    DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE forum_thread ADD CONSTRAINT thread_answered_by_its_post
    FOREIGN KEY (id, answered_number) REFERENCES forum_post (thread_id, number)
    DEFERRABLE INITIALLY DEFERRED;
"""
BELONGS_BACK = """
ALTER TABLE forum_thread DROP CONSTRAINT thread_answered_by_its_post;
ALTER TABLE forum_thread DROP CONSTRAINT thread_has_its_newest;
ALTER TABLE forum_post DROP CONSTRAINT post_about_the_same_thread;
ALTER TABLE forum_post DROP CONSTRAINT post_face_of_the_space;
ALTER TABLE forum_post DROP CONSTRAINT post_thread_of_the_space;
ALTER TABLE forum_thread DROP CONSTRAINT thread_opener_of_the_space;
"""
KEEPS_ITS_PLACE = """
CREATE FUNCTION forum_post_keeps_its_place() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF TG_OP = 'DELETE' THEN
        RAISE EXCEPTION 'forum_post is emptied, not deleted' USING ERRCODE = 'restrict_violation';
    ELSIF TG_OP = 'INSERT' THEN
        IF NEW.number <> 1 + COALESCE(
            (SELECT max(number) FROM forum_post WHERE thread_id = NEW.thread_id), 0
        ) THEN
            RAISE EXCEPTION 'forum_post numbers have no gaps' USING ERRCODE = 'restrict_violation';
        END IF;
    ELSIF (NEW.space_id, NEW.thread_id, NEW.face_id, NEW.number, NEW.about_number, NEW.client_id,
           NEW.written_at)
        IS DISTINCT FROM (OLD.space_id, OLD.thread_id, OLD.face_id, OLD.number, OLD.about_number,
           OLD.client_id, OLD.written_at) THEN
        RAISE EXCEPTION 'forum_post keeps its place' USING ERRCODE = 'restrict_violation';
    ELSIF OLD.taken_away_at IS NOT NULL AND NEW.taken_away_at IS NULL THEN
        RAISE EXCEPTION 'forum_post stays taken away' USING ERRCODE = 'restrict_violation';
    END IF;
    RETURN CASE TG_OP WHEN 'DELETE' THEN OLD ELSE NEW END;
END $$;
CREATE TRIGGER forum_post_keeps_its_place BEFORE INSERT OR UPDATE OR DELETE ON forum_post
    FOR EACH ROW EXECUTE FUNCTION forum_post_keeps_its_place();
"""
KEEPS_ITS_PLACE_BACK = """
DROP TRIGGER forum_post_keeps_its_place ON forum_post;
DROP FUNCTION forum_post_keeps_its_place();
"""
ANSWERED_ONCE = """
CREATE FUNCTION forum_thread_is_answered_once() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF OLD.answered_at IS NOT NULL
        AND (NEW.answered_at, NEW.answered_number)
            IS DISTINCT FROM (OLD.answered_at, OLD.answered_number) THEN
        RAISE EXCEPTION 'forum_thread is answered once' USING ERRCODE = 'restrict_violation';
    ELSIF OLD.answered_at IS NULL AND NEW.answered_number IS NOT NULL AND EXISTS (
        SELECT FROM forum_post
        WHERE thread_id = NEW.id AND number = NEW.answered_number AND face_id = NEW.opener_id
    ) THEN
        RAISE EXCEPTION 'forum_thread is answered by another' USING ERRCODE = 'restrict_violation';
    END IF;
    RETURN NEW;
END $$;
CREATE TRIGGER forum_thread_answered_once BEFORE UPDATE ON forum_thread
    FOR EACH ROW EXECUTE FUNCTION forum_thread_is_answered_once();
"""
ANSWERED_ONCE_BACK = """
DROP TRIGGER forum_thread_answered_once ON forum_thread;
DROP FUNCTION forum_thread_is_answered_once();
"""


class Migration(migrations.Migration):
    dependencies = [("forum", "0001_initial")]
    operations = [
        migrations.RunSQL(BELONGS, BELONGS_BACK),
        migrations.RunSQL(KEEPS_ITS_PLACE, KEEPS_ITS_PLACE_BACK),
        migrations.RunSQL(ANSWERED_ONCE, ANSWERED_ONCE_BACK),
    ]
