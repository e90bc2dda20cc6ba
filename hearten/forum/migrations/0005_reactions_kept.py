"""What the database promises of reactions: to another's post, by a face of its space."""

from django.db import migrations

TO_ANOTHER = """
CREATE FUNCTION forum_postreaction_is_to_another() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF NOT EXISTS (
        SELECT FROM forum_post post JOIN forum_face face ON face.space_id = post.space_id
        WHERE post.id = NEW.post_id AND face.id = NEW.face_id AND post.face_id <> face.id
    ) THEN
        RAISE EXCEPTION 'forum_postreaction is to another''s post, by a face of its space'
            USING ERRCODE = 'restrict_violation';
    END IF;
    RETURN NEW;
END $$;
CREATE TRIGGER forum_postreaction_to_another BEFORE INSERT OR UPDATE ON forum_postreaction
    FOR EACH ROW EXECUTE FUNCTION forum_postreaction_is_to_another();
"""
TO_ANOTHER_BACK = """
DROP TRIGGER forum_postreaction_to_another ON forum_postreaction;
DROP FUNCTION forum_postreaction_is_to_another();
"""


class Migration(migrations.Migration):
    dependencies = [("forum", "0004_postreaction")]
    operations = [migrations.RunSQL(TO_ANOTHER, TO_ANOTHER_BACK)]
