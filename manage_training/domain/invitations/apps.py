from django.apps import AppConfig


class Invitations(AppConfig):
    name = "manage_training.domain.invitations"
