"""Signing in without a password: one message with a link and a code, each a proof that somebody reads that address.

Rules A1 to A6 in docs/rules/accounts.md. Only keyed hashes of tokens and codes are stored.
"""

from datetime import timedelta

from django.db import transaction
from django.db.models import F, QuerySet
from django.utils.crypto import constant_time_compare

from manage_training.domain.accounts.find_user import may_act, user_who_may_act
from manage_training.domain.accounts.models import SignInLink, User
from manage_training.domain.clock import now
from manage_training.domain.events.actor import Actor
from manage_training.domain.events.record import record
from manage_training.domain.limits.allow import LimitReached, allow
from manage_training.domain.messages.send import send
from manage_training.domain.refusal import Refusal
from manage_training.domain.secrets import code_of, keyed_hash, keyed_hashes, new_seed, token_of

PURPOSE = "sign_in"  # the message's kind, from which its link and code are made
LINK_LIVES = timedelta(minutes=60)
CODE_LIVES = timedelta(minutes=10)
TRIES = 5


class LinkNotKnown(Refusal):
    """A link that we did not send, or that is too old: the two answer alike, so that nothing can be learnt."""

    def __init__(self) -> None:
        super().__init__("A sign-in link works for 60 minutes. This one is older, or part of it is missing.")


class LinkUsed(Refusal):
    def __init__(self) -> None:
        super().__init__("A sign-in link works once, and this one has been used.")


class LinkReplaced(Refusal):
    def __init__(self) -> None:
        super().__init__("You asked for a newer sign-in link. Use the link in the newest email.")


class NobodyToSignIn(Refusal):
    """The person of the link acts for no organisation any more."""

    def __init__(self) -> None:
        super().__init__("This link does not sign anybody in any more.")


def ask(email: str, browser: str, leads_to: str = "") -> None:
    """Send a link and a code to an address that may sign in; tell any other how to get in.

    `browser` is a secret of the browser that asks, new each time; the code works only there. `leads_to` is a path of
    this service to open after signing in. For both kinds of address the same statements run, so that the time does not
    tell them apart. Raises `LimitReached`. Rules A1 and A2. To be called outside a transaction.
    """
    shared = shared_key(email)
    allow("sign-in emails to one address", shared)
    allow("sign-in emails to one address in an hour", shared)
    user = user_who_may_act(email)
    try:  # counted for everybody, lest the time tell who is known
        allow("how-to-get-in emails to one address", f"{shared} {user is None}")
        told = False
    except LimitReached:
        told = True
    seed = new_seed()
    with transaction.atomic():
        token_hash = keyed_hash(token_of(seed, PURPOSE))
        link = SignInLink.objects.create(
            user=user,
            address_hash=keyed_hash(email.lower()),
            token_hash=token_hash,
            code_hash=keyed_hash(f"{token_hash} {code_of(seed, PURPOSE)}"),
            browser_hash=keyed_hash(browser),
            leads_to=leads_to,
            created_at=now(),
        )
        if user is not None:
            send(PURPOSE, to=user.email, key=f"sign_in:{link.pk}", seed=seed)
        elif not told:
            send("how_to_get_in", to=email, key=f"how_to_get_in:{link.pk}")


def look_at_link(token: str) -> SignInLink:
    """The link of a token, looked at and left as it is. Raises the refusal that using it would. Rule A3."""
    return usable(token, lock=False)


@transaction.atomic
def use_link(token: str) -> SignInLink:
    """Use up a link and return it; its `user` is the person to sign in.

    Raises `LinkNotKnown` (also for one older than 60 minutes), `LinkUsed`, `LinkReplaced` or `NobodyToSignIn`; nothing
    has changed then. Of several uses at the same moment one succeeds. Rules A3 and A5.
    """
    return use(usable(token, lock=True))


def use_code(browser: str, code: str) -> SignInLink:
    """Use up the link of the message that this browser asked for by the code in it, and return it.

    Raises `Refusal`, with words for the person, or `LimitReached`; a try counts even where it is refused. Rule A4. To
    be called outside a transaction.
    """
    link = SignInLink.objects.filter(browser_hash__in=keyed_hashes(browser)).order_by("-pk").first()
    if link is None or is_replaced(link):
        raise Refusal("This code only works in the browser where you asked for it. Ask for a new email.", field="code")
    if link.used_at is not None or link.created_at + CODE_LIVES < now():
        raise Refusal("This code has been used or is older than 10 minutes. Ask for a new email.", field="code")
    allow("sign-in codes tried for one address", link.address_hash)
    # Counted before it is compared, in a statement of its own: tries at the same moment cannot share one.
    if not SignInLink.objects.filter(pk=link.pk, code_tries__lt=TRIES).update(code_tries=F("code_tries") + 1):
        raise Refusal(
            "You have entered 5 wrong codes. Use the link in the email, or ask for a new email.", field="code"
        )
    right = keyed_hashes(f"{link.token_hash} {code}")
    if not any(constant_time_compare(link.code_hash, hashed) for hashed in right):
        raise Refusal("This is not the code in our newest email. Check it and enter it again.", field="code")
    with transaction.atomic():
        return use(SignInLink.objects.select_for_update().get(pk=link.pk))


def usable(token: str, *, lock: bool) -> SignInLink:
    links = SignInLink.objects.select_for_update(of=["self"]) if lock else SignInLink.objects.all()
    link = links.select_related("user").filter(token_hash__in=keyed_hashes(token)).first()
    if link is None or link.created_at + LINK_LIVES < now():
        raise LinkNotKnown
    return refuse_spent(link)


def use(link: SignInLink) -> SignInLink:
    user: User | None = refuse_spent(link).user
    if user is None:
        raise NobodyToSignIn
    link.used_at = now()
    link.save(update_fields=["used_at"])
    record("signed_in", about=user, by=Actor("user", user.pk))
    return link


def refuse_spent(link: SignInLink) -> SignInLink:
    if link.used_at is not None:
        raise LinkUsed
    if is_replaced(link):
        raise LinkReplaced
    if link.user_id is None or not may_act(link.user_id):
        raise NobodyToSignIn
    return link


def is_replaced(link: SignInLink) -> bool:
    """Whether the same address has asked again since: only the newest message opens anything. Rule A5."""
    return SignInLink.objects.filter(address_hash=link.address_hash, pk__gt=link.pk).exists()


def shared_key(email: str) -> str:
    """The key under which an address's limits are counted: "+something" makes any number of addresses out of one."""
    name, _, domain = email.lower().rpartition("@")
    return f"{name.partition('+')[0]}@{domain}"


def forget_old_links() -> int:
    """Delete what was asked for more than a day ago, and say how much that was."""
    return old_links().delete()[0]


def old_links() -> QuerySet[SignInLink]:
    """What was asked for more than a day ago, whether it was used or not."""
    return SignInLink.objects.filter(created_at__lt=now() - timedelta(hours=24))
