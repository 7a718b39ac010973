from django.contrib.postgres.fields import ArrayField
from django.db import models


class Limit(models.Model):
    """When one person, address or school did something that is limited. The key is a keyed hash, never an address."""

    key = models.CharField(max_length=100, primary_key=True)
    used_at = ArrayField(models.DateTimeField())  # only those that still count, oldest first
    forget_at = models.DateTimeField()  # the moment when none of them counts any more

    class Meta:
        indexes = [models.Index(fields=["forget_at"], name="limits_that_have_passed")]

    def __str__(self) -> str:
        return self.key
