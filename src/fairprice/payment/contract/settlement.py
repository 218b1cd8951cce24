"""What a contract comes to in a block of draws."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from fairprice.types import Floats


@dataclass(frozen=True)
class Settlement:
    """What a contract comes to in a block of draws (GBP).

    Parameters
    ----------
    payments
        Earned and due by week; shape (D, W).
    owed
        Earned in the year and due after its end; shape (D,).
    cost
        The provider's cost of care by week; shape (D, W).
    received
        Cash by week, after the payer's delay; shape (D, W).
    interest
        Late interest owed to the provider; shape (D,).
    payer_transaction, provider_transaction
        Cost of running the contract.
    working_capital
        The most the provider had laid out; shape (D,).
    capital_cost
        Interest on what it had laid out; shape (D,).
    """

    payments: Floats
    owed: Floats
    cost: Floats
    received: Floats
    interest: Floats
    payer_transaction: float
    provider_transaction: float
    working_capital: Floats
    capital_cost: Floats

    @property
    def revenue(self) -> Floats:
        """What the year earned, with late interest; shape (D,)."""
        return np.asarray(self.payments.sum(axis=1) + self.owed + self.interest)

    @property
    def spend(self) -> Floats:
        """What the payer bears: payments, interest and transaction cost; shape (D,)."""
        return self.revenue + self.payer_transaction

    @property
    def provider_cost(self) -> Floats:
        """Care, transaction cost and cost of capital; shape (D,)."""
        return np.asarray(self.cost.sum(axis=1) + self.provider_transaction + self.capital_cost)

    @property
    def margin(self) -> Floats:
        """Revenue less cost; shape (D,)."""
        return self.revenue - self.provider_cost
