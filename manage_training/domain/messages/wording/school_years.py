"""What a school has said of how it trains its people in a year."""

from manage_training.domain.messages.wording.kinds import Wording

WORDING = {
    "training_submitted": Wording(
        "You have submitted training information for {school_name}",
        """\
Dear {tutor_name}

You told us how {school_name} will run its training in {year_name}:

{programme_name}

What to do next:

{next_steps}

You can see and change your answers after signing in:

{link}

This registration is for training based on the Early Career Framework only. Each early career teacher must be registered with an appropriate body too.""",
        link="{way_in}",
    ),
    "programme_changed": Wording(
        "The programme of {school_name} has changed",
        """\
Dear {tutor_name}

The programme of {school_name} for {year_name} is now:

{programme_name}

You can see what this means for your early career teachers and mentors after signing in:

{link}

If you do not expect this change, write to {support}""",
        link="{way_in}",
    ),
    "appropriate_body_changed": Wording(
        "The appropriate body of {school_name} has changed",
        """\
Dear {tutor_name}

The appropriate body of {school_name} for {year_name} is now:

{body_name}

Changing it here does not register your early career teachers with the appropriate body. If you have not done that, contact them.

You can see and change it after signing in:

{link}""",
        link="{way_in}",
    ),
}
