"""Whose address is it? Whether an e-mail address is the school's own, and how to show one without giving it away."""

from urllib.parse import urlsplit

from manage_training.domain.schools.models import School

# Anybody can have an address here, so sharing one of these domains with a school says nothing about who a person is.
PUBLIC_MAIL = frozenset(
    """
    aol.co.uk aol.com blueyonder.co.uk btinternet.com btopenworld.com email.com fastmail.com fsmail.net
    gmail.com gmx.co.uk gmx.com googlemail.com hotmail.co.uk hotmail.com hotmail.fr hushmail.com icloud.com
    inbox.com lineone.net live.co.uk live.com mac.com mail.com me.com msn.com ntlworld.com o2.co.uk orange.net
    outlook.co.uk outlook.com pm.me proton.me protonmail.com rocketmail.com sky.com supanet.com talk21.com
    talktalk.net tesco.net tiscali.co.uk tutanota.com virgin.net virginmedia.com yahoo.co.uk yahoo.com
    yandex.com ymail.com zoho.com
    """.split()
)


def is_the_schools_own(email: str, school: School, contact: str) -> bool:
    """Whether `email` shows by itself that its owner belongs to the school (rule I5).

    It does if it is the contact's own address, or at exactly the domain of the contact or of the school's website. A
    subdomain counts as another domain: a county gives one to each of its schools. Public mail vouches for nobody.
    """
    if email.lower() == contact.lower():
        return True
    domain = domain_of(email)
    return domain not in PUBLIC_MAIL and domain in {domain_of(contact), website_domain(school.website)} - {""}


def domain_of(email: str) -> str:
    return email.rpartition("@")[2].strip().rstrip(".").lower()


def website_domain(website: str) -> str:
    """The domain of a website as the register has it, typed by hand: with or without scheme, `www.` and path."""
    address = website.strip().replace("\\", "/").lower()
    _, found, rest = address.partition("://")
    try:
        host = urlsplit("//" + (rest if found else address).lstrip("/")).hostname or ""
    except ValueError:  # an unclosed bracket or the like: whatever it is, it vouches for nobody
        return ""
    return host.rstrip(".").removeprefix("www.")


def masked(email: str) -> str:
    """An address that its owner knows again and nobody else can use: `o•••••@o•••••.example` (rule I10).

    The number of dots says nothing, so that nobody can count the letters.
    """
    local, _, domain = email.rpartition("@")
    name, _, ending = domain.rpartition(".")
    return f"{local[:1]}•••••@{name[:1]}•••••.{ending}"
