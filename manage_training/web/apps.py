from django.apps import AppConfig


class Web(AppConfig):
    name = "manage_training.web"
