"""People who are registered: to their tutors, and to themselves."""

from manage_training.domain.messages.wording.kinds import Wording

WORDING = {
    "person_registered": Wording(
        "You have registered {teacher_name}",
        """\
Dear {tutor_name}

You have registered {teacher_name} at {school_name}.

Reference: {reference}
Role: {role_name}
Start date: {first_day}
Academic year: {year_name}

Keep this email as proof. You can see their record, and what is still to do, after signing in:

{link}

This service does not register anybody with an appropriate body. If {teacher_name} is an early career teacher, make sure that this is done too.""",
        link="{way_in}",
    ),
    "you_are_registered": Wording(
        "{school_name} has registered you for training",
        """\
Dear {teacher_name}

{school_name} has registered you for training based on the Early Career Framework (ECF).

Your role: {role_name}
Your first day: {first_day}
Academic year: {year_name}

You do not need to do anything now. If your school uses a training provider, it will write to you at this address.

We keep your name, teacher reference number (TRN), this email address and the dates of your training. Your school, your training provider, your appropriate body and the Department for Education can see them. Read how they are used, and what you can ask for:

{link}

If something is not right, or you want to know what is kept about you, ask the induction tutor of your school or write to {support}""",
        link="/privacy/",
    ),
    "person_state_changed": Wording(
        "{person_name}: {after}",
        """\
Dear {tutor_name}

We have looked at the teaching record of {person_name} at {school_name} again.

Until now: {before}
From now on: {after}
What to do next: {what_to_do}

You can see their record after signing in:

{link}""",
        link="{way_in}",
    ),
    "details_differ": Wording(
        "Check the details of {person_name}",
        """\
Dear {tutor_name}

You registered {person_name} at {school_name} when the teaching record did not answer. It has answered now:

{what_differs}

Ask {person_name} for their TRN and date of birth as they stand on their own teaching record. If you entered something else, correct it here:

{link}

If what you entered is right, you do not need to do anything. They stay registered, and we look again every night.""",
        link="{way_in}",
    ),
    "details_needed_again": Wording(
        "We need the details of {person_name} again",
        """\
Dear {tutor_name}

We could not find the teaching record of {person_name} at {school_name} for 90 days, and have deleted their date of birth, as we keep it no longer than that.

Ask {person_name} for their TRN and date of birth as they stand on their own teaching record. Then enter both here:

{link}

Until then they stay registered, with their details to be checked.""",
        link="{way_in}",
    ),
    "registered_at_another_school_too": Wording(
        "{person_name} is registered at another school too",
        """\
Dear {tutor_name}

{person_name} is registered as an early career teacher at {school_name}, and at another school on the same days. They can only be at one.

If they are not at {school_name}, remove their registration:

{link}

If they are, you do not need to do anything. They stay registered, and the Department for Education finds out with both schools where they are.""",
        link="{way_in}",
    ),
    "your_registration_changed": Wording(
        "Your registration at {school_name} has changed",
        """\
Dear {teacher_name}

{school_name} has changed your {what} in this service. It is now:

{value}

You do not need to do anything. If this is not right, talk to the induction tutor of {school_name}, or write to {support}""",
    ),
    "your_registration_was_a_mistake": Wording(
        "You are no longer registered at {school_name}",
        """\
Dear {teacher_name}

{school_name} has told us that it registered you as {role_name} by mistake, so we have taken that registration out.

You do not need to do anything. If you are {role_name} at {school_name}, talk to its induction tutor, or write to {support}""",
    ),
    "registration_expires": Wording(
        "You have not finished registering {person}",
        """\
Dear {tutor_name}

Somebody at {school_name} began to register {person} and has not finished. Nobody has worked on it since {touched}.

You can go on where it was left, or throw it away:

{link}

If nobody goes on with it, we throw it away on {expires}.""",
        link="{way_in}",
    ),
}
