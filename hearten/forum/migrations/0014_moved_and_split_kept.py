"""What the database holds of moving and splitting: a thread is listed in a space of its programme, and
its words are cut as that space's language is; a post's words went to another post of its writer."""

from django.db import migrations

LISTED = """
CREATE FUNCTION forum_thread_is_listed_at_home() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF NEW.listed_in_id <> NEW.space_id AND NOT EXISTS (
        SELECT FROM forum_space here JOIN forum_space there ON there.programme_id = here.programme_id
        WHERE here.id = NEW.space_id AND there.id = NEW.listed_in_id
    ) THEN
        RAISE EXCEPTION 'forum_thread is listed in a space of its programme'
            USING ERRCODE = 'restrict_violation';
    END IF;
    RETURN NEW;
END $$;
CREATE TRIGGER forum_thread_is_listed_at_home BEFORE INSERT OR UPDATE OF space_id, listed_in_id
    ON forum_thread FOR EACH ROW EXECUTE FUNCTION forum_thread_is_listed_at_home();
"""
LISTED_BACK = """
DROP TRIGGER forum_thread_is_listed_at_home ON forum_thread;
DROP FUNCTION forum_thread_is_listed_at_home();
"""
WENT = """
CREATE FUNCTION forum_post_went_to_its_writers() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF NEW.went_to_id IS NULL AND TG_OP = 'UPDATE' AND OLD.went_to_id IS NOT NULL THEN
        RAISE EXCEPTION 'forum_post that went leads on' USING ERRCODE = 'restrict_violation';
    ELSIF NEW.went_to_id IS NOT NULL AND NOT EXISTS (
        SELECT FROM forum_post WHERE id = NEW.went_to_id AND face_id = NEW.face_id
            AND thread_id <> NEW.thread_id
    ) THEN
        RAISE EXCEPTION 'forum_post went to another thread, as its writer''s'
            USING ERRCODE = 'restrict_violation';
    END IF;
    RETURN NEW;
END $$;
CREATE TRIGGER forum_post_went_to_its_writers BEFORE INSERT OR UPDATE OF went_to_id ON forum_post
    FOR EACH ROW EXECUTE FUNCTION forum_post_went_to_its_writers();
"""
WENT_BACK = """
DROP TRIGGER forum_post_went_to_its_writers ON forum_post;
DROP FUNCTION forum_post_went_to_its_writers();
"""
WORDS_WHERE_LISTED = """
CREATE OR REPLACE FUNCTION forum_words_of(post forum_post) RETURNS tsvector LANGUAGE sql STABLE AS $$
    SELECT setweight(
               to_tsvector(forum_configuration(space.language),
                           CASE post.number WHEN 1 THEN thread.title ELSE '' END), 'A')
        || setweight(to_tsvector(forum_configuration(space.language), post.text), 'B')
    FROM forum_thread AS thread JOIN forum_space AS space ON space.id = thread.listed_in_id
    WHERE thread.id = post.thread_id
$$;
CREATE OR REPLACE FUNCTION forum_post_keeps_its_words() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF NEW.held_at IS NOT NULL OR NEW.taken_away_at IS NOT NULL THEN
        DELETE FROM forum_postwords WHERE post_id = NEW.id;
    ELSE
        INSERT INTO forum_postwords (post_id, space_id, words)
        SELECT NEW.id, thread.listed_in_id, forum_words_of(NEW)
        FROM forum_thread AS thread WHERE thread.id = NEW.thread_id
        ON CONFLICT (post_id) DO UPDATE SET words = EXCLUDED.words;
    END IF;
    RETURN NULL;
END $$;
CREATE OR REPLACE FUNCTION forum_space_keeps_its_words() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    UPDATE forum_postwords AS kept SET words = forum_words_of(post)
    FROM forum_post AS post WHERE post.id = kept.post_id AND kept.space_id = NEW.id;
    RETURN NULL;
END $$;
CREATE FUNCTION forum_thread_moves_its_words() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    UPDATE forum_postwords AS kept SET words = forum_words_of(post), space_id = NEW.listed_in_id
    FROM forum_post AS post WHERE post.id = kept.post_id AND post.thread_id = NEW.id;
    RETURN NULL;
END $$;
CREATE TRIGGER forum_thread_moves_its_words AFTER UPDATE OF listed_in_id ON forum_thread
    FOR EACH ROW WHEN (OLD.listed_in_id <> NEW.listed_in_id)
    EXECUTE FUNCTION forum_thread_moves_its_words();
"""
WORDS_WHERE_WRITTEN = """
DROP TRIGGER forum_thread_moves_its_words ON forum_thread;
DROP FUNCTION forum_thread_moves_its_words();
CREATE OR REPLACE FUNCTION forum_words_of(post forum_post) RETURNS tsvector LANGUAGE sql STABLE AS $$
    SELECT setweight(
               to_tsvector(forum_configuration(space.language),
                           CASE post.number WHEN 1 THEN thread.title ELSE '' END), 'A')
        || setweight(to_tsvector(forum_configuration(space.language), post.text), 'B')
    FROM forum_space AS space, forum_thread AS thread
    WHERE space.id = post.space_id AND thread.id = post.thread_id
$$;
CREATE OR REPLACE FUNCTION forum_post_keeps_its_words() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF NEW.held_at IS NOT NULL OR NEW.taken_away_at IS NOT NULL THEN
        DELETE FROM forum_postwords WHERE post_id = NEW.id;
    ELSE
        INSERT INTO forum_postwords (post_id, space_id, words)
        VALUES (NEW.id, NEW.space_id, forum_words_of(NEW))
        ON CONFLICT (post_id) DO UPDATE SET words = EXCLUDED.words;
    END IF;
    RETURN NULL;
END $$;
CREATE OR REPLACE FUNCTION forum_space_keeps_its_words() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    UPDATE forum_postwords AS kept SET words = forum_words_of(post)
    FROM forum_post AS post WHERE post.id = kept.post_id AND post.space_id = NEW.id;
    RETURN NULL;
END $$;
UPDATE forum_postwords AS kept SET words = forum_words_of(post), space_id = post.space_id
    FROM forum_post AS post WHERE post.id = kept.post_id AND post.space_id <> kept.space_id;
"""


class Migration(migrations.Migration):
    dependencies = [("forum", "0013_moved_and_split")]
    operations = [
        migrations.RunSQL(LISTED, LISTED_BACK),
        migrations.RunSQL(WENT, WENT_BACK),
        migrations.RunSQL(WORDS_WHERE_LISTED, WORDS_WHERE_WRITTEN),
    ]
