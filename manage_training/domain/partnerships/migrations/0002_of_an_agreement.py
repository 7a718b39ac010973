"""Keep partnerships to what was agreed: a foreign key over provider, partner and year, which Django cannot declare.

Checks every partnership while writes to it and to agreements wait. Old code runs on: nobody may report without an
agreement. If a row breaks the rule, this stops, names it and changes nothing. Back: drops the key, no data changes.
"""

from django.db import migrations


class Migration(migrations.Migration):
    dependencies = [("partnerships", "0001_initial"), ("organisations", "0001_initial")]

    operations = [
        migrations.RunSQL(
            """
            alter table partnerships_partnership
            add constraint a_partnership_follows_an_agreement
            foreign key (lead_provider_id, delivery_partner_id, year_id)
            references organisations_agreement (lead_provider_id, delivery_partner_id, year_id)
            """,
            "alter table partnerships_partnership drop constraint a_partnership_follows_an_agreement",
        )
    ]
