"""The rota becomes a domain of its own. Only names change: every row stays where it is."""

from django.db import migrations


class Migration(migrations.Migration):
    dependencies = [("safety", "0012_screening_settings")]

    operations = [
        migrations.SeparateDatabaseAndState(
            database_operations=[
                migrations.AlterModelTable("shift", "rota_shift"),
                migrations.AlterModelTable("dutychange", "rota_dutychange"),
                migrations.AlterModelTable("escalationsettings", "rota_escalationsettings"),
            ],
            state_operations=[
                migrations.DeleteModel("Shift"),
                migrations.DeleteModel("DutyChange"),
                migrations.DeleteModel("EscalationSettings"),
            ],
        )
    ]
