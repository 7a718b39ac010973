from django.apps import AppConfig


class AcademicYears(AppConfig):
    name = "manage_training.domain.academic_years"
