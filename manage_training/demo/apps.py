from django.apps import AppConfig


class Demo(AppConfig):
    name = "manage_training.demo"
