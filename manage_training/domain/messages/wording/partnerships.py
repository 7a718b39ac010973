"""Who trains a school: what a lead provider has reported, and what the school says to it."""

from manage_training.domain.messages.wording.kinds import Wording

WORDING = {
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
}
