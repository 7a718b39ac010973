"""Find what is still to be forgotten without reading every message that ever was.

Locks the table for writing while the index is made, in the release that brings the table itself. Back: drops it.
"""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("messages", "0002_receipts")]

    operations = [
        migrations.AddIndex(
            "message",
            models.Index(
                condition=models.Q(("to", ""), _negated=True), fields=["created_at"], name="messages_not_forgotten"
            ),
        ),
    ]
