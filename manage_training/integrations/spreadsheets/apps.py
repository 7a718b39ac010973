from django.apps import AppConfig


class Spreadsheets(AppConfig):
    name = "manage_training.integrations.spreadsheets"
