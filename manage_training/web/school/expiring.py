"""Word to a school, two weeks before what its team has begun is thrown away. Rule T53."""

import re
from datetime import timedelta

from django.db import transaction

from manage_training.domain.accounts.memberships import tutors_of
from manage_training.domain.accounts.way_in import way_in
from manage_training.domain.clock import london_date, now
from manage_training.domain.dates import words
from manage_training.domain.messages.send import send
from manage_training.domain.schools.models import School
from manage_training.journeys.models import Draft
from manage_training.web.school.unfinished import REGISTRATIONS, somebody_in

WARNED_AFTER = timedelta(days=76)
OF_A_SCHOOL = re.compile(r"school (\d+)")


def warn_of_expiring() -> int:
    """Tell the tutors of a school of each registration that nobody has touched for 76 days, once for each time that it
    was left alone. Returns how many registrations that were.
    """
    drafts = Draft.objects.filter(
        journey__in=REGISTRATIONS, submitted_at=None, touched_at__lte=now() - WARNED_AFTER, expires_at__gt=now()
    )
    number = 0
    for draft in drafts.order_by("touched_at").iterator():
        if (found := OF_A_SCHOOL.fullmatch(draft.organisation)) and warn(draft, int(found[1])):
            number += 1
    return number


@transaction.atomic
def warn(draft: Draft, urn: int) -> bool:
    school = School.objects.filter(urn=urn).first()
    if school is None:
        return False
    touched = london_date(draft.touched_at)
    for tutor in tutors_of(school):
        send(
            "registration_expires",
            to=tutor.user.email,
            key=f"registration_expires {draft.pk} {touched} {tutor.pk}",
            school=school.pk,
            tutor_name=tutor.user.name,
            school_name=school.name,
            person=somebody_in(draft) or "somebody",
            touched=words(touched),
            expires=words(london_date(draft.expires_at)),
            way_in=way_in(tutor.user, draft.url),
        )
    return True
