"""Take away the table of requests for a change of provider, to which no code has ever written.

A school that changes how it trains says so, and who trained it is told (rule P7). Drops an empty table, and for that
moment locks those it refers to: partnerships and lead providers. Old code runs on. Back: makes the empty table again.
"""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("partnerships", "0002_of_an_agreement")]

    operations = [
        migrations.AlterField(
            "partnership",
            "origin",
            models.CharField(
                choices=[("reported", "Reported by the lead provider"), ("continued", "Continued by the school")],
                max_length=10,
            ),
        ),
        migrations.DeleteModel("ChangeRequest"),
    ]
