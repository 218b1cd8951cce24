"""What is known of one person: the visits of a normal week, and what may be reached."""

from __future__ import annotations

from typing import Annotated, ClassVar

from fairprice.declare.fields import Number, Switch, Text, bounds, entries, optional, required
from fairprice.declare.model import Declared
from fairprice.errors import CohortError

Lengths = Annotated[tuple[Annotated[Number, bounds(above=0, upper=1440)], ...], entries(1, None)]
HowMany = Annotated[tuple[Annotated[Number, bounds(lower=0)], ...], entries(1, None)]


class People(Declared):
    """Something that is known of the people."""

    refusal = CohortError
    noun: ClassVar[str] = "a term of a cohort"
    why_known: ClassVar[str] = "A name that is not known would be silently left out."


class Package(People):
    """The visits of a normal week for one kind of person."""

    share: Number = required.share("Share of people", "share of people", "With this package.")
    visit_minutes: Lengths = required.several(
        "quantity", "Visit length", "minutes", "Length of each kind of visit."
    )
    visits_per_week: HowMany = required.several(
        "quantity", "Visits a week", "visits per week", "Visits of each length in a week."
    )


class Outcome(People):
    """Something agreed with a person, which may be reached and may be measured wrongly."""

    name: Text = required.text("Name", "What contracts call it.")
    probability: Number = required.share(
        "Probability", "share of people", "Of reaching it within the year."
    )
    expected_week: Number = required.quantity(
        "Expected week", "weeks", "When it is reached, if it is.", upper=520
    )
    week_sd: Number = required.quantity(
        "Spread of the week", "weeks", "Standard deviation.", upper=520
    )
    skill_sd: Number = required.share(
        "Skill spread",
        "share of people",
        "Standard deviation of the true rate between providers.",
        upper=0.5,
    )
    false_positive: Number = required.share(
        "False positive", "share", "Measured as reached when it was not."
    )
    false_negative: Number = required.share(
        "False negative", "share", "Measured as not reached when it was."
    )
    later_hours_effect: Number = required.share(
        "Effect on later hours",
        "share of hours",
        "By how much reaching it lowers the hours needed afterwards.",
    )
    weekly_loss_probability: Number | None = optional.share(
        "Losing it",
        "per person and week",
        "Chance, each week after it was reached, that it is lost again and the hours return; "
        "unstated, it is held.",
    )
    after_care: Switch = optional.switch(
        "After care",
        "Whether it may be reached, and is measured, after care has ended.",
        default=False,
    )
