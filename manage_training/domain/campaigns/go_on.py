"""The next messages of a campaign, at its rate: one transaction, so that whoever is killed in it has done nothing."""

from collections import defaultdict
from collections.abc import Iterable
from datetime import timedelta

from django.db import connection, transaction

from manage_training.domain.campaigns.letters import (
    SchoolNow,
    Whom,
    invited,
    kind_of,
    schools_now,
    still_asked,
    to_tutor,
    to_whom_it_is_told,
)
from manage_training.domain.campaigns.models import A_BATCH, Addressee, Campaign, Skipped, Stands
from manage_training.domain.clock import now
from manage_training.domain.events.actor import THE_SERVICE
from manage_training.domain.events.record import record
from manage_training.domain.invitations.invite import new_invitations
from manage_training.domain.messages.send_all import Letter, send_all
from manage_training.domain.schools.models import School

WRITTEN = """
    update campaigns_recipient set state = 'written', email = '', message_id = written.message_id
    from unnest(%s::bigint[], %s::bigint[]) as written (recipient_id, message_id)
    where campaigns_recipient.id = written.recipient_id
"""
NOTHING = timedelta(0)


@transaction.atomic
def go_on(campaign_id: int) -> timedelta | None:
    """Write the next messages of a campaign, if they are due; returns how long to wait then, None once it is over.

    So many statements, however many recipients: they are written to, or skipped, and marked so together with their
    messages. Two that do this at once do it one after the other. Rules C5 and C6.
    """
    campaign = Campaign.objects.select_for_update(of=["self"]).select_related("year").get(pk=campaign_id)
    moment = now()
    if not campaign.is_under_way:
        return None
    if moment < campaign.next_at <= moment + A_BATCH:  # later than that, somebody has moved the demo's clock
        return campaign.next_at - moment

    waiting = campaign.recipients.filter(state=Stands.WAITING).order_by("pk")[: campaign.at_once]
    batch = [Whom(*each) for each in waiting.values_list(*Whom._fields)]
    written = write_to(campaign, batch)
    # Who comes late makes up for it, by no more than one batch.
    begin = min(max(campaign.next_at, moment - A_BATCH), moment)
    campaign.next_at = begin + timedelta(seconds=written / campaign.rate)
    if len(batch) < campaign.at_once:
        campaign.finished_at = moment
        record("campaign_finished", about=campaign, by=THE_SERVICE)
    campaign.save(update_fields=["next_at", "finished_at"])
    return None if campaign.finished_at else max(campaign.next_at - moment, NOTHING)


def write_to(campaign: Campaign, batch: list[Whom]) -> int:
    """Write to these recipients, but for those whose schools have no need any more; returns to how many."""
    of_invited = [school for each in batch if each.addressee == Addressee.INVITED for school in each.schools]
    locked = lock(of_invited)
    schools = schools_now(campaign, batch)
    letters: dict[str, list[tuple[Whom, Letter]]] = defaultdict(list)
    skipped: dict[Skipped, list[int]] = defaultdict(list)
    invite: list[tuple[Whom, SchoolNow]] = []
    for recipient in batch:
        asked = still_asked(recipient, schools)
        if isinstance(asked, Skipped):
            skipped[asked].append(recipient.pk)
        elif recipient.addressee == Addressee.INVITED:
            invite.append((recipient, asked[0]))
        else:
            say = to_tutor if recipient.addressee == Addressee.TUTOR else to_whom_it_is_told
            letters[recipient.addressee].append((recipient, say(campaign, recipient, asked)))

    kind = kind_of(campaign, Addressee.INVITED) if invite else ""
    contacts = {locked[school.pk]: recipient.email for recipient, school in invite}
    invitations = new_invitations(contacts, campaign.year, kind, by=THE_SERVICE) if invite else []
    for (recipient, school), (invitation, seed) in zip(invite, invitations, strict=True):
        letters[Addressee.INVITED].append((recipient, invited(campaign, recipient, school, invitation, seed)))

    for addressee, to_send in letters.items():
        messages = send_all(kind_of(campaign, addressee), [letter for _, letter in to_send])
        mark_written((recipient.pk, messages[letter.key]) for recipient, letter in to_send)
    for reason, ids in skipped.items():
        changed = {"state": Stands.SKIPPED, "skipped_because": reason, "email": ""}
        campaign.recipients.filter(pk__in=ids).update(**changed)
    return sum(map(len, letters.values()))


def lock(schools: list[int]) -> dict[int, School]:
    """Nobody becomes the tutor of a school while it is invited to nominate one."""
    found = School.objects.select_for_update(no_key=True).filter(pk__in=schools).order_by("pk") if schools else ()
    return {school.pk: school for school in found}


def mark_written(pairs: Iterable[tuple[int, int]]) -> None:
    recipients, messages = zip(*pairs, strict=True)
    with connection.cursor() as cursor:
        cursor.execute(WRITTEN, [list(recipients), list(messages)])
