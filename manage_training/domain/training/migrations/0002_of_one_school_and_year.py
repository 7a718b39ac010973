"""Keep training and mentorships to one school and year: foreign keys over several columns, which Django cannot declare.

Checks every row of both tables while writes to them wait. Old code runs on: no page could break the rules. If a row
does, this stops, names it and changes nothing. Back: drops the keys, no data changes.
"""

from django.db import migrations

KEYS = [
    ("training_trainingperiod", "training_is_at_the_school_of_its_placement", "placement_id, school_id"),
    ("training_mentorship", "an_ect_with_a_mentor_is_at_the_school", "ect_id, school_id"),
    ("training_mentorship", "a_mentor_is_at_the_school_of_the_ect", "mentor_id, school_id"),
]


class Migration(migrations.Migration):
    dependencies = [("training", "0001_initial"), ("partnerships", "0001_initial")]

    operations = [
        *(
            migrations.RunSQL(
                f"alter table {table} add constraint {name} "
                f"foreign key ({columns}) references training_placement (id, school_id)",
                f"alter table {table} drop constraint {name}",
            )
            for table, name, columns in KEYS
        ),
        # Not checked where there is no partnership: a foreign key with an empty part refers to nothing.
        migrations.RunSQL(
            "alter table training_trainingperiod add constraint training_is_of_the_year_of_its_partnership "
            "foreign key (partnership_id, school_id, year_id) "
            "references partnerships_partnership (id, school_id, year_id)",
            "alter table training_trainingperiod drop constraint training_is_of_the_year_of_its_partnership",
        ),
    ]
