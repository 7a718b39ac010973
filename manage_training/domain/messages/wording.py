"""Every message of the service: its subject, its text and the link it asks to follow.

Texts are plain. `{name}` stands for a value that the sender gives; `{link}`, `{code}`, `{support}` and `{service}` are
put in at sending. A link stands alone on its line, is the only one, and comes before whatever else the text asks.
Rules M1 and M2 in docs/rules/messages.md; what each sender must give is checked by `send` and by a test of all senders.
"""

from collections.abc import Set
from dataclasses import dataclass, replace
from datetime import timedelta
from enum import IntEnum
from functools import cached_property
from string import Formatter

LONGEST_WAIT = timedelta(hours=72)


class Lane(IntEnum):
    """How urgent a message is. The worker always takes from the first lane that has one."""

    FIRST = 20  # somebody is looking at their inbox now
    SOON = 10
    LATER = 0  # campaigns


@dataclass(frozen=True)
class Wording:
    """What a kind of message says. `link` is a path of this service in which `{token}` or a value may stand."""

    subject: str
    body: str
    link: str | None = None
    lane: Lane = Lane.SOON
    waits: timedelta = LONGEST_WAIT  # after this it is no use any more and is given up

    @cached_property
    def names(self) -> Set[str]:
        """Everything that the subject, the text and the link leave a place for."""
        parts = Formatter().parse("".join([self.subject, self.body, self.link or ""]))
        return {name for _, name, _, _ in parts if name}

    @cached_property
    def values(self) -> Set[str]:
        """What a sender gives."""
        return self.names - {"link", "token", "code", "support", "service"}

    @cached_property
    def has_secret(self) -> bool:
        """Whether it carries a token or a code, for which the sender gives the seed."""
        return not self.names.isdisjoint({"token", "code"})


# Below every text, so that nobody who got it by mistake is left alone with it.
FOOTER = """

If you need help, or this email is not meant for you, write to {support}

{service}
"""

WORDING: dict[str, Wording] = {
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
    "answer_saved": Wording(
        "Your answer for {school_name} is saved",
        """\
We asked if you expect any early career teachers to join {school_name} in {year_name}. You answered: {answer}

You can change your answer at any time. Find your school in our service and we will send you a new link:

{link}

If you did not answer this, write to {support}""",
        link="/find-your-school/",
    ),
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
    "partnership_reported": Wording(
        "{provider_name} has confirmed that it trains the ECTs of {school_name}",
        """\
Dear {tutor_name}

{provider_name} has told us that it trains the early career teachers (ECTs) and mentors of {school_name} in {year_name}.

Training provider: {provider_name}
Delivery partner: {partner_name}

{what_changes}

If this is right, you do not need to answer this email. {what_is_left}

If it is wrong, tell us by the end of {last_day}:

{link}

You do not need to sign in for that. Anyone with the link can answer for your school, so only forward it to somebody who may.""",
        link="/partnerships/{token}/",
    ),
    "partnership_reported_to_contact": Wording(
        "{provider_name} has confirmed that it trains the ECTs of {school_name}",
        """\
{provider_name} has told us that it trains the early career teachers (ECTs) and mentors of {school_name} in {year_name}.

Training provider: {provider_name}
Delivery partner: {partner_name}

{what_changes}

If it is wrong, tell us by the end of {last_day}:

{link}

You do not need to sign in for that. Anyone with the link can answer for your school, so only forward it to somebody who may.

If it is right, your school still needs an induction tutor, who registers your ECTs and mentors. You have another email from us, with a link to nominate somebody.""",
        link="/partnerships/{token}/",
    ),
    "partnership_reminder": Wording(
        "Is {provider_name} the training provider of {school_name}?",
        """\
Dear {tutor_name}

A week ago {provider_name} told us that it trains the early career teachers (ECTs) and mentors of {school_name} in {year_name}.

Training provider: {provider_name}
Delivery partner: {partner_name}

If this is right, you do not need to answer this email. If it is wrong, sign in and tell us by the end of {last_day}:

{link}""",
        link="{way_in}",
    ),
    "partnership_reminder_to_contact": Wording(
        "Is {provider_name} the training provider of {school_name}?",
        """\
A week ago {provider_name} told us that it trains the early career teachers (ECTs) and mentors of {school_name} in {year_name}.

Training provider: {provider_name}
Delivery partner: {partner_name}

If it is wrong, tell us by the end of {last_day}, with the link in the email that we sent you then.

If it is right, your school still needs an induction tutor, who registers your ECTs and mentors. We can send you a new link to nominate somebody:

{link}""",
        link="/find-your-school/{urn}/",
    ),
    "partnership_challenged": Wording(
        "{school_name} says that your partnership is wrong",
        """\
{school_name} (URN {urn}) has told us that you do not train its early career teachers and mentors in {year_name}.

Training provider: {provider_name}
Delivery partner: {partner_name}
Their reason: {reason}

The partnership has ended, and the school’s people are no longer with you. Talk to the school. If you do train them, report the school again. If you cannot reach the school, write to {support}""",
    ),
    "partnership_is_right_again": Wording(
        "{school_name} has taken back what it said of your partnership",
        """\
{school_name} (URN {urn}) had told us that you do not train its early career teachers and mentors in {year_name}. It has taken that back.

Training provider: {provider_name}
Delivery partner: {partner_name}

The partnership goes on, and the school’s people are with you again. You do not need to do anything. If this is not what you agreed with the school, write to {support}""",
    ),
    "you_have_challenged": Wording(
        "{school_name} has told us that {provider_name} does not train it",
        """\
Dear {tutor_name}

Somebody at {school_name}, maybe you, has told us that this is wrong for {year_name}:

Training provider: {provider_name}
Delivery partner: {partner_name}
Reason given: {reason}

We have told {provider_name}. Until a training provider confirms your school, your early career teachers and mentors of {year_name} have none.

If this was a mistake, you can undo it until the end of {last_day}, after signing in:

{link}""",
        link="{way_in}",
    ),
    "school_has_changed": Wording(
        "{school_name} is changing how it trains its ECTs in {year_name}",
        """\
{school_name} (URN {urn}) has told us that it changes how it trains early career teachers in {year_name}:

{what_changes}

Training provider until now: {provider_name}
Delivery partner until now: {partner_name}

People whose training belongs to an earlier year stay with you. If you did not expect this, talk to the school or write to {support}""",
    ),
    # Campaigns: one person may be asked about several schools, so all of them are listed.
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

You told us that you expect early career teachers (ECTs) in {year_name}. We do not know yet which appropriate body they will have at:

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
