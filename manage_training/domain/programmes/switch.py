from collections.abc import Collection

from django.db.models import F

from manage_training.domain.academic_years.models import AcademicYear, Programme
from manage_training.domain.bulk import among, insert_all
from manage_training.domain.clock import now
from manage_training.domain.events.actor import Actor
from manage_training.domain.events.record import Happened, record_all
from manage_training.domain.programmes.models import Expects, SchoolYear

Before = str | None  # a programme; None where the school had not said how it runs its training


def switch_to_provider(schools: Collection[int], year: AcademicYear, *, by: Actor) -> dict[int, Before]:
    """Let schools use a training provider that DfE funds, as one has confirmed them, whatever they had answered.

    Returns the programme before of each school, by its id, that had another or none. Their appropriate bodies stay. The
    caller has locked the schools, and tells them. The same few statements however many there are. Rule B8.
    """
    answered = SchoolYear.objects.filter(school__in=among(schools), year=year)
    answers = {each.school_id: each for each in answered}
    # Whoever was planned to train them is answered by who does.
    planned = [each.pk for each in answers.values() if each.planned_lead_provider_id]
    SchoolYear.objects.filter(pk__in=planned).update(planned_lead_provider=None)

    other = [each for each in answers.values() if each.programme != Programme.FULL_INDUCTION]
    switched: dict[str, object] = {
        "expects": Expects.YES,
        "programme": Programme.FULL_INDUCTION,
        "answered_by": None,
        "answered_at": now(),
    }
    SchoolYear.objects.filter(pk__in=[each.pk for each in other]).update(
        **switched, materials=None, version=F("version") + 1
    )
    silent = [school for school in schools if school not in answers]
    new = insert_all(
        SchoolYear, [{"school_id": each} for each in silent], all_with={"year_id": year.pk, "version": 1, **switched}
    )

    before: dict[int, Before] = {each.school_id: each.programme for each in other} | dict.fromkeys(silent)
    rows = {each.school_id: each.pk for each in other} | dict(zip(silent, new, strict=True))
    said = {"year": year.start, "programme": Programme.FULL_INDUCTION}
    record_all(
        "programme_switched",
        SchoolYear,
        [Happened(pk, school, said | {"before": before[school]}) for school, pk in rows.items()],
        by=by,
    )
    return before
