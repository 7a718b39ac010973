from django.apps import AppConfig


class Programmes(AppConfig):
    name = "manage_training.domain.programmes"
