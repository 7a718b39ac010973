from django.apps import AppConfig


class Messages(AppConfig):
    name = "manage_training.domain.messages"
