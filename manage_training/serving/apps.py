from django.apps import AppConfig


class Serving(AppConfig):
    name = "manage_training.serving"
