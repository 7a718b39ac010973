"""Every limit of the service that is kept in the database, in one table.

How many requests of any kind a session or an address may make is counted in the web processes instead: web/traffic.py.
"""

from dataclasses import dataclass
from datetime import timedelta


@dataclass(frozen=True)
class Allowance:
    """So many times within any stretch of so long; `words` tell who has used it up what is so and what to do next."""

    times: int
    per: timedelta
    words: str


ASKED_OFTEN = "You have asked for several sign-in emails. Use the newest one, or ask for another in {wait}."

LIMITS = {
    # A whole school sits behind one internet address, so a training room of thirty may ask in the same minute.
    "sign-in emails to one internet connection": Allowance(
        30,
        timedelta(minutes=6),
        "Many people on your internet connection have just asked to sign in. Try again in {wait}.",
    ),
    "sign-in emails to one address": Allowance(3, timedelta(minutes=10), ASKED_OFTEN),
    "sign-in emails to one address in an hour": Allowance(10, timedelta(hours=1), ASKED_OFTEN),
    "how-to-get-in emails to one address": Allowance(3, timedelta(days=1), "We have told you how to get in."),
    "sign-in codes tried for one address": Allowance(
        20,
        timedelta(days=1),
        "You have entered too many codes today. Use the link in the email instead.",
    ),
    "invitations to one school": Allowance(
        1, timedelta(minutes=5), "We have just sent an email to this school. You can ask for another in {wait}."
    ),
    "invitations to one school in a day": Allowance(
        5, timedelta(hours=24), "We have sent 5 emails to this school in 24 hours. You can ask for another in {wait}."
    ),
    "requests about one school's contact in a day": Allowance(
        5,
        timedelta(hours=24),
        "We have had 5 requests about this school in 24 hours and will look at them. You can write again in {wait}.",
    ),
    "downloads of a school's people": Allowance(
        20,
        timedelta(hours=1),
        "You have downloaded the list 20 times in an hour. Use the file you have, or download it again in {wait}.",
    ),
    # GOV.UK Notify takes 3,000 requests a minute; what stays free is for sign-in messages and for look-ups.
    "emails handed over": Allowance(40, timedelta(seconds=1), "The email service is busy. Try again in {wait}."),
    # The teaching record. The service takes 500 requests a minute; all our processes together keep to 400.
    "requests to the teaching record": Allowance(
        400, timedelta(minutes=1), "The teaching record is busy. Try again in {wait}."
    ),
    "unanswered requests to the teaching record": Allowance(
        5, timedelta(seconds=30), "The teaching record does not answer. Try again in {wait}."
    ),
    "teaching records one person looks up in an hour": Allowance(
        30,
        timedelta(hours=1),
        "You have looked up 30 teachers in an hour. What you typed is kept: go on in {wait}.",
    ),
    "teaching records one person looks up in a day": Allowance(
        100,
        timedelta(days=1),
        "You have looked up 100 teachers in a day. What you typed is kept: go on in {wait}.",
    ),
    "teaching records one school looks up in a day": Allowance(
        300,
        timedelta(days=1),
        "Your school has looked up 300 teachers in a day. What you typed is kept: go on in {wait}.",
    ),
    "teachers one person does not find in an hour": Allowance(
        10,
        timedelta(hours=1),
        "You have entered details that match no record 10 times. Ask the teachers for their TRN and date of birth. "
        "What you typed is kept: go on in {wait}.",
    ),
}
