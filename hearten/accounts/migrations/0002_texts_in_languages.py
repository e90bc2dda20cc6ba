"""Agreements and words of welcome get their texts in languages: tables first, then what was there."""

import re

import django.db.models.deletion
from django.db import migrations, models
from django.db.models import Q

import hearten.foundation.clock
import hearten.foundation.ids

LANGUAGES = ["en", "es", "ar"]
MAIN = "en"
_ARABIC, _LATIN = re.compile(r"[\u0600-\u06ff]"), re.compile(r"[A-Za-z]")


def language_of(text):
    """What was written before languages were kept. Only the script can be told for sure; the shipped
    texts were published in English."""
    return "ar" if len(_ARABIC.findall(text)) > len(_LATIN.findall(text)) else MAIN


def give_languages(apps, schema_editor):
    programmes = apps.get_model("accounts", "Programme")
    agreements = apps.get_model("accounts", "Agreement")
    texts = apps.get_model("accounts", "AgreementText")
    welcomes = apps.get_model("accounts", "Welcome")
    for one in programmes.objects.all():
        newest = agreements.objects.filter(programme=one, kind="terms").order_by("-version").first()
        one.language = language_of(newest.text if newest else one.welcome)
        one.save(update_fields=["language"])
        if one.welcome:
            welcomes.objects.create(
                programme=one, language=language_of(one.welcome), text=one.welcome
            )
    for one in agreements.objects.all():
        one.language = language_of(one.text)
        one.save(update_fields=["language"])
        texts.objects.create(
            agreement=one,
            language=one.language,
            text=one.text,
            what_changed=one.what_changed,
            written_at=one.published_at,
        )
    # Set based: an installation may hold a million acceptances.
    schema_editor.execute(
        "UPDATE accounts_acceptance SET text_id = t.id FROM accounts_agreementtext t"
        " WHERE t.agreement_id = accounts_acceptance.agreement_id"
    )


def take_languages_back(apps, schema_editor):
    """The text in the main language is what remains; translations have no place to go."""
    for one in apps.get_model("accounts", "Agreement").objects.prefetch_related("texts"):
        main = one.texts.get(language=one.language)
        one.text, one.what_changed = main.text, main.what_changed
        one.save(update_fields=["text", "what_changed"])
    for one in apps.get_model("accounts", "Programme").objects.prefetch_related("welcomes"):
        texts = {welcome.language: welcome.text for welcome in one.welcomes.all()}
        one.welcome = texts.get(one.language, "")
        one.save(update_fields=["welcome"])


def language():
    return models.CharField(max_length=12)


def key():
    return models.UUIDField(
        default=hearten.foundation.ids.new_id, editable=False, primary_key=True, serialize=False
    )


class Migration(migrations.Migration):
    dependencies = [("accounts", "0001_initial")]
    operations = [
        migrations.AddField(
            "programme", "language", models.CharField(default=MAIN, max_length=12)
        ),
        migrations.AddField(
            "agreement", "language", models.CharField(default=MAIN, max_length=12)
        ),
        migrations.CreateModel(
            name="Welcome",
            fields=[
                ("id", key()),
                ("language", language()),
                ("text", models.TextField(max_length=2000)),
                (
                    "programme",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="welcomes",
                        to="accounts.programme",
                    ),
                ),
            ],
        ),
        migrations.CreateModel(
            name="AgreementText",
            fields=[
                ("id", key()),
                ("language", language()),
                ("text", models.TextField(max_length=20000)),
                ("what_changed", models.TextField(blank=True, max_length=1000)),
                ("written_at", models.DateTimeField(default=hearten.foundation.clock.now)),
                (
                    "agreement",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="texts",
                        to="accounts.agreement",
                    ),
                ),
            ],
        ),
        migrations.AddField(
            "acceptance",
            "text",
            models.ForeignKey(
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="acceptances",
                to="accounts.agreementtext",
            ),
        ),
        migrations.RunPython(give_languages, take_languages_back),
        # The rows just written wait for their foreign keys; a table cannot change meanwhile.
        migrations.RunSQL("SET CONSTRAINTS ALL IMMEDIATE; SET CONSTRAINTS ALL DEFERRED", ""),
        # For the way back: the column returns empty and is filled.
        migrations.AlterField(
            "agreement", "text", models.TextField(default="", max_length=20000)
        ),
        migrations.RemoveField("programme", "welcome"),
        migrations.RemoveField("agreement", "text"),
        migrations.RemoveField("agreement", "what_changed"),
        migrations.AlterField("agreement", "language", language()),
        migrations.AlterField(
            "acceptance",
            "text",
            models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT,
                related_name="acceptances",
                to="accounts.agreementtext",
            ),
        ),
        *(
            migrations.AddConstraint(model, constraint)
            for model, constraint in [
                (
                    "programme",
                    models.CheckConstraint(
                        name="programme_language_known", condition=Q(language__in=LANGUAGES)
                    ),
                ),
                (
                    "welcome",
                    models.UniqueConstraint(
                        name="welcome_language_once", fields=["programme", "language"]
                    ),
                ),
                (
                    "welcome",
                    models.CheckConstraint(
                        name="welcome_language_known", condition=Q(language__in=LANGUAGES)
                    ),
                ),
                (
                    "welcome",
                    models.CheckConstraint(name="welcome_not_empty", condition=~Q(text="")),
                ),
                (
                    "agreementtext",
                    models.UniqueConstraint(
                        name="agreement_text_language_once", fields=["agreement", "language"]
                    ),
                ),
                (
                    "agreementtext",
                    models.UniqueConstraint(
                        name="agreement_text_of_agreement", fields=["agreement", "id"]
                    ),
                ),
                (
                    "agreementtext",
                    models.CheckConstraint(
                        name="agreement_text_language_known", condition=Q(language__in=LANGUAGES)
                    ),
                ),
                (
                    "agreementtext",
                    models.CheckConstraint(name="agreement_text_not_empty", condition=~Q(text="")),
                ),
            ]
        ),
    ]
