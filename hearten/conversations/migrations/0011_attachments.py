"""Messages may carry attachments: which, and that they stay with them, the database knows."""

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models


PROMISE = """
ALTER TABLE conversations_messageattachment ADD CONSTRAINT message_attachment_of_a_message
    FOREIGN KEY (conversation_id, seq) REFERENCES conversations_message (conversation_id, seq)
    DEFERRABLE INITIALLY DEFERRED;
CREATE FUNCTION conversations_attachments_may_go(here uuid, about bigint) RETURNS boolean
LANGUAGE sql STABLE AS $$
    SELECT EXISTS (
        SELECT FROM conversations_message said
        WHERE said.conversation_id = here AND said.seq = about AND said.author_id IS NULL
    )
    OR EXISTS (
        SELECT FROM conversations_message gone
        WHERE gone.conversation_id = here AND gone.about_seq = about
        AND gone.kind = 'deletion' AND gone.at <= now() - interval '30 days'
    )
    OR NOT EXISTS (
        SELECT FROM conversations_conversation WHERE id = here AND wrapped_key IS NOT NULL
    )
$$;
CREATE FUNCTION conversations_attachment_fits() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF TG_OP = 'INSERT' AND EXISTS (
        SELECT FROM conversations_message said JOIN attachments_attachment carried
            ON carried.id = NEW.attachment_id
        WHERE said.conversation_id = NEW.conversation_id AND said.seq = NEW.seq
        AND NEW.position < said.attached
        AND carried.author_id = said.author_id
        AND carried.place = 'conversation:' || said.conversation_id
        AND carried.sent_at IS NULL
    ) THEN
        RETURN NEW;
    END IF;
    IF TG_OP = 'DELETE' AND conversations_attachments_may_go(OLD.conversation_id, OLD.seq) THEN
        RETURN OLD;
    END IF;
    RAISE EXCEPTION 'what a message carries stays with it' USING ERRCODE = 'restrict_violation';
END $$;
CREATE TRIGGER conversations_attachment_fits
    BEFORE INSERT OR UPDATE OR DELETE ON conversations_messageattachment
    FOR EACH ROW EXECUTE FUNCTION conversations_attachment_fits();
CREATE FUNCTION conversations_message_has_all() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF NEW.attached <> (
        SELECT count(*) FROM conversations_messageattachment
        WHERE conversation_id = NEW.conversation_id AND seq = NEW.seq
    ) AND NOT conversations_attachments_may_go(NEW.conversation_id, NEW.seq) THEN
        RAISE EXCEPTION 'a message has all it says it carries' USING ERRCODE = 'restrict_violation';
    END IF;
    RETURN NULL;
END $$;
CREATE CONSTRAINT TRIGGER conversations_message_has_all AFTER INSERT ON conversations_message
    DEFERRABLE INITIALLY DEFERRED FOR EACH ROW WHEN (NEW.attached > 0)
    EXECUTE FUNCTION conversations_message_has_all();
"""
TAKE_BACK = """
DROP TRIGGER conversations_message_has_all ON conversations_message;
DROP FUNCTION conversations_message_has_all();
DROP TRIGGER conversations_attachment_fits ON conversations_messageattachment;
DROP FUNCTION conversations_attachment_fits();
DROP FUNCTION conversations_attachments_may_go(uuid, bigint);
ALTER TABLE conversations_messageattachment DROP CONSTRAINT message_attachment_of_a_message;
"""


class Migration(migrations.Migration):

    dependencies = [
        ('attachments', '0002_kept_as_it_is'),
        ('conversations', '0010_talk_settings'),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name='MessageAttachment',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('seq', models.BigIntegerField()),
                ('position', models.PositiveSmallIntegerField()),
            ],
        ),
        migrations.AddField(
            model_name='message',
            name='attached',
            field=models.PositiveSmallIntegerField(db_default=0, default=0),
        ),
        migrations.AddField(
            model_name='participant',
            name='shows_pictures',
            field=models.BooleanField(db_default=False, default=False),
        ),
        migrations.AddConstraint(
            model_name='message',
            constraint=models.CheckConstraint(condition=models.Q(('attached', 0), models.Q(('attached__lte', 4), ('kind', 'text')), _connector='OR'), name='message_carries_a_few'),
        ),
        migrations.AddField(
            model_name='messageattachment',
            name='attachment',
            field=models.OneToOneField(on_delete=django.db.models.deletion.PROTECT, related_name='carried', to='attachments.attachment'),
        ),
        migrations.AddField(
            model_name='messageattachment',
            name='conversation',
            field=models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.CASCADE, related_name='+', to='conversations.conversation'),
        ),
        migrations.AddConstraint(
            model_name='messageattachment',
            constraint=models.UniqueConstraint(fields=('conversation', 'seq', 'position'), name='message_attachment_position_once'),
        ),
        migrations.RunSQL(PROMISE, TAKE_BACK),
    ]
