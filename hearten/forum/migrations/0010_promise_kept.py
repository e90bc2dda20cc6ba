"""What the database holds of the promise: who looks for nothing is promised nothing; what was promised
changes only when the thread is opened anew, and never once it was answered; who was told, was."""

from django.db import migrations

KEEPS_ITS_PROMISE = """
CREATE FUNCTION forum_thread_keeps_its_promise() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF TG_OP = 'INSERT' THEN
        IF NEW.looking_for = '' AND NEW.due_at IS NOT NULL THEN
            RAISE EXCEPTION 'forum_thread that asks for nothing is promised nothing'
                USING ERRCODE = 'restrict_violation';
        END IF;
    ELSIF (NEW.opened_at, NEW.rota_at, NEW.due_at)
        IS DISTINCT FROM (OLD.opened_at, OLD.rota_at, OLD.due_at) THEN
        IF OLD.answered_at IS NOT NULL OR NEW.opened_at < OLD.opened_at
            OR (NEW.due_at IS NULL) <> (OLD.due_at IS NULL) THEN
            RAISE EXCEPTION 'forum_thread keeps its promise' USING ERRCODE = 'restrict_violation';
        END IF;
    ELSIF (OLD.told_rota_at IS NOT NULL AND NEW.told_rota_at IS DISTINCT FROM OLD.told_rota_at)
        OR (OLD.told_supervisors_at IS NOT NULL
            AND NEW.told_supervisors_at IS DISTINCT FROM OLD.told_supervisors_at) THEN
        RAISE EXCEPTION 'forum_thread is told about once' USING ERRCODE = 'restrict_violation';
    END IF;
    RETURN NEW;
END $$;
CREATE TRIGGER forum_thread_keeps_its_promise BEFORE INSERT OR UPDATE ON forum_thread
    FOR EACH ROW EXECUTE FUNCTION forum_thread_keeps_its_promise();
"""
KEEPS_ITS_PROMISE_BACK = """
DROP TRIGGER forum_thread_keeps_its_promise ON forum_thread;
DROP FUNCTION forum_thread_keeps_its_promise();
"""


class Migration(migrations.Migration):
    dependencies = [("forum", "0009_promise")]
    operations = [migrations.RunSQL(KEEPS_ITS_PROMISE, KEEPS_ITS_PROMISE_BACK)]
