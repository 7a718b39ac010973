from django.apps import AppConfig


class Campaigns(AppConfig):
    name = "manage_training.domain.campaigns"
