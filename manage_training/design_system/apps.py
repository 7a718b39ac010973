from django.apps import AppConfig


class DesignSystem(AppConfig):
    name = "manage_training.design_system"
