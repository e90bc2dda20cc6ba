"""What the database promises of polls: where one stands, that its words stay, and when nobody votes any
more."""

from django.db import migrations

BELONGS = """
ALTER TABLE polls_vote ADD CONSTRAINT vote_option_of_the_poll
    FOREIGN KEY (poll_id, option_id) REFERENCES polls_option (poll_id, id)
    DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE polls_vote ADD CONSTRAINT vote_of_the_polls_kind
    FOREIGN KEY (poll_id, several) REFERENCES polls_poll (id, several)
    DEFERRABLE INITIALLY DEFERRED;
"""
BELONGS_BACK = """
ALTER TABLE polls_vote DROP CONSTRAINT vote_of_the_polls_kind;
ALTER TABLE polls_vote DROP CONSTRAINT vote_option_of_the_poll;
"""
STAYS = """
CREATE FUNCTION polls_poll_stays() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF TG_OP = 'INSERT' THEN
        IF NOT EXISTS (SELECT FROM forum_post WHERE id = NEW.post_id AND number = 1) THEN
            RAISE EXCEPTION 'polls_poll stands under a first post'
                USING ERRCODE = 'restrict_violation';
        END IF;
    ELSIF (NEW.post_id, NEW.question, NEW.several, NEW.made_at, NEW.closes_at)
        IS DISTINCT FROM (OLD.post_id, OLD.question, OLD.several, OLD.made_at, OLD.closes_at) THEN
        RAISE EXCEPTION 'polls_poll keeps its words' USING ERRCODE = 'restrict_violation';
    ELSIF OLD.closed_at IS NOT NULL AND NEW.closed_at IS DISTINCT FROM OLD.closed_at THEN
        RAISE EXCEPTION 'polls_poll stays closed' USING ERRCODE = 'restrict_violation';
    END IF;
    RETURN NEW;
END $$;
CREATE TRIGGER polls_poll_stays BEFORE INSERT OR UPDATE ON polls_poll
    FOR EACH ROW EXECUTE FUNCTION polls_poll_stays();
CREATE FUNCTION polls_option_stays() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    RAISE EXCEPTION 'polls_option keeps its words' USING ERRCODE = 'restrict_violation';
END $$;
CREATE TRIGGER polls_option_stays BEFORE UPDATE ON polls_option
    FOR EACH ROW EXECUTE FUNCTION polls_option_stays();
"""
STAYS_BACK = """
DROP TRIGGER polls_option_stays ON polls_option;
DROP FUNCTION polls_option_stays();
DROP TRIGGER polls_poll_stays ON polls_poll;
DROP FUNCTION polls_poll_stays();
"""
# As rules.OPTIONS_LEAST and OPTIONS_MOST.
SOME_OPTIONS = """
CREATE FUNCTION polls_poll_has_some_options() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
    poll bigint;
BEGIN
    IF TG_TABLE_NAME = 'polls_poll' THEN
        poll := NEW.id;
    ELSE
        poll := OLD.poll_id;
    END IF;
    IF EXISTS (SELECT FROM polls_poll WHERE id = poll)
        AND (SELECT count(*) FROM polls_option WHERE poll_id = poll) NOT BETWEEN 2 AND 10 THEN
        RAISE EXCEPTION 'polls_poll has 2 to 10 options' USING ERRCODE = 'restrict_violation';
    END IF;
    RETURN NULL;
END $$;
CREATE CONSTRAINT TRIGGER polls_poll_has_some_options AFTER INSERT ON polls_poll
    DEFERRABLE INITIALLY DEFERRED FOR EACH ROW EXECUTE FUNCTION polls_poll_has_some_options();
CREATE CONSTRAINT TRIGGER polls_option_leaves_some AFTER DELETE ON polls_option
    DEFERRABLE INITIALLY DEFERRED FOR EACH ROW EXECUTE FUNCTION polls_poll_has_some_options();
"""
SOME_OPTIONS_BACK = """
DROP TRIGGER polls_option_leaves_some ON polls_option;
DROP TRIGGER polls_poll_has_some_options ON polls_poll;
DROP FUNCTION polls_poll_has_some_options();
"""
WHILE_OPEN = """
CREATE FUNCTION polls_vote_is_cast_while_open() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
    here record;
BEGIN
    SELECT poll.closed_at, poll.closes_at, post.held_at, post.taken_away_at,
           post.space_id AS space_id, face.space_id AS face_space_id, face.account_id
    INTO here
    FROM polls_poll AS poll JOIN forum_post AS post ON post.id = poll.post_id
         CROSS JOIN forum_face AS face
    WHERE poll.id = NEW.poll_id AND face.id = NEW.face_id;
    IF here.closed_at IS NOT NULL OR here.closes_at <= clock_timestamp()
        OR here.held_at IS NOT NULL OR here.taken_away_at IS NOT NULL THEN
        RAISE EXCEPTION 'polls_vote is cast while it is open' USING ERRCODE = 'restrict_violation';
    ELSIF here.face_space_id IS DISTINCT FROM here.space_id OR here.account_id IS NULL THEN
        RAISE EXCEPTION 'polls_vote is somebody''s of the space' USING ERRCODE = 'restrict_violation';
    END IF;
    RETURN NEW;
END $$;
CREATE TRIGGER polls_vote_is_cast_while_open BEFORE INSERT OR UPDATE ON polls_vote
    FOR EACH ROW EXECUTE FUNCTION polls_vote_is_cast_while_open();
"""
WHILE_OPEN_BACK = """
DROP TRIGGER polls_vote_is_cast_while_open ON polls_vote;
DROP FUNCTION polls_vote_is_cast_while_open();
"""


class Migration(migrations.Migration):
    dependencies = [("polls", "0001_initial"), ("forum", "0021_from_before")]
    operations = [
        migrations.RunSQL(BELONGS, BELONGS_BACK),
        migrations.RunSQL(STAYS, STAYS_BACK),
        migrations.RunSQL(SOME_OPTIONS, SOME_OPTIONS_BACK),
        migrations.RunSQL(WHILE_OPEN, WHILE_OPEN_BACK),
    ]
