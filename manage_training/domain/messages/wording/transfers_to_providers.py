"""Teachers who change school: to the lead providers that train them."""

from manage_training.domain.messages.wording.kinds import Wording

WORDING = {
    "provider_teacher_joins": Wording(
        "{teacher_name} joins {school_name}",
        """\
Dear {provider_name}

{teacher_name} joins {school_name}, where you and {partner_name} are to train them.

Role: {role_name}
Reference: {reference}
First day there: {first_day}

They have begun their training or mentoring elsewhere. If you do not expect this, write to {support}""",
    ),
    "provider_teacher_leaves": Wording(
        "{teacher_name} leaves {school_name}",
        """\
Dear {provider_name}

{teacher_name} leaves {school_name} to join a school where you will not train them.

Role: {role_name}
Reference: {reference}
Last day there: {last_day}

Your training of them ends with that day. If you do not expect this, write to {support}""",
    ),
    "provider_teacher_changes_school": Wording(
        "{teacher_name} changes school and stays with you",
        """\
Dear {provider_name}

{teacher_name}, whom you train, {what_happens}.

Role: {role_name}
Reference: {reference}
First day there: {first_day}
Delivery partner from then on: {partner_name}

If you do not expect this, write to {support}""",
    ),
    "provider_transfer_undone": Wording(
        "The transfer of {teacher_name} was undone",
        """\
Dear {provider_name}

We have told you that {teacher_name} changes school. The school that told us so has taken it back:

{what}

If you do not expect this, write to {support}""",
    ),
    "provider_last_day_corrected": Wording(
        "The last day of {teacher_name} at {school_name} has changed",
        """\
Dear {provider_name}

{school_name} has corrected the last day of {teacher_name} there. It is now {last_day}, and your training of them ends with it.

Reference: {reference}

If you do not expect this, write to {support}""",
    ),
}
