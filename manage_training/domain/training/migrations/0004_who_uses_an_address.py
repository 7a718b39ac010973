"""An index for whether somebody uses an email address, which is asked at every registration (rule T23).

Holds up writes to placements while it is made: of no account before the first release, which brings the table itself
too. Old code runs on. Back: drops the index, no data changes.
"""

from django.db import migrations, models
from django.db.models import Q
from django.db.models.functions import Lower


class Migration(migrations.Migration):
    dependencies = [("training", "0003_transfers")]

    operations = [
        migrations.AddIndex(
            "placement", models.Index(Lower("email"), condition=Q(voided_at=None), name="who_uses_an_address")
        ),
    ]
