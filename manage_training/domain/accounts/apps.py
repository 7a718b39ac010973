from django.apps import AppConfig


class Accounts(AppConfig):
    name = "manage_training.domain.accounts"
