"""Edits and deletions: rows about a text of one's own. And the one more door of what is append-only: a
version may be emptied 30 days after it was replaced or deleted."""

from importlib import import_module

from django.db import migrations, models
from django.db.models import F, Q

_FITS = """
CREATE OR REPLACE FUNCTION conversations_change_fits() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF EXISTS (
        SELECT FROM fresh JOIN conversations_message said
            ON said.conversation_id = fresh.conversation_id AND said.seq = fresh.about_seq
        WHERE said.kind <> 'text'
        OR (
            fresh.kind IN ('reaction', 'taken_back')
            AND coalesce(said.author_id, fresh.author_id) IS NOT DISTINCT FROM fresh.author_id
        )
        OR (
            fresh.kind IN ('edit', 'deletion')
            AND (fresh.author_id IS NULL OR said.author_id IS DISTINCT FROM fresh.author_id)
        )
        OR (fresh.kind = 'edit' AND fresh.at > said.at + interval '1 hour')
        OR (
            fresh.kind <> 'text' AND EXISTS (
                SELECT FROM conversations_message gone
                WHERE gone.conversation_id = fresh.conversation_id
                AND gone.about_seq = fresh.about_seq
                AND gone.kind = 'deletion'
                AND gone.seq < fresh.seq
            )
        )
    ) THEN
        RAISE EXCEPTION 'this message cannot be changed like that'
            USING ERRCODE = 'restrict_violation';
    END IF;
    RETURN NULL;
END $$;
"""
_FITTED = import_module("hearten.conversations.migrations.0008_reactions").PROMISE
_APPEND_ONLY = import_module("hearten.conversations.migrations.0006_erased_words")
_REPLACED = """
        forgotten := OLD;
        forgotten.sealed_text := '';
        IF NEW IS NOT DISTINCT FROM forgotten AND OLD.kind IN ('text', 'edit') AND EXISTS (
            SELECT FROM conversations_message later
            WHERE later.conversation_id = OLD.conversation_id
            AND later.about_seq = CASE OLD.kind WHEN 'edit' THEN OLD.about_seq ELSE OLD.seq END
            AND later.kind IN ('edit', 'deletion')
            AND later.seq > OLD.seq
            AND later.at <= now() - interval '30 days'
        ) THEN
            RETURN NEW;
        END IF;
"""
_WAS = _APPEND_ONLY._BEGIN + _APPEND_ONLY._BLANKED + _APPEND_ONLY._REST
_IS = _APPEND_ONLY._BEGIN + _APPEND_ONLY._BLANKED + _REPLACED + _APPEND_ONLY._REST
PROMISE = _FITS + _IS
TAKE_BACK = _WAS + _FITTED.partition("CREATE TRIGGER")[0].replace("CREATE F", "CREATE OR REPLACE F")
KINDS = ["text", "closing", "notice", "reaction", "taken_back", "edit", "deletion"]


class Migration(migrations.Migration):
    dependencies = [("conversations", "0008_reactions")]
    operations = [
        migrations.RemoveConstraint(model_name="message", name="message_kind_known"),
        migrations.RemoveConstraint(model_name="message", name="message_about_an_earlier"),
        migrations.AlterField(
            model_name="message",
            name="kind",
            field=models.CharField(
                choices=[
                    ("text", "Message"),
                    ("closing", "Closing message"),
                    ("notice", "Notice"),
                    ("reaction", "Reaction"),
                    ("taken_back", "Reaction taken back"),
                    ("edit", "Change"),
                    ("deletion", "Deletion"),
                ],
                default="text",
                max_length=10,
            ),
        ),
        migrations.AddConstraint(
            model_name="message",
            constraint=models.CheckConstraint(
                condition=Q(kind__in=KINDS), name="message_kind_known"
            ),
        ),
        migrations.AddConstraint(
            model_name="message",
            constraint=models.CheckConstraint(
                condition=Q(about_seq__isnull=True, kind__in=["text", "closing", "notice"])
                | Q(
                    about_seq__isnull=False,
                    about_seq__lt=F("seq"),
                    kind__in=["text", "reaction", "taken_back", "edit", "deletion"],
                ),
                name="message_about_an_earlier",
            ),
        ),
        migrations.AddIndex(
            model_name="message",
            index=models.Index(
                condition=Q(kind__in=["edit", "deletion"]), fields=["at"], name="message_replaces"
            ),
        ),
        migrations.RunSQL(PROMISE, TAKE_BACK),
    ]
