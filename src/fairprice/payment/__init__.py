"""How care is paid for: billing rules, contracts, people and outcomes, and comparison.

Reading order of the room: ``billing`` turns visits into bills; ``cohort`` simulates the
year of a group of people; ``contract`` turns that year into payments, clause by clause;
``comparison`` puts contracts side by side; ``theory`` holds the closed forms.
"""

import lazy_loader

__getattr__, __dir__, __all__ = lazy_loader.attach_stub(__name__, __file__)
