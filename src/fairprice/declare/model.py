"""What every group of declared fields has in common: a section, a clause, a record."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any, ClassVar, Self, TypeVar

from pydantic import (
    BaseModel,
    ConfigDict,
    ModelWrapValidatorHandler,
    ValidationError,
    model_validator,
)

from fairprice.declare.input_field import declared
from fairprice.declare.problems import TEXTS, Faults, translated, unknown_name, within
from fairprice.declare.read_only import ReadOnly
from fairprice.declare.values import plain
from fairprice.errors import InputError, Problem
from fairprice.formats import FromFile, brought_up, lacking

_T = TypeVar("_T")
_Model = TypeVar("_Model", bound=BaseModel)


class Declared(BaseModel):
    """A group of declared fields, frozen and checked.

    Whatever is wrong with it, or with the groups in it, is raised at once as the error that
    ``refusal`` names.
    """

    model_config = ConfigDict(frozen=True, extra="forbid", allow_inf_nan=False)

    #: The error raised, and the word with which the paths of its problems begin.
    refusal: ClassVar[type[InputError]] = InputError
    root: ClassVar[str] = ""
    #: What its fields are, and why a name that is not known matters.
    noun: ClassVar[str] = "a term of this clause"
    why_known: ClassVar[str] = "A name that is not known would be left out without a word."

    def __init__(self, /, **data: Any) -> None:
        cls = type(self)
        _or_refuse(cls, lambda: super(Declared, self).__init__(**plain(data)))

    # nested groups are validated without a call of their own, so that all is said at once
    __init__.__pydantic_base_init__ = True  # type: ignore[attr-defined]

    @classmethod
    def model_validate(cls, obj: Any, **how: Any) -> Self:
        """Make it of a table of names and values, or refuse that with every problem found."""
        make = super().model_validate
        return _or_refuse(cls, lambda: make(plain(obj), **how))

    @classmethod
    def model_validate_json(cls, json_data: str | bytes | bytearray, **how: Any) -> Self:
        """Make it of JSON, or refuse that with every problem found."""
        make = super().model_validate_json
        return _or_refuse(cls, lambda: make(json_data, **how))

    @classmethod
    def model_construct(cls, _fields_set: set[str] | None = None, **values: Any) -> Self:  # type: ignore[override]
        """Make it as it is always made: nothing here is left unchecked."""
        return cls.model_validate(values)

    def __setattr__(self, name: str, value: Any) -> None:
        raise self._frozen(name)

    def __delattr__(self, name: str) -> None:
        raise self._frozen(name)

    def _frozen(self, name: str) -> InputError:
        return self.refusal([TEXTS("frozen", f"{type(self).__name__}.{name}")])

    def model_copy(self, *, update: Mapping[str, Any] | None = None, deep: bool = False) -> Self:
        """Make one with some fields changed, checked as a new one is."""
        if not update:
            return super().model_copy(deep=deep)
        return self._changed(update)

    def copy(self, *, update: Mapping[str, Any] | None = None, deep: bool = False) -> Self:  # type: ignore[override]
        """Do as :meth:`model_copy` does."""
        return self.model_copy(update=update, deep=deep)

    def _changed(self, update: Mapping[str, Any]) -> Self:
        held = {name: getattr(self, name) for name in type(self).model_fields}
        return type(self).model_validate(as_given(held | dict(update)))

    def __eq__(self, other: object) -> bool:
        return type(other) is type(self) and all(
            getattr(self, name) == getattr(other, name) for name in type(self).model_fields
        )

    def _faults(self) -> Iterable[Problem]:
        """List what is wrong between fields that are sound by themselves."""
        return ()

    @classmethod
    def _faults_beside(cls, data: Any, broken: Broken) -> Iterable[Problem]:
        """List what is wrong between the fields that are sound, where others are broken."""
        return ()

    @classmethod
    def _unknown(cls, where: str, name: str) -> Problem:
        """Say that it has no field of that name."""
        return unknown_name(where, name, cls, declared(cls))

    @model_validator(mode="after")
    def _read_only(self) -> Self:
        for name, value in vars(self).items():
            if isinstance(value, dict):
                vars(self)[name] = ReadOnly(value)
        return self

    @model_validator(mode="wrap")
    @classmethod
    def _hold_together(cls, data: Any, handler: ModelWrapValidatorHandler[Self]) -> Self:
        lacked: tuple[str, ...] = ()
        if issubclass(cls, FromFile):
            data, lacked = brought_up(data, cls.file_kind, cls.refusal)
        made = attempt(cls, handler, data)
        twice = _named_twice(cls, data)
        if isinstance(made, Broken):
            raise Faults([*made.problems, *twice, *cls._faults_beside(data, made)])
        if found := [*twice, *made._faults()]:
            raise Faults(found)
        return lacking(made, lacked) if isinstance(made, FromFile) else made


@dataclass(frozen=True)
class Broken:
    """What cannot be made, as some of its fields are wrong in themselves.

    Parameters
    ----------
    problems
        What is wrong.
    names
        Every name on the way to what is wrong.
    fields
        The fields in which something is wrong.
    whole
        Those that cannot be read at all.
    """

    problems: list[Problem]
    names: set[str]
    fields: set[str]
    whole: set[str]


def attempt(
    model: type[_Model], handler: ModelWrapValidatorHandler[_Model], data: Any
) -> _Model | Broken:
    """Make a group of fields, or say what is wrong with them."""
    try:
        return handler(data)
    except ValidationError as error:
        problems = translated(model, error)
        paths = [problem.where.split(".") for problem in problems]
        return Broken(
            problems,
            {part for path in paths for part in path},
            {path[0] for path in paths},
            {path[0] for path in paths if len(path) == 1},
        )


def _named_twice(model: type[Declared], data: Any) -> Iterator[Problem]:
    """List names that are one once the spaces around them are gone: one would be lost."""
    tables = data.items() if isinstance(data, Mapping) else ()
    for field, table in tables:
        if field in model.model_fields and isinstance(table, Mapping):
            names = [name.strip() for name in table if isinstance(name, str)]
            for name in dict.fromkeys(name for name in names if names.count(name) > 1):
                yield TEXTS("named-twice", f"{field}.{name}")


def as_given(value: Any) -> Any:
    """Turn groups of fields into tables again, without what is left out.

    Parameters
    ----------
    value
        A group of fields, or a value that may hold some.
    """
    if isinstance(value, BaseModel):
        value = {name: getattr(value, name) for name in type(value).model_fields}
    if isinstance(value, Mapping):
        return {key: as_given(held) for key, held in value.items() if held is not None}
    if isinstance(value, tuple):
        return tuple(map(as_given, value))
    return value


def _or_refuse(model: type[Declared], make: Callable[[], _T]) -> _T:
    try:
        return make()
    except ValidationError as error:
        raise model.refusal(within(model.root, translated(model, error))) from None
