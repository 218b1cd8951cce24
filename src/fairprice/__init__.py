"""What an hour of home care really costs: one open model, every line explained.

Start with :func:`load_assumptions` and :class:`OpenBook`; :func:`statutory_rates`
answers what the law says on a date. Every error derives from :class:`FairpriceError`.
"""

import lazy_loader

__getattr__, __dir__, __all__ = lazy_loader.attach_stub(__name__, __file__)
