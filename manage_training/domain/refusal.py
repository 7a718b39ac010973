class Refusal(Exception):
    """The domain says no, and nothing has changed.

    The text is for the person who asked: what is so, then what to do. `field` names the answer it is about, where there
    is one.
    """

    def __init__(self, words: str, *, field: str | None = None) -> None:
        super().__init__(words)
        self.words = words
        self.field = field
