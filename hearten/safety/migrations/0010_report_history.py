"""What a reported text said before its author changed or deleted it."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("safety", "0009_lines_leave")]
    operations = [
        migrations.AddField(
            model_name="report", name="sealed_history", field=models.BinaryField(null=True)
        ),
    ]
