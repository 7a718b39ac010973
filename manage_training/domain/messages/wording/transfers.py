"""Teachers who change school: to the tutors of both, and to themselves."""

from manage_training.domain.messages.wording.kinds import Wording

WORDING = {
    "you_are_moving": Wording(
        "{school_name} has told us that you join it",
        """\
Dear {teacher_name}

{school_name} has told us that you join it.

Your role: {role_name}
Your first day there: {first_day}
Your training: {training}

What you have done so far counts. You do not need to do anything now. If a training provider trains you, it will write to you at this address.

Read what is kept about you and who can see it:

{link}

If this is not right, talk to the induction tutor of {school_name}, or write to {support}""",
        link="/privacy/",
    ),
    "teacher_is_joining": Wording(
        "{teacher_name} joins {school_name}",
        """\
Dear {tutor_name}

{teacher_name} has been transferred to {school_name}.

Reference: {reference}
Start date: {first_day}
Training: {training}

Keep this email as proof. You can see their record, and what is still to do, after signing in:

{link}

If this was a mistake, you can undo it there until {undo_until}, as long as nothing else about them has changed.

This service does not tell the appropriate body. If {teacher_name} is an early career teacher, make sure that your appropriate body knows.""",
        link="{way_in}",
    ),
    "teacher_is_leaving": Wording(
        "{teacher_name} is moving to another school",
        """\
Dear {tutor_name}

Another school has told us that {teacher_name} joins it. Their last day at {school_name} is {last_day}.

What this means:

{what_changes}

You do not need to do anything if this is right. If the last day is not right, you can correct it until {correct_until}. If they are not moving at all, tell us that this is a mistake. You can do both on their record, after signing in:

{link}""",
        link="{way_in}",
    ),
    "you_are_not_moving": Wording(
        "You are not moving to {school_name}",
        """\
Dear {teacher_name}

{school_name} has told us that it was a mistake that you join it. Your registration is as it was before.

You do not need to do anything. If you do join {school_name}, talk to its induction tutor, or write to {support}""",
    ),
    "transfer_undone": Wording(
        "The transfer of {teacher_name} is undone",
        """\
Dear {tutor_name}

The transfer of {teacher_name} to {school_name} has been undone. They are no longer on your list, and everything at the school they came from is as it was.

If they do join you, add them again:

{link}""",
        link="{way_in}",
    ),
    "teacher_is_not_leaving": Wording(
        "{teacher_name} is not moving to another school",
        """\
Dear {tutor_name}

We told you that {teacher_name} is moving to another school. That school has taken this back, so everything at {school_name} is as it was before: training, mentor and last day. {last_day}

You can see their record after signing in:

{link}""",
        link="{way_in}",
    ),
    "last_day_corrected": Wording(
        "The last day of {teacher_name} at {school_name} has changed",
        """\
Dear {tutor_name}

The last day of {teacher_name} at {school_name} is now {last_day}.

What this means:

{what_changes}

You can see their record after signing in:

{link}

If you do not expect this change, write to {support}""",
        link="{way_in}",
    ),
    "transfer_called_a_mistake": Wording(
        "You told us that {teacher_name} is not moving",
        """\
Dear {tutor_name}

Somebody at {school_name} told us that it is a mistake that {teacher_name} moves to another school. The reason given: {reason}.

The Department for Education finds out with both schools. Nothing changes until then: the last day that you see stays.

You can see their record after signing in:

{link}""",
        link="{way_in}",
    ),
    "transfer_doubted": Wording(
        "Check the transfer of {teacher_name}",
        """\
Dear {tutor_name}

{teacher_name} has been transferred to {school_name}. The school that they come from says that this is a mistake. The reason given: {reason}.

If they do join you, you do not need to do anything: the Department for Education finds out with both schools. If it was a mistake, undo the transfer on their record, after signing in:

{link}""",
        link="{way_in}",
    ),
    "another_school_was_faster": Wording(
        "Another school has reported {teacher_name} too",
        """\
Dear {tutor_name}

Somebody at {school_name} reported that {teacher_name} joins it. While they did so, another school reported the same teacher, and its report came first. So nothing has changed for your school.

The Department for Education finds out with both schools. If {teacher_name} joins you later than that other school, add them again, with that start date:

{link}""",
        link="{way_in}",
    ),
}
