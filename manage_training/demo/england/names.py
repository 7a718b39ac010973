"""What invented people and delivery partners are called."""

import random

from manage_training.domain.schools.folding import fold
from manage_training.integrations.school_register.invented_names import FIRST_WORDS

FIRST_NAMES = (
    "Aaliyah Abigail Adaeze Aisha Alasdair Alice Amara Amina Andrew Aoife Arjun Bartosz Beatrix Benjamin Bethan "
    "Blessing Callum Caoimhe Carys Chidi Chloé Daniel David Deepa Dominik Dylan Edith Eilidh Elena Eleri Elif Emeka "
    "Emily Esther Fatima Femi Finlay Gareth Grace Gwen Hana Hannah Harriet Hassan Helen Ibrahim Idris Imogen Ioan "
    "Isla Jack Jacob Jamila Jasmine Joanna John Kamal Kasia Kateryna Keziah Kofi Laura Lech Leila Lewis Lucy Łukasz "
    "Magnus Maja Mark Matthew Maya Megan Mehmet Michael Mo Nadia Nathan Ngozi Nia Niamh Noor Oisín Oliver Olúwaseun "
    "Owen Patrick Petra Priya Rachel Rahul Rebecca Rhys Rosa Ruth Ryan Saffron Samuel Sana Sarah Seán Shanice Siân "
    "Sophie Stefan Tariq Thomas Tobias Tom Uzma Victoria Wei William Yasmin Yusuf Zara Zoë Zainab"
).split()
LAST_NAMES = (
    "Abbott Adeyemi Ahmed Ali Anderson Asante Bailey Baker Barnes Begum Bell Bello Bennett Booth Brady Brown "
    "Campbell Carter Chan Chaudhry Clarke Cohen Cole Collins Cooper Cox Davies Desai Doyle Edwards Ellis Evans "
    "Farah Fisher Fox Francis Gibson Gill Graham Grant Green Griffiths Hall Hamilton Harris Harrison Hayes Hill "
    "Holmes Hughes Hussain Iqbal Jackson James Johnson Jones Kaur Kelly Khan King Knight Kowalczyk Lee Lewis Lloyd "
    "MacDonald Mahmood Marsh Martin Mason McCarthy Mensah Miller Mitchell Moore Morgan Morris Müller Murphy Murray "
    "Nguyen Nowak O'Brien O'Neill Okafor Okonkwo Osei Owen Parker Patel Phillips Popescu Price Quinn Rahman Reid "
    "Reynolds Richards Roberts Robinson Rogers Rose Russell Ryan Scott Shah Sharma Simpson Singh Smith Smith-Jones "
    "Stewart Sullivan Taylor Thomas Thompson Turner Walker Wang Ward Watson Webb White Williams Wilson Wójcik Wood "
    "Wright Yilmaz Young Żółć"
).split()
HUBS = ("Teaching School Hub", "Learning Alliance", "Education Partnership", "Learning Trust")


def a_name(chance: random.Random) -> str:
    return (
        f"{FIRST_NAMES[int(chance.random() * len(FIRST_NAMES))]} {LAST_NAMES[int(chance.random() * len(LAST_NAMES))]}"
    )


def an_address(name: str, number: int, urn: int) -> str:
    """An address at a school that nobody else has: two people may share a name."""
    return f"{'.'.join(fold(name).split())}.{number}@school{urn}.example"


def names_of_partners(count: int, chance: random.Random) -> list[str]:
    return [f"{word} {chance.choice(HUBS)}" for word in chance.sample(FIRST_WORDS, count)]
