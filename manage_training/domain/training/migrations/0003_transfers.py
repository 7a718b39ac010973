"""Who came from where, and what undoing that needs: two new tables.

Locks nothing that anybody uses: both tables are new, and foreign keys to the others are made while they are empty. Old
code runs on. Back: drops both tables; whoever has moved stays where they are, and no transfer can be undone any more.
"""

from django.db import migrations, models
from django.db.models import PROTECT

BIG_ID = {"auto_created": True, "primary_key": True, "serialize": False, "verbose_name": "ID"}
REPORTED_BY = [("this_school", "This school"), ("joining_school", "The school they joined")]


class Migration(migrations.Migration):
    dependencies = [("training", "0002_of_one_school_and_year")]

    operations = [
        migrations.CreateModel(
            name="Transfer",
            fields=[
                ("id", models.BigAutoField(**BIG_ID)),
                ("leaves", models.BooleanField(default=True)),
                ("reported_at", models.DateTimeField()),
                ("reported_by", models.BigIntegerField(null=True)),
                ("last_day_before", models.DateField(null=True)),
                ("last_day_reported_by_before", models.CharField(blank=True, choices=REPORTED_BY, max_length=14)),
                ("left_because_before", models.CharField(blank=True, max_length=30)),
                ("stands", models.JSONField(default=list)),
                ("undone_at", models.DateTimeField(null=True)),
                ("undone_by", models.BigIntegerField(null=True)),
                (
                    "joined",
                    models.OneToOneField(on_delete=PROTECT, related_name="transfer", to="training.placement"),
                ),
                (
                    "left",
                    models.ForeignKey(on_delete=PROTECT, related_name="transfers_away", to="training.placement"),
                ),
            ],
            options={
                "constraints": [
                    models.CheckConstraint(
                        name="nobody_transfers_to_where_they_are",
                        condition=models.Q(("left", models.F("joined")), _negated=True),
                    ),
                    models.CheckConstraint(
                        name="a_transfer_is_undone_by_who_undoes_it",
                        condition=models.Q(("undone_by", None), ("undone_at__isnull", False), _connector="OR"),
                    ),
                    models.UniqueConstraint(
                        fields=["left"],
                        condition=models.Q(("leaves", True), ("undone_at", None)),
                        name="a_placement_is_left_for_one_other",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="CutShort",
            fields=[
                ("id", models.BigAutoField(**BIG_ID)),
                ("last_day_before", models.DateField(null=True)),
                ("last_day_after", models.DateField(null=True)),
                (
                    "mentorship",
                    models.ForeignKey(null=True, on_delete=PROTECT, related_name="+", to="training.mentorship"),
                ),
                (
                    "training",
                    models.ForeignKey(null=True, on_delete=PROTECT, related_name="+", to="training.trainingperiod"),
                ),
                (
                    "transfer",
                    models.ForeignKey(on_delete=PROTECT, related_name="cut_short", to="training.transfer"),
                ),
            ],
            options={
                "constraints": [
                    models.CheckConstraint(
                        name="a_transfer_cuts_training_or_a_mentorship_short",
                        condition=models.Q(
                            models.Q(("mentorship__isnull", False), ("training", None)),
                            models.Q(("mentorship", None), ("training__isnull", False)),
                            _connector="OR",
                        ),
                    ),
                    models.UniqueConstraint(
                        fields=["transfer", "training"], name="a_transfer_cuts_training_short_once"
                    ),
                    models.UniqueConstraint(
                        fields=["transfer", "mentorship"], name="a_transfer_cuts_a_mentorship_short_once"
                    ),
                ],
            },
        ),
    ]
