"""What a page says, taken apart with the standard library: enough for tests that ask about elements and their words."""

from html.parser import HTMLParser

EMPTY = {"area", "base", "br", "col", "hr", "img", "input", "link", "meta", "path", "rect", "source"}


class Element(dict[str, str]):
    """An element's attributes, with its `tag`, all `words` in it, and what is `around` it, from outside to inside."""

    def __init__(self, tag: str, attributes: list[tuple[str, str | None]], around: "tuple[Element, ...]" = ()) -> None:
        super().__init__((name, value or "") for name, value in attributes)
        self.tag, self.around = tag, around
        self.pieces: list[str] = []

    def is_in(self, other: "Element") -> bool:
        return any(each is other for each in self.around)

    @property
    def words(self) -> str:
        return " ".join("".join(self.pieces).split())


class Html(HTMLParser):
    """`Html(text)["input"]` are all inputs in their order; `Html(text).by_id("email")` is one element."""

    def __init__(self, text: str) -> None:
        super().__init__()
        self.all: list[Element] = []
        self.opened: list[Element] = []
        self.feed(text)
        assert not self.opened, f"Never closed: {[element.tag for element in self.opened]}"

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        element = Element(tag, attrs, tuple(self.opened))
        self.all.append(element)
        if tag not in EMPTY:
            self.opened.append(element)

    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.all.append(Element(tag, attrs, tuple(self.opened)))

    def handle_endtag(self, tag: str) -> None:
        if tag not in EMPTY:
            assert self.opened[-1].tag == tag, f"</{tag}> closes <{self.opened[-1].tag}>"
            self.opened.pop()

    def handle_data(self, data: str) -> None:
        for element in self.opened:
            element.pieces.append(data)

    def __getitem__(self, tag: str) -> list[Element]:
        return [element for element in self.all if element.tag == tag]

    def by_id(self, name: str) -> Element:
        (element,) = [element for element in self.all if element.get("id") == name]
        return element

    def with_class(self, name: str) -> list[Element]:
        return [element for element in self.all if name in element.get("class", "").split()]
