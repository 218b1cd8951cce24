"""The faults that can be planted in code: each a small change of one place in its syntax tree.

Comparisons, arithmetic, constants, boolean operators, the larger for the smaller, arms swapped,
a value not returned, a statement left out, a condition that always or never holds. Not touched:
documentation, types (with the bounds inside ``Annotated``), decorators, texts of errors,
``zip(strict=)``.
"""

from __future__ import annotations

import ast
from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path

OPERATORS: dict[type[ast.AST], type[ast.AST]] = {
    ast.Lt: ast.LtE, ast.LtE: ast.Lt, ast.Gt: ast.GtE, ast.GtE: ast.Gt,
    ast.Eq: ast.NotEq, ast.NotEq: ast.Eq, ast.Is: ast.IsNot, ast.IsNot: ast.Is,
    ast.In: ast.NotIn, ast.NotIn: ast.In, ast.And: ast.Or, ast.Or: ast.And,
    ast.Add: ast.Sub, ast.Sub: ast.Add, ast.Mult: ast.Div, ast.Div: ast.Mult,
    ast.FloorDiv: ast.Div, ast.Mod: ast.Mult, ast.Pow: ast.Mult,
    ast.BitAnd: ast.BitOr, ast.BitOr: ast.BitAnd,
}  # fmt: skip
_PAIRS = [("min", "max"), ("minimum", "maximum"), ("any", "all"), ("floor", "ceil"),
          ("argmin", "argmax"), ("nanmin", "nanmax"), ("cumsum", "cumprod")]  # fmt: skip
NAMES = {**dict(_PAIRS), **{right: left for left, right in _PAIRS}}
#: Fields of the syntax tree in which no fault is planted.
UNTOUCHED = {"annotation", "returns", "decorator_list", "exc", "cause"}
#: Calls whose arguments are words for people, or types.
WORDS = {"Problem", "TEXTS", "note", "_note", "cast"}
TYPES = {"float", "int", "str", "list", "tuple", "dict"}


@dataclass
class Fault:
    """A change of one place in a module's tree: ``holder.field``, or one member of that list."""

    path: Path
    tree: ast.AST
    scope: str
    holder: ast.AST
    field: str
    place: int | None
    child: ast.AST
    new: ast.AST
    #: What tells it from others: room, file, function, and how the place reads before and after.
    name: str = ""

    @property
    def line(self) -> int:
        """Where the change stands in its file."""
        return getattr(self.child, "lineno", 0)

    def planted(self) -> str:
        """Return the module's text with the fault in it."""
        return self._seen_in(self.tree)

    def described(self) -> str:
        """Say what is changed, on one line."""
        # a number says little by itself
        bare = isinstance(self.child, ast.Constant)
        before = self.holder if bare else self.child
        after = self._seen_in(self.holder) if bare else ast.unparse(self.new)
        return " ".join(f"{ast.unparse(before)} -> {after}".split())

    def _seen_in(self, tree: ast.AST) -> str:
        self._put(self.new)
        text = ast.unparse(ast.fix_missing_locations(tree))
        self._put(self.child)
        return text

    def _put(self, node: ast.AST) -> None:
        if self.place is None:
            setattr(self.holder, self.field, node)
        else:
            getattr(self.holder, self.field)[self.place] = node


def faults(room: str, paths: Iterable[Path]) -> Iterator[Fault]:
    """List every fault that can be planted in the files of a room."""
    seen: Counter[str] = Counter()
    for path in paths:
        tree = ast.parse(path.read_text(encoding="utf-8"))
        for fault in _faults(path, tree, tree, "module"):
            name = f"{room} {path.name} {fault.scope}: {fault.described()}"
            seen[name] += 1
            fault.name = name if seen[name] == 1 else f"{name} ({seen[name]})"
            yield fault


