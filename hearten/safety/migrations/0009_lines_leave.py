"""Crisis lines become a domain of their own. Only names change: every row stays where it is."""

from django.db import migrations


class Migration(migrations.Migration):
    dependencies = [("safety", "0008_phones")]

    operations = [
        migrations.SeparateDatabaseAndState(
            database_operations=[
                migrations.AlterModelTable("crisisline", "crisis_crisisline"),
                migrations.AlterModelTable("crisisrelease", "crisis_crisisrelease"),
            ],
            state_operations=[
                migrations.DeleteModel("CrisisLine"),
                migrations.DeleteModel("CrisisRelease"),
            ],
        )
    ]
