from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('notifications', '0002_paging'),
    ]

    operations = [
        migrations.AddField(
            model_name='delivery',
            name='sender',
            field=models.IntegerField(null=True),
        ),
    ]
