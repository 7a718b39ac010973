"""Who is written to: one statement finds them all, however many schools there are. Rules C3 and C4."""

from dataclasses import dataclass
from typing import Any

from django.db import connection

from manage_training.domain.campaigns.audience import schools_to_ask
from manage_training.domain.campaigns.letters import Whom
from manage_training.domain.campaigns.models import Addressee, Campaign
from manage_training.domain.schools.contacts import IN_THIS_ORDER
from manage_training.domain.schools.models import Contact

# The headteacher where the address is known, else the school's contact (rule S6).
HEADTEACHER_FIRST = [Contact.HEADTEACHER, *(kind for kind in IN_THIS_ORDER if kind != Contact.HEADTEACHER)]

FOUND = """
    with asked (id) as materialized ({schools}),
    tutor as materialized (
        select membership.school_id, membership.user_id, lower(person.email) as email
        from asked
        join accounts_membership membership on membership.school_id = asked.id
        join accounts_user person on person.id = membership.user_id
        where membership.role = 'induction_tutor' and membership.ended_at is null
    ),
    contact as materialized (
        select distinct on (contact.school_id) contact.school_id, contact.email,
            exists (select from tutor where tutor.school_id = contact.school_id) as has_tutor,
            exists (
                select from tutor where tutor.school_id = contact.school_id and tutor.email = lower(contact.email)
            ) as is_tutor
        from asked join schools_schoolcontact contact on contact.school_id = asked.id
        order by contact.school_id, array_position(%s::text[], contact.kind::text)
    ),
    found as (
        select 1 as place, 'tutor' as addressee, 'tutor ' || user_id as key, user_id, '' as email,
            array_agg(school_id order by school_id) as schools
        from tutor group by user_id
        union all
        select 2, 'told', 'told about ' || min(school_id), null, min(email), array_agg(school_id order by school_id)
        from contact where has_tutor and not is_tutor group by lower(email)
        union all
        select 3, 'invited', 'invited ' || school_id, null, email, array[school_id]
        from contact where not has_tutor
    )
"""
WRITE = """
    insert into campaigns_recipient (campaign_id, key, addressee, user_id, email, schools, state, skipped_because)
    {found}
    select %s, key, addressee, user_id, email, schools, 'waiting', ''
    from found where addressee = any(%s::text[]) order by place, schools
"""
COUNT = """
    {found}
    select addressee, count(*), sum(cardinality(schools))::bigint
    from found where addressee = any(%s::text[]) group by addressee
"""
ONE = """
    {found}
    select 0, addressee, key, user_id, email, schools
    from found where addressee = any(%s::text[]) order by place, schools limit 1
"""
OUT_OF_REACH = """
    {found}
    select count(*) from asked
    where not exists (select from tutor where tutor.school_id = asked.id)
        and not exists (select from contact where contact.school_id = asked.id)
"""


@dataclass(frozen=True)
class Count:
    """How many are written to, about how many schools."""

    people: int
    schools: int


def write_recipients(campaign: Campaign) -> int:
    """Write down everybody to whom a campaign is to go; returns how many."""
    with connection.cursor() as cursor:
        cursor.execute(*statement(WRITE, campaign, campaign.pk, campaign.writes_to))
        written: int = cursor.rowcount
        return written


def count_recipients(campaign: Campaign) -> dict[Addressee, Count]:
    """How many a campaign would go to, of each kind. It need not be saved, here and below."""
    with connection.cursor() as cursor:
        cursor.execute(*statement(COUNT, campaign, campaign.writes_to))
        counts = {Addressee(addressee): Count(people, schools) for addressee, people, schools in cursor.fetchall()}
    return {addressee: counts[addressee] for addressee in Addressee if addressee in counts}


def one_recipient(campaign: Campaign) -> Whom | None:
    """The first to whom a campaign would go."""
    with connection.cursor() as cursor:
        cursor.execute(*statement(ONE, campaign, campaign.writes_to))
        found = cursor.fetchone()
        return Whom(*found) if found else None


def count_out_of_reach(campaign: Campaign) -> int:
    """How many schools a campaign is for that have neither a tutor nor an address."""
    with connection.cursor() as cursor:
        cursor.execute(*statement(OUT_OF_REACH, campaign))
        count: int = cursor.fetchone()[0]
        return count


def statement(sql: str, campaign: Campaign, *params: Any) -> tuple[str, list[Any]]:
    schools, of_schools = schools_to_ask(campaign.audience, campaign.year_id).values("pk").query.sql_with_params()
    # Nothing that anybody typed: `schools` is a query of ours, with a mark where each value goes.
    found = FOUND.format(schools=schools)
    return sql.format(found=found), [*of_schools, [str(kind) for kind in HEADTEACHER_FIRST], *params]
