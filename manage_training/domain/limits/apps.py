from django.apps import AppConfig


class Limits(AppConfig):
    name = "manage_training.domain.limits"
