"""Asking a school to nominate its induction tutor, and what becomes of a nomination."""

from manage_training.domain.messages.wording.kinds import Wording

WORDING = {
    "invitation_to_nominate": Wording(
        "Nominate an induction tutor for {school_name}",
        """\
{school_name} can register early career teachers (ECTs) for training based on the Early Career Framework.

Use this link to tell us if you expect any ECTs this academic year, and who your induction tutor is:

{link}

It should only take a few minutes. The link works until the end of {last_day}. After that you can ask for a new one.

If you are not the right person, forward this email to whoever decides who the induction tutor is. Anyone with the link can answer for your school.""",
        link="/invitations/{token}/",
    ),
    "nominated_confirmation": Wording(
        "You nominated an induction tutor for {school_name}",
        """\
You nominated {tutor_name} ({tutor_email}) as the induction tutor for {school_name}.

We have told them how to sign in and set up training for your early career teachers. You do not need to do anything else.

If you did not do this, or the name or email address is wrong, write to {support} and say which school you are from.""",
    ),
    "you_are_induction_tutor": Wording(
        "You are the induction tutor for {school_name}",
        """\
Dear {tutor_name}

You have been nominated as the induction tutor for {school_name}.

Sign in with your email address to set up training for your early career teachers (ECTs) and tell us who will take part:

{link}

You will be asked to read our privacy notice first, and then how your school wants to run its training.

Your school must do this before your ECTs can start their training. Each ECT must also be registered with an appropriate body, which this service does not do.""",
        link="{way_in}",
    ),
    "nomination_waits": Wording(
        "You have been nominated as induction tutor for {school_name}",
        """\
Dear {tutor_name}

You have been nominated as the induction tutor for {school_name}.

Your email address is not one we know to belong to the school, so we have asked the school's contact to confirm it. You do not need to do anything now. We will write to you when they have answered.

If you do not hear from us by {last_day}, ask the school's office to look for our email, or write to {support}""",
    ),
    "confirm_nomination": Wording(
        "Confirm the induction tutor for {school_name}",
        """\
{tutor_name} ({tutor_email}) has been nominated as the induction tutor for {school_name}.

Their email address is not one we know to belong to your school, so we need you to confirm it. Use this link to say if this is right:

{link}

The link works until the end of {last_day}. Until you confirm, they cannot sign in for your school.""",
        link="/nominations/{token}/",
    ),
    "nomination_declined": Wording(
        "Your nomination for {school_name} was not confirmed",
        """\
Dear {tutor_name}

The contact for {school_name} did not confirm you as the school's induction tutor, so you cannot sign in for this school.

If you think this is a mistake, talk to the school. They can nominate you again, and their contact will be asked again:

{link}""",
        link="/find-your-school/",
    ),
    "nomination_expired": Wording(
        "Your nomination for {school_name} has expired",
        """\
Dear {tutor_name}

The contact for {school_name} did not answer in time when we asked them to confirm you as the school's induction tutor.

The school can nominate you again. They start by finding the school in our service:

{link}""",
        link="/find-your-school/",
    ),
    "nomination_not_answered": Wording(
        "The nomination of an induction tutor for {school_name} has expired",
        """\
We asked you to confirm {tutor_name} as the induction tutor for {school_name}. Nobody answered in time, so they cannot sign in for your school.

You can nominate them again, or somebody else. Start by finding your school in our service:

{link}""",
        link="/find-your-school/",
    ),
    "answer_saved": Wording(
        "Your answer for {school_name} is saved",
        """\
We asked if you expect any early career teachers to join {school_name} in {year_name}. You answered: {answer}

You can change your answer at any time. Find your school in our service and we will send you a new link:

{link}

If you did not answer this, write to {support}""",
        link="/find-your-school/",
    ),
}
