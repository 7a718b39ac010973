from django.apps import AppConfig


class Partnerships(AppConfig):
    name = "manage_training.domain.partnerships"
