from manage_training.domain.schools.folding import fold


def wholly_different(one: str, other: str) -> bool:
    """Whether two names have no word in common, whatever their case, accents and punctuation (rule R7).

    "Jonathan Baker" and "John Baker" share one; "Jonathan Baker" and "Zoë Żółć" do not, and somebody should say why.
    """
    return not {*fold(one).split()} & {*fold(other).split()}
