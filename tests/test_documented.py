"""What a caller needs to know stands where it is defined, in the rooms that others build on.

A name that another module takes has a docstring, unless its signature and one line of code already say all. Who calls
a function that may refuse, directly or through what it calls, reads so. Pages are not asked: the address and the
template of a view say what it is for.
"""

import ast
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from pathlib import Path

import pytest
from django.conf import settings

pytestmark = pytest.mark.once
CODE = settings.ROOT / "manage_training"
ROOMS = ("domain", "journeys", "integrations")
Definition = ast.FunctionDef | ast.ClassDef


@dataclass(frozen=True)
class Module:
    """A module's tree, what it takes from others (name here to place and name there), and what it defines."""

    name: str
    tree: ast.Module
    taken: dict[str, tuple[str, str]]
    defines: dict[str, Definition]

    @classmethod
    def read(cls, source: str, name: str) -> "Module":
        tree = ast.parse(source)
        taken = {
            alias.asname or alias.name: (node.module or "", alias.name)
            for node in ast.walk(tree)
            if isinstance(node, ast.ImportFrom)
            for alias in node.names
        }
        return cls(name, tree, taken, {node.name: node for node in tree.body if isinstance(node, Definition)})

    @property
    def is_in_a_room(self) -> bool:
        return self.name.removeprefix("manage_training.").split(".")[0] in ROOMS


@dataclass(frozen=True)
class House:
    """All modules by their dotted name, and what they say and do not say."""

    modules: dict[str, Module]

    def taken_elsewhere(self) -> Iterator[tuple[Module, Definition]]:
        names = sorted({place for module in self.modules.values() for place in module.taken.values()})
        for where, name in names:
            if (module := self.modules.get(where)) and module.is_in_a_room and name in module.defines:
                yield module, module.defines[name]

    def without_words(self) -> list[str]:
        return [
            f"{module.name}.{node.name}"
            for module, node in self.taken_elsewhere()
            if not ast.get_docstring(node) and not says_all(node)
        ]

    def modules_without_words(self) -> list[str]:
        """Those that neither say what they are about nor define anything that does."""
        return [
            module.name
            for module in self.modules.values()
            if module.is_in_a_room
            and module.tree.body
            and not ast.get_docstring(module.tree)
            and not any(ast.get_docstring(node) for node in module.defines.values())
            and not module.name.endswith(".apps")
            and "Command" not in module.defines  # its `help` speaks for it
        ]

    def models_without_words(self) -> list[str]:
        return [
            f"{module.name}.{name}"
            for module in self.modules.values()
            for name, node in module.defines.items()
            if isinstance(node, ast.ClassDef)
            and any(ast.unparse(base) == "models.Model" for base in node.bases)
            and not ast.get_docstring(node)
        ]

    def refuse_in_silence(self) -> list[str]:
        return [
            f"{module.name}.{node.name}"
            for module, node in self.taken_elsewhere()
            if writes(node) and self.may_refuse(module, node.name) and "efus" not in (ast.get_docstring(node) or "")
        ]

    def may_refuse(self, module: Module, name: str, seen: frozenset[tuple[str, str]] = frozenset()) -> bool:
        if (module.name, name) in seen or name not in module.defines:
            return False
        seen |= {(module.name, name)}
        for node in ast.walk(module.defines[name]):
            if isinstance(node, ast.Raise) and node.exc and "Refusal" in ast.unparse(node.exc):
                return True
            if isinstance(node, ast.Call) and isinstance(node.func, ast.Name):
                where, called = module.taken.get(node.func.id, (module.name, node.func.id))
                if where in self.modules and self.may_refuse(self.modules[where], called, seen):
                    return True
        return False


def writes(node: Definition) -> bool:
    """Whether it changes something for somebody, which is what `by` says in this house."""
    return isinstance(node, ast.FunctionDef) and "by" in {each.arg for each in [*node.args.args, *node.args.kwonlyargs]}


def says_all(node: Definition) -> bool:
    """One line of code under a whole signature, or nothing but the names of values and fields."""
    if isinstance(node, ast.FunctionDef):
        return len(node.body) == 1
    return all(isinstance(each, ast.Assign | ast.AnnAssign) for each in node.body)


@cache
def house() -> House:
    """Ours. One pass over all files, for all tests."""
    files = [file for file in CODE.rglob("*.py") if "migrations" not in file.parts]
    return House({name_of(file): Module.read(file.read_text(), name_of(file)) for file in files})


def name_of(file: Path) -> str:
    return ".".join(file.relative_to(settings.ROOT).with_suffix("").parts).removesuffix(".__init__")


def test_what_other_modules_take_says_what_a_caller_needs():
    assert house().without_words() == []


def test_every_module_begins_with_words_or_with_a_definition_that_has_some():
    assert house().modules_without_words() == []


def test_every_model_says_what_one_row_is():
    assert house().models_without_words() == []


def test_who_may_be_refused_reads_so():
    assert house().refuse_in_silence() == []


SILENT = """
def transfer(teacher, *, by):
    teacher = look(teacher)
    return locked(teacher)

def locked(teacher):
    if teacher.left:
        raise Refusal("They have left. Open their record.")
    return teacher

class Placement(models.Model):
    role = models.CharField()
"""
CALLER = "from manage_training.domain.moves import transfer, Placement"


@pytest.mark.parametrize(
    ("words", "silent"),
    [
        ("", {"transfer"}),
        ('"""Move a teacher to another school."""', {"transfer"}),
        ('"""Move a teacher. Raises `Refusal` for one who has left."""', set()),
    ],
)
def test_who_refuses_through_another_function_and_does_not_say_so_is_found(words, silent):
    found = house_of(moves=SILENT.replace("by):", f"by):\n    {words}", 1), caller=CALLER).refuse_in_silence()
    assert found == [f"manage_training.domain.moves.{name}" for name in silent]


def test_a_definition_a_model_and_a_module_without_words_are_found():
    silent = house_of(moves=SILENT, caller=CALLER)
    assert silent.without_words() == ["manage_training.domain.moves.transfer"]
    assert silent.models_without_words() == ["manage_training.domain.moves.Placement"]
    assert silent.modules_without_words() == ["manage_training.domain.moves", "manage_training.domain.caller"]


def house_of(**sources: str) -> House:
    return House({name: Module.read(text, name) for name, text in in_domain(sources)})


def in_domain(sources: dict[str, str]) -> Iterator[tuple[str, str]]:
    yield from ((f"manage_training.domain.{name}", text) for name, text in sources.items())
