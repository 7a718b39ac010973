"""Campaigns: one person may be asked about several schools, so all of them are listed."""

from dataclasses import replace

from manage_training.domain.messages.wording.kinds import Lane, Wording

WORDING = {
    "tell_us_about_ects": Wording(
        "Tell us about your ECTs for {year_name}",
        """\
Dear {tutor_name}

Registration for {year_name} is open. We need to know if you expect any early career teachers (ECTs), and if you plan to change how you run training for them, at:

{schools}

Sign in with your email address to tell us:

{link}

It should only take a few minutes. You can do this later if you do not have the information you need yet, and you can change your answers.

If you are no longer the induction tutor, sign in and name the person who is.""",
        link="{way_in}",
        lane=Lane.LATER,
    ),
    "tutor_was_asked_about_ects": Wording(
        "We have asked your induction tutor about ECTs for {year_name}",
        """\
Registration for {year_name} is open. We have asked the induction tutor if they expect any early career teachers (ECTs), and if they plan to change how training is run, at:

{schools}

The induction tutor answers for the school, so you do not need to. Check that the name is right, and that they have seen our email.

If you are the induction tutor, or should be, find out how to get in:

{link}""",
        link="{page}",
        lane=Lane.LATER,
    ),
    "tell_us_who_your_tutor_is": Wording(
        "Tell us about ECTs at {school_name} for {year_name}",
        """\
Registration for {year_name} is open. We need to know if {school_name} expects any early career teachers (ECTs), and how it will train them.

{school_name} has no induction tutor in this service yet. Use this link to tell us if you expect any ECTs, and who your induction tutor is:

{link}

It should only take a few minutes. The link works until the end of {last_day}. After that you can ask for a new one.

If you are not the right person, forward this email to whoever decides who the induction tutor is. Anyone with the link can answer for your school.""",
        link="/invitations/{token}/",
        lane=Lane.LATER,
    ),
    "tell_us_your_appropriate_body": Wording(
        "Tell us who your appropriate body is for {year_name}",
        """\
Dear {tutor_name}

As far as we know, you expect early career teachers (ECTs) in {year_name}. We do not know yet which appropriate body they will have at:

{schools}

If you have appointed one, sign in and tell us which:

{link}

If you have not, contact a teaching school hub in your area. Each ECT must be registered with an appropriate body before their induction starts, and telling us does not register them.""",
        link="{way_in}",
        lane=Lane.LATER,
    ),
}


def reminder(kind: str) -> Wording:
    """The same again to who has not answered, under a subject that says so."""
    first = WORDING[kind]
    return replace(first, subject=f"Reminder: {first.subject[:1].lower()}{first.subject[1:]}")


WORDING |= {
    "tell_us_about_ects_reminder": reminder("tell_us_about_ects"),
    "tutor_was_asked_about_ects_reminder": reminder("tutor_was_asked_about_ects"),
    "tell_us_who_your_tutor_is_reminder": reminder("tell_us_who_your_tutor_is"),
    "tell_us_your_appropriate_body_reminder": reminder("tell_us_your_appropriate_body"),
}
