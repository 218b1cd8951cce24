"""Excel workbooks: laid out as plain data, written, and finished.

``layout`` knows where everything stands, ``sheets`` what stands there, ``writer`` and
``finishing`` how a file is made of it. The only room that knows openpyxl.
"""

import lazy_loader

__getattr__, __dir__, __all__ = lazy_loader.attach_stub(__name__, __file__)
