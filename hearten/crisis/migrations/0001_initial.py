"""The tables are those that safety had: see its 0009_lines_leave."""

import hearten.foundation.clock
import hearten.foundation.ids
from django.db import migrations, models


class Migration(migrations.Migration):

    initial = True

    dependencies = [("safety", "0009_lines_leave")]

    operations = [migrations.SeparateDatabaseAndState(state_operations=[
        migrations.CreateModel(
            name='CrisisRelease',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('dated', models.DateField(unique=True)),
                ('source', models.CharField(max_length=300)),
                ('licence', models.CharField(max_length=60)),
                ('loaded_at', models.DateTimeField(default=hearten.foundation.clock.now)),
            ],
        ),
        migrations.CreateModel(
            name='CrisisLine',
            fields=[
                ('id', models.UUIDField(default=hearten.foundation.ids.new_id, editable=False, primary_key=True, serialize=False)),
                ('country', models.CharField(max_length=2)),
                ('kind', models.CharField(choices=[('emergency', 'Emergency number'), ('crisis', 'Crisis line')], max_length=12)),
                ('name', models.CharField(blank=True, max_length=200)),
                ('phone', models.CharField(blank=True, max_length=60)),
                ('text_to', models.CharField(blank=True, max_length=120)),
                ('website', models.URLField(blank=True, max_length=300)),
                ('hours', models.CharField(blank=True, max_length=120)),
                ('note', models.CharField(blank=True, max_length=600)),
                ('region', models.CharField(blank=True, max_length=80)),
                ('languages', models.CharField(blank=True, max_length=60)),
                ('position', models.PositiveSmallIntegerField(default=0)),
                ('source', models.CharField(blank=True, max_length=300)),
                ('checked_on', models.DateField()),
                ('edited', models.BooleanField(default=False)),
                ('removed_at', models.DateTimeField(null=True)),
                ('shipped_key', models.CharField(max_length=40, null=True, unique=True)),
            ],
            options={
                'indexes': [models.Index(fields=['country', 'kind', 'position'], name='crisis_by_country')],
                'constraints': [models.CheckConstraint(condition=models.Q(('country__regex', '^[A-Z]{2}$')), name='crisis_line_country_is_code'), models.CheckConstraint(condition=models.Q(models.Q(('phone', ''), _negated=True), models.Q(('text_to', ''), _negated=True), models.Q(('website', ''), _negated=True), _connector='OR'), name='crisis_line_reachable'), models.CheckConstraint(condition=models.Q(('kind__in', ['emergency', 'crisis'])), name='crisis_line_kind_known'), models.CheckConstraint(condition=models.Q(('languages__regex', '^([a-z]{2,3}( [a-z]{2,3})*)?$')), name='crisis_line_languages_are_codes'), models.CheckConstraint(condition=models.Q(('removed_at__isnull', True), ('edited', True), _connector='OR'), name='crisis_line_removed_here_is_edited')],
            },
        ),
    ])]
