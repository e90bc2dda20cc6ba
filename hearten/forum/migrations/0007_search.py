"""Posts are found by their words: cut as the space's language is, kept beside each open post by the
database itself."""

import django.db.models.deletion
from django.contrib.postgres.fields import ArrayField
from django.contrib.postgres.indexes import GinIndex
from django.contrib.postgres.search import SearchVectorField
from django.db import migrations, models
from django.db.models import Q

# As rules.search.CONFIGURATIONS; a test compares them. Constant, so that an index may rest on it.
CONFIGURATION = """
CREATE FUNCTION forum_configuration(language text) RETURNS regconfig LANGUAGE sql IMMUTABLE AS $$
    SELECT CASE
        WHEN tag IN ('ar') THEN 'pg_catalog.arabic'
        WHEN tag IN ('ca') THEN 'pg_catalog.catalan'
        WHEN tag IN ('da') THEN 'pg_catalog.danish'
        WHEN tag IN ('de') THEN 'pg_catalog.german'
        WHEN tag IN ('el') THEN 'pg_catalog.greek'
        WHEN tag IN ('en') THEN 'pg_catalog.english'
        WHEN tag IN ('es') THEN 'pg_catalog.spanish'
        WHEN tag IN ('eu') THEN 'pg_catalog.basque'
        WHEN tag IN ('fi') THEN 'pg_catalog.finnish'
        WHEN tag IN ('fr') THEN 'pg_catalog.french'
        WHEN tag IN ('ga') THEN 'pg_catalog.irish'
        WHEN tag IN ('hi') THEN 'pg_catalog.hindi'
        WHEN tag IN ('hu') THEN 'pg_catalog.hungarian'
        WHEN tag IN ('hy') THEN 'pg_catalog.armenian'
        WHEN tag IN ('id') THEN 'pg_catalog.indonesian'
        WHEN tag IN ('it') THEN 'pg_catalog.italian'
        WHEN tag IN ('lt') THEN 'pg_catalog.lithuanian'
        WHEN tag IN ('nb', 'nn', 'no') THEN 'pg_catalog.norwegian'
        WHEN tag IN ('ne') THEN 'pg_catalog.nepali'
        WHEN tag IN ('nl') THEN 'pg_catalog.dutch'
        WHEN tag IN ('pt') THEN 'pg_catalog.portuguese'
        WHEN tag IN ('ro') THEN 'pg_catalog.romanian'
        WHEN tag IN ('ru') THEN 'pg_catalog.russian'
        WHEN tag IN ('sr') THEN 'pg_catalog.serbian'
        WHEN tag IN ('sv') THEN 'pg_catalog.swedish'
        WHEN tag IN ('ta') THEN 'pg_catalog.tamil'
        WHEN tag IN ('tr') THEN 'pg_catalog.turkish'
        WHEN tag IN ('yi') THEN 'pg_catalog.yiddish'
        ELSE 'pg_catalog.simple'
    END::regconfig
    FROM (SELECT split_part(replace(lower(language), '_', '-'), '-', 1)) AS main (tag)
$$;
"""
KEEPS_WORDS = """
CREATE FUNCTION forum_words_of(post forum_post) RETURNS tsvector LANGUAGE sql STABLE AS $$
    SELECT setweight(
               to_tsvector(forum_configuration(space.language),
                           CASE post.number WHEN 1 THEN thread.title ELSE '' END), 'A')
        || setweight(to_tsvector(forum_configuration(space.language), post.text), 'B')
    FROM forum_space AS space, forum_thread AS thread
    WHERE space.id = post.space_id AND thread.id = post.thread_id
$$;
CREATE FUNCTION forum_post_keeps_its_words() RETURNS trigger LANGUAGE plpgsql AS $$
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
CREATE TRIGGER forum_post_keeps_its_words
    AFTER INSERT OR UPDATE OF text, held_at, taken_away_at ON forum_post
    FOR EACH ROW EXECUTE FUNCTION forum_post_keeps_its_words();
CREATE FUNCTION forum_space_keeps_its_words() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    UPDATE forum_postwords AS kept SET words = forum_words_of(post)
    FROM forum_post AS post WHERE post.id = kept.post_id AND post.space_id = NEW.id;
    RETURN NULL;
END $$;
CREATE TRIGGER forum_space_keeps_its_words AFTER UPDATE OF language ON forum_space
    FOR EACH ROW
    WHEN (forum_configuration(OLD.language) <> forum_configuration(NEW.language))
    EXECUTE FUNCTION forum_space_keeps_its_words();
INSERT INTO forum_postwords (post_id, space_id, words)
    SELECT id, space_id, forum_words_of(post) FROM forum_post AS post
    WHERE held_at IS NULL AND taken_away_at IS NULL;
"""
KEEPS_WORDS_BACK = """
DROP TRIGGER forum_space_keeps_its_words ON forum_space;
DROP FUNCTION forum_space_keeps_its_words();
DROP TRIGGER forum_post_keeps_its_words ON forum_post;
DROP FUNCTION forum_post_keeps_its_words();
DROP FUNCTION forum_words_of(forum_post);
"""


class Migration(migrations.Migration):
    dependencies = [("accounts", "0006_erasure"), ("forum", "0006_held_for_more")]

    operations = [
        migrations.CreateModel(
            name="CommonWord",
            fields=[
                ("id", models.BigAutoField(primary_key=True, serialize=False)),
                ("word", models.CharField(max_length=60)),
                ("posts", models.PositiveIntegerField()),
                ("shortened", ArrayField(models.CharField(max_length=60), size=None)),
                (
                    "programme",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="+",
                        to="accounts.programme",
                    ),
                ),
            ],
            options={
                "indexes": [GinIndex(fields=["shortened"], name="common_word_shortened")],
                "constraints": [
                    models.UniqueConstraint(
                        fields=("programme", "word"), name="common_word_once"
                    ),
                    models.CheckConstraint(
                        condition=Q(posts__gte=3) & ~Q(word=""), name="common_word_is_common"
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="PostWords",
            fields=[
                (
                    "post",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.CASCADE,
                        primary_key=True,
                        related_name="searched",
                        serialize=False,
                        to="forum.post",
                    ),
                ),
                ("words", SearchVectorField()),
                (
                    "space",
                    models.ForeignKey(
                        db_index=False,
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="+",
                        to="forum.space",
                    ),
                ),
            ],
            options={"indexes": [GinIndex(fields=["words"], name="post_words")]},
        ),
        migrations.RunSQL(CONFIGURATION, "DROP FUNCTION forum_configuration(text);"),
        migrations.RunSQL(KEEPS_WORDS, KEEPS_WORDS_BACK),
    ]
