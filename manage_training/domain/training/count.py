from datetime import date

from django.db.models import Count, IntegerField, OuterRef, Q, Subquery
from django.db.models.functions import Coalesce

from manage_training.domain.schools.models import School
from manage_training.domain.training.models import Placement


def people_of_year(school: School | int, today: date) -> Coalesce:
    """How many people a school has whose training belongs to a year (rule T7), to annotate a query of years with.

    It counts early career teachers and mentors who are at the school or will join, each once; a mentor without training
    in the year that their placement names.
    """
    here = Placement.objects.in_force().not_over(today).filter(school=school)
    of_the_year = Q(training__year=OuterRef("pk"), training__voided_at=None) | Q(year=OuterRef("pk"))
    number = here.filter(of_the_year).order_by().values("school").annotate(people=Count("teacher", distinct=True))
    return Coalesce(Subquery(number.values("people"), output_field=IntegerField()), 0)
