"""Which appropriate bodies a school may choose."""

from django.db.models import Q, QuerySet

from manage_training.domain.organisations.models import AppropriateBody
from manage_training.domain.schools.models import School


def bodies_for(school: School, year: int) -> QuerySet[AppropriateBody]:
    """The bodies that may take on the school's new teachers of the year that starts in `year`, by name (rule P3).

    A body is listed for some types of school (none named: for all), and takes on new teachers from its first to its
    last year. That local authorities left the role, and who looks after independent schools, is data.
    """
    return AppropriateBody.objects.filter(
        Q(school_types=[]) | Q(school_types__contains=[school.type_code]),
        Q(last_year=None) | Q(last_year__gte=year),
        first_year__lte=year,
    )
