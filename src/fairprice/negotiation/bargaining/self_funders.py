"""What people who pay themselves would have to pay beside a council's fee."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, overload

from fairprice.cost import Position, as_book
from fairprice.declare.arguments import Arguments, float_or_array
from fairprice.declare.takes import FLAG, takes
from fairprice.declare.units import PER_CONTACT_HOUR
from fairprice.statutory import Law

if TYPE_CHECKING:
    from fairprice.types import Floats, Many, Scalar


@overload
def self_funder_rate(
    book: Position,
    *,
    council_fee: Scalar,
    council_share: Scalar,
    with_return: bool = True,
    law: Law = None,
) -> float: ...


@overload
def self_funder_rate(
    book: Position,
    *,
    council_fee: Many,
    council_share: Scalar | Many,
    with_return: bool = True,
    law: Law = None,
) -> Floats: ...


@overload
def self_funder_rate(
    book: Position,
    *,
    council_fee: Scalar,
    council_share: Many,
    with_return: bool = True,
    law: Law = None,
) -> Floats: ...


@takes(with_return=FLAG)
def self_funder_rate(
    book: Position,
    *,
    council_fee: Any,
    council_share: Any,
    with_return: bool = True,
    law: Law = None,
) -> Any:
    """Return what self-funders must pay to make up for a council fee.

    Parameters
    ----------
    book
        The provider's open book, or the assumptions of one.
    council_fee
        GBP per contact hour; a float or an array.
    council_share
        Share of contact hours the council pays for, 0 or more and below 1; a float or an
        array.
    with_return
        Whether the return on operations is to be earned, or cost only covered.
    law
        The law in force, for assumptions: the path of a law file, or rates made by
        :func:`fairprice.statutory_rates`; by default the register's values on the price
        date. A book has its own.

    Returns
    -------
    float or numpy.ndarray
        GBP per contact hour: what, averaged with the council's fee over all hours, comes
        to the provider's price (or cost). Below zero where the fee alone comes to more.

    Raises
    ------
    InputError
        If a fee is not above zero or a share not in its range.
    """
    book = as_book(book, law)
    read = Arguments()
    fee = read.positives(
        "council_fee",
        council_fee,
        PER_CONTACT_HOUR,
        "Self-funders make up for what it falls short.",
    )
    share = read.shares(
        "council_share", council_share, "contact hours",
        "Without self-funders nobody can make up for the council's fee.", below=1,
    )  # fmt: skip
    read.done()
    needed = book.price_per_hour if with_return else float(book.value("total_cost"))
    return float_or_array((needed - share * fee) / (1 - share))
