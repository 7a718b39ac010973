from django.apps import AppConfig


class Training(AppConfig):
    name = "manage_training.domain.training"
