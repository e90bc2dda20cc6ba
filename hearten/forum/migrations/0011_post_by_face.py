"""What one person wrote lately is asked for with every post."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("forum", "0010_promise_kept")]

    operations = [
        migrations.AddIndex(
            model_name="post",
            index=models.Index(fields=["face", "written_at"], name="post_by_face"),
        ),
    ]
