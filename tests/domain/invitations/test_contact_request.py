from manage_training.domain.cases.models import Case
from manage_training.domain.invitations.contact_request import ask_for_another_contact
from tests.factories.invitations import SOMEBODY
from tests.factories.schools import a_school


def test_what_somebody_writes_whom_we_cannot_reach_is_kept_as_a_case():
    """Rule I9."""
    hilltop = a_school("Hilltop School")
    ask_for_another_contact(
        hilltop, name="Hilary Top", email="hilary@hilltop.example", message="Our address has changed.", by=SOMEBODY
    )
    case = Case.objects.get()
    assert (case.school, case.reply_to) == (hilltop, "hilary@hilltop.example")
    assert "Hilary Top" in case.words
    assert "Our address has changed." in case.words
