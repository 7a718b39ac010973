from django.apps import AppConfig


class Cases(AppConfig):
    name = "manage_training.domain.cases"
