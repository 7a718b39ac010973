"""What the carrier says became of a message: when it arrived, why it did not, when we asked.

Locks the table for a moment while the columns are added, and for writing while the two indexes are made, in the release
that brings the table itself. Old code runs on: the columns fill themselves. Back: drops them; states stay as they are.
"""

import django.db.models.functions.text
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("messages", "0001_initial")]

    operations = [
        migrations.AddField("message", "asked_at", models.DateTimeField(null=True)),
        migrations.AddField("message", "delivered_at", models.DateTimeField(null=True)),
        migrations.AddField(
            "message",
            "failed_because",
            models.CharField(
                blank=True,
                choices=[("address", "address"), ("mailbox", "mailbox"), ("ours", "ours")],
                db_default="",
                max_length=10,
            ),
        ),
        migrations.AddIndex(
            "message",
            models.Index(
                django.db.models.functions.text.Lower("to"),
                condition=models.Q(("failed_because", "address")),
                name="messages_to_nobody",
            ),
        ),
        migrations.AddIndex(
            "message",
            models.Index(condition=models.Q(("state", "sent")), fields=["sent_at"], name="messages_without_a_receipt"),
        ),
    ]
