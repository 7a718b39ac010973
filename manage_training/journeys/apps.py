from django.apps import AppConfig


class Journeys(AppConfig):
    name = "manage_training.journeys"
