from django.apps import AppConfig


class Organisations(AppConfig):
    name = "manage_training.domain.organisations"
