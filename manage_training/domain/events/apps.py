from django.apps import AppConfig


class Events(AppConfig):
    name = "manage_training.domain.events"
