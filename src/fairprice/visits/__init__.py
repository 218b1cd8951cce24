"""What really happened: logged visits read, checked, priced and costed.

Reading order of the room: ``columns`` and ``faults`` say what a log can hold and what can be
wrong with it; ``sources``, ``typed`` and ``checking`` turn files into checked rows, in SQL that
DuckDB runs; ``log`` streams them. Needs the extra ``visits``.
"""

import lazy_loader

__getattr__, __dir__, __all__ = lazy_loader.attach_stub(__name__, __file__)
