from django.db import transaction

from manage_training.domain.clock import now, today
from manage_training.domain.dates import words
from manage_training.domain.events.actor import Actor
from manage_training.domain.events.record import record
from manage_training.domain.invitations.find import is_expired
from manage_training.domain.invitations.models import Invitation
from manage_training.domain.invitations.situation import NEEDS_A_TUTOR, refuse_unless
from manage_training.domain.messages.send import send
from manage_training.domain.programmes.answer import expect_teachers
from manage_training.domain.programmes.models import Expects
from manage_training.domain.refusal import Refusal
from manage_training.domain.schools.models import School


@transaction.atomic
def answer(invitation: Invitation, expects: Expects, *, by: Actor) -> None:
    """Save whether the invitation's school expects early career teachers in its year (rule I4).

    The same link changes the answer for as long as it lives and the school has no tutor. "No" and "We do not know yet"
    are confirmed to the contact, once a day each; "Yes" leads on to a nomination, which has its own confirmation.
    Raises `Refusal` where the link has expired or somebody is registered.
    """
    invitation.school = School.objects.select_for_update(no_key=True).get(pk=invitation.school_id)
    refuse_unless_it_still_opens(invitation)

    expect_teachers(invitation.school, invitation.year, expects, by=by)
    invitation.answer, invitation.answered_at = expects, now()
    invitation.opened_at = invitation.opened_at or invitation.answered_at
    invitation.save(update_fields=["answer", "answered_at", "opened_at"])
    record("invitation_answered", about=invitation, by=by, school=invitation.school_id, answer=str(expects))
    if expects != Expects.YES:
        send(
            "answer_saved",
            to=invitation.sent_to,
            key=f"invitation {invitation.pk} answered {expects} {today()}",
            school=invitation.school_id,
            school_name=invitation.school.name,
            year_name=str(invitation.year),
            answer=Expects(expects).label,
        )


def refuse_unless_it_still_opens(invitation: Invitation) -> None:
    """Raise the `Refusal` of a link whose time is over, or whose school needs it no more."""
    if is_expired(invitation):
        raise Refusal(f"This link stopped working after {words(invitation.expires_on)}. Ask for a new one.")
    refuse_unless(invitation.school, NEEDS_A_TUTOR)
