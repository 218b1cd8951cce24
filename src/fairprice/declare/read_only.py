"""Tables of names and values that cannot be changed once they were checked."""

from __future__ import annotations

from typing import Any, NoReturn, TypeVar

_Key = TypeVar("_Key")
_Value = TypeVar("_Value")


class ReadOnly(dict[_Key, _Value]):
    """A table that is read, copied and pickled as any other, and never changed.

    Raises
    ------
    TypeError
        By whatever would change it: a value that was not checked could be priced.
    """

    def _refuse(self, *_: Any, **__: Any) -> NoReturn:
        raise TypeError(
            "This table belongs to an object that was checked as a whole, and is read only. Change "
            "dict(table), and make the object anew from it: with_inputs() of assumptions, "
            "model_copy(update=...) of anything else."
        )

    __setitem__ = __delitem__ = __ior__ = _refuse
    clear = pop = popitem = setdefault = update = _refuse

    def __reduce__(self) -> tuple[Any, ...]:
        return type(self), (dict(self),)
