from django.apps import AppConfig


class Schools(AppConfig):
    name = "manage_training.domain.schools"
