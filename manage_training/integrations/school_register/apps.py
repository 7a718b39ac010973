from django.apps import AppConfig


class SchoolRegister(AppConfig):
    """An app for its commands alone: they join the register's files to the domain, which knows neither."""

    name = "manage_training.integrations.school_register"
