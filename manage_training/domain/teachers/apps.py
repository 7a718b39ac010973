from django.apps import AppConfig


class Teachers(AppConfig):
    name = "manage_training.domain.teachers"
