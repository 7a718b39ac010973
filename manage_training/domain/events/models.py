import pgtrigger
from django.db import models

# pgtrigger's own Protect raises an error without a name, which nobody could tell from any other.
REFUSE = """
    RAISE EXCEPTION 'An event is never changed or deleted.'
    USING ERRCODE = 'restrict_violation', CONSTRAINT = 'an_event_is_never_changed_or_deleted', TABLE = TG_TABLE_NAME;
"""


class Event(models.Model):
    """Something that happened: who did what for whom, and when. Rows are only ever added; a trigger refuses the rest.

    It holds kinds, ids, codes and days, never names, addresses or dates of birth: whoever shows an event resolves the
    ids then. Rules M8 and M9.
    """

    kind = models.CharField(max_length=60)
    actor_kind = models.CharField(max_length=20)
    actor_id = models.BigIntegerField(null=True)
    acting_as = models.CharField(max_length=60, blank=True)
    subject_kind = models.CharField(max_length=40)
    subject_id = models.BigIntegerField()
    school_id = models.BigIntegerField(null=True)  # a plain number: events stand below schools
    details = models.JSONField(default=dict)
    at = models.DateTimeField()

    class Meta:
        indexes = [
            models.Index(fields=["school_id", "-id"], name="what_has_happened_at_a_school"),
            models.Index(fields=["subject_kind", "subject_id", "-id"], name="what_has_happened_to_this"),
        ]
        triggers = [
            # TRUNCATE is not among them, or tests could not clear their tables: the web's role has no right to it (M9).
            pgtrigger.Trigger(
                name="an_event_is_never_changed_or_deleted",
                when=pgtrigger.Before,
                operation=pgtrigger.Update | pgtrigger.Delete,
                func=REFUSE,
            ),
        ]

    def __str__(self) -> str:
        return f"{self.kind} of {self.subject_kind} {self.subject_id}"
