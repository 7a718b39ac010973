from django.db import models


class Limit(models.Model):
    """How full one person's, address's or school's allowance is. The key is a keyed hash, never an address."""

    key = models.CharField(max_length=100, primary_key=True)
    full_until = models.DateTimeField()  # the moment when nothing of the allowance is used any more

    class Meta:
        indexes = [models.Index(fields=["full_until"], name="limits_that_have_passed")]

    def __str__(self) -> str:
        return self.key
