"""Signing in, and being an induction tutor."""

from datetime import timedelta

from manage_training.domain.messages.wording.kinds import Lane, Wording

WORDING = {
    "sign_in": Wording(
        "Sign in to {service}",
        """\
Use this link to sign in:

{link}

The link works once, within 60 minutes, on any device.

Or type this code on the page where you asked to sign in, within 10 minutes:

{code}

If you did not ask to sign in, you can ignore this email. Nobody can sign in without it, so do not forward it.""",
        link="/sign-in/{token}/",
        lane=Lane.FIRST,
        waits=timedelta(minutes=60),
    ),
    "how_to_get_in": Wording(
        "You asked to sign in to {service}",
        """\
Somebody, probably you, asked to sign in to this service with this email address. We do not have an account for it.

If you use another email address at work, try that one.

If your school has not registered yet, or you should be its induction tutor, start by finding your school:

{link}

If you did not ask to sign in, you can ignore this email.""",
        link="/find-your-school/",
        lane=Lane.FIRST,
    ),
    "you_are_no_longer_induction_tutor": Wording(
        "You are no longer the induction tutor for {school_name}",
        """\
Dear {tutor_name}

You are no longer the induction tutor for {school_name} in this service, so you cannot sign in for this school any more.

You do not need to do anything. If this is a mistake, talk to the school, or write to {support}""",
    ),
    "tutor_details_corrected": Wording(
        "Your details as induction tutor for {school_name} have changed",
        """\
Dear {tutor_name}

Your details as the induction tutor for {school_name} are now:

Name: {tutor_name}
Email address: {tutor_email}

From now on, sign in with this email address:

{link}

If you do not expect this change, write to {support} at once.""",
        link="{way_in}",
    ),
}