def _faults(path: Path, tree: ast.AST, node: ast.AST, scope: str) -> Iterator[Fault]:
    if isinstance(node, ast.FunctionDef | ast.ClassDef):
        scope = f"{scope}.{node.name}".removeprefix("module.")
    for field, value in ast.iter_fields(node):
        if field in UNTOUCHED:
            continue
        for place, child in enumerate(value) if isinstance(value, list) else [(None, value)]:
            if not isinstance(child, ast.AST) or _is_left_out(child):
                continue
            options = list(_replacements(child))
            if field in ("test", "ifs"):
                options.append(ast.Constant(False))
                options += [] if isinstance(node, ast.While) else [ast.Constant(True)]
            for new in options:
                yield Fault(path, tree, scope, node, field, place, child, new)
            yield from _faults(path, tree, child, scope)


def _is_left_out(node: ast.AST) -> bool:
    match node:
        case ast.Expr(value=ast.Constant()) | ast.keyword(arg="strict"):
            return True
        case ast.If(test=ast.Name(id="TYPE_CHECKING")):
            return True
        case ast.FunctionDef(decorator_list=[ast.Name(id="overload")]):
            return True
        case ast.Call(func=ast.Name(id=name) | ast.Attribute(attr=name)):
            return name in WORDS
        case ast.Subscript(value=ast.Name(id=name)):
            return name in ("Annotated", "Literal")
        case ast.BinOp(op=ast.BitOr(), right=ast.Name(id=name)):
            return name[0].isupper() or name in TYPES
        case ast.BinOp(op=ast.BitOr(), right=ast.Constant(value=None)):
            return True
    return False


def _is_text(node: ast.AST) -> bool:
    return isinstance(node, ast.JoinedStr) or (
        isinstance(node, ast.Constant) and isinstance(node.value, str)
    )


def _replacements(node: ast.AST) -> Iterator[ast.AST]:
    match node:
        case ast.Compare(left, operators, right):
            for place, operator in enumerate(operators):
                changed = [*operators]
                changed[place] = OPERATORS[type(operator)]()  # type: ignore[call-overload]
                yield ast.Compare(left, changed, right)
        case ast.BinOp(left, operator, right):
            # texts are put together with +, and anything else done to them cannot run
            if type(operator) in OPERATORS and not (_is_text(left) or _is_text(right)):
                yield ast.BinOp(left, OPERATORS[type(operator)](), right)  # type: ignore[arg-type]
        case ast.BoolOp(operator, values):
            yield ast.BoolOp(OPERATORS[type(operator)](), values)  # type: ignore[arg-type]
        case ast.UnaryOp(ast.Not() | ast.USub() | ast.Invert(), operand):
            yield operand
        case ast.Constant(value=bool() as value):
            yield ast.Constant(not value)
        case ast.Constant(value=int() | float() as value):
            yield ast.Constant(value + 1 if value + 1 != value else 2 * value)
            if value == 1:
                yield ast.Constant(0)
        case ast.Call(ast.Name(id=name), arguments, keywords) if name in NAMES:
            yield ast.Call(ast.Name(NAMES[name]), arguments, keywords)
        case ast.Call(ast.Attribute(value=value, attr=name), arguments, keywords):
            if name in NAMES:
                yield ast.Call(ast.Attribute(value, NAMES[name]), arguments, keywords)
            if name == "where" and len(arguments) == 3:
                condition, yes, no = arguments
                yield ast.Call(ast.Attribute(value, name), [condition, no, yes], keywords)
        case ast.IfExp(test, yes, no):
            yield ast.IfExp(test, no, yes)
        case ast.Return(value) if not (isinstance(value, ast.Constant) or value is None):
            yield ast.Return(ast.Constant(None))
        case ast.Expr() | ast.AugAssign() | ast.Raise() | ast.Continue() | ast.Break():
            yield ast.Pass()
        case ast.Assign(targets=[ast.Attribute() | ast.Subscript()]):
            yield ast.Pass()
