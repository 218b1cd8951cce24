"""What a type checker refuses: each line is wrong, and says so. Only type-checked, never run."""

from __future__ import annotations

import fairprice as fp

assumptions = fp.load_assumptions("provider.toml")
book = fp.OpenBook(assumptions)

fp.OpenBook("provider.toml")  # type: ignore[arg-type]
fp.key_ratios("provider.toml")  # type: ignore[arg-type]
fp.write_fee_workbook("fees.xlsx", book)  # type: ignore[arg-type]
fp.write_intake_workbook("form.xlsx", assumptions)  # type: ignore[arg-type]
fp.dump_assumptions(book)  # type: ignore[arg-type]
fp.challenges(assumptions, law={"employer_nic_rate": 0.2})  # type: ignore[arg-type]
fp.solve_for(book, "contact_pay_rate")  # type: ignore[call-arg]
book.price("15")  # type: ignore[arg-type]
fp.round_half_up(None)  # type: ignore[call-overload]
