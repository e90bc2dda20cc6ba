"""The tables are those that safety had: see its 0013_rota_leaves."""

import datetime
import django.db.models.deletion
import hearten.foundation.clock
import hearten.foundation.ids
from django.conf import settings
from django.db import migrations, models

TABLES = ["shift", "dutychange", "escalationsettings"]


def _rename(was, now):
    """What Django knows the tables by, for whatever points there. Made anew instead, the old names
    would stay behind."""

    def act(apps, _schema):
        known = apps.get_model("contenttypes", "ContentType").objects
        known.filter(app_label=was, model__in=TABLES).update(app_label=now)

    return act


class Migration(migrations.Migration):

    initial = True

    dependencies = [
        ("accounts", "0006_erasure"),
        ("contenttypes", "0002_remove_content_type_name"),
        ("safety", "0013_rota_leaves"),
    ]

    operations = [
        migrations.SeparateDatabaseAndState(state_operations=[
            migrations.CreateModel(
                name='EscalationSettings',
                fields=[
                    ('programme', models.OneToOneField(on_delete=django.db.models.deletion.CASCADE, primary_key=True, related_name='+', serialize=False, to='accounts.programme')),
                    ('minutes', models.PositiveSmallIntegerField(default=5)),
                    ('text_from', models.PositiveSmallIntegerField(choices=[(1, 'At once'), (2, 'When whoever is next is called'), (3, 'When every moderator is called'), (0, 'Never')], default=1)),
                    ('call_from', models.PositiveSmallIntegerField(choices=[(1, 'At once'), (2, 'When whoever is next is called'), (3, 'When every moderator is called'), (0, 'Never')], default=1)),
                    ('drill_weekday', models.PositiveSmallIntegerField(choices=[(0, 'Monday'), (1, 'Tuesday'), (2, 'Wednesday'), (3, 'Thursday'), (4, 'Friday'), (5, 'Saturday'), (6, 'Sunday')], default=2)),
                    ('drill_at', models.TimeField(default=datetime.time(11, 0))),
                    ('zone', models.CharField(default='UTC', max_length=60)),
                ],
                options={
                    'constraints': [models.CheckConstraint(condition=models.Q(('minutes__gte', 1), ('minutes__lte', 60)), name='escalation_minutes_sane'), models.CheckConstraint(condition=models.Q(('call_from__in', [1, 2, 3, 0]), ('text_from__in', [1, 2, 3, 0])), name='escalation_phones_known'), models.CheckConstraint(condition=models.Q(('drill_weekday__in', [0, 1, 2, 3, 4, 5, 6])), name='escalation_drill_weekday_known')],
                },
            ),
            migrations.CreateModel(
                name='DutyChange',
                fields=[
                    ('id', models.UUIDField(default=hearten.foundation.ids.new_id, editable=False, primary_key=True, serialize=False)),
                    ('on', models.BooleanField()),
                    ('starts_at', models.DateTimeField()),
                    ('ends_at', models.DateTimeField()),
                    ('made_at', models.DateTimeField(default=hearten.foundation.clock.now)),
                    ('account', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='duty_changes', to=settings.AUTH_USER_MODEL)),
                    ('programme', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='accounts.programme')),
                ],
                options={
                    'ordering': ['starts_at', 'id'],
                    'constraints': [models.UniqueConstraint(fields=('programme', 'account', 'on', 'starts_at', 'ends_at'), name='duty_change_once'), models.CheckConstraint(condition=models.Q(('ends_at__gt', models.F('starts_at'))), name='duty_change_ends_after_start')],
                },
            ),
            migrations.CreateModel(
                name='Shift',
                fields=[
                    ('id', models.UUIDField(default=hearten.foundation.ids.new_id, editable=False, primary_key=True, serialize=False)),
                    ('weekday', models.PositiveSmallIntegerField(choices=[(0, 'Monday'), (1, 'Tuesday'), (2, 'Wednesday'), (3, 'Thursday'), (4, 'Friday'), (5, 'Saturday'), (6, 'Sunday')])),
                    ('starts', models.TimeField()),
                    ('ends', models.TimeField()),
                    ('zone', models.CharField(max_length=60)),
                    ('made_at', models.DateTimeField(default=hearten.foundation.clock.now)),
                    ('account', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='shifts', to=settings.AUTH_USER_MODEL)),
                    ('programme', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='accounts.programme')),
                ],
                options={
                    'ordering': ['weekday', 'starts', 'id'],
                    'constraints': [models.UniqueConstraint(fields=('programme', 'account', 'weekday', 'starts', 'zone'), name='shift_once'), models.CheckConstraint(condition=models.Q(('weekday__in', [0, 1, 2, 3, 4, 5, 6])), name='shift_weekday_known'), models.CheckConstraint(condition=models.Q(('zone', ''), _negated=True), name='shift_has_a_zone')],
                },
            ),
        ]),
        migrations.RunPython(_rename("safety", "rota"), _rename("rota", "safety")),
    ]
