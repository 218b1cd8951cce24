"""One page that people can read: the figures of a book, a case or logged visits, with charts."""

import lazy_loader

__getattr__, __dir__, __all__ = lazy_loader.attach_stub(__name__, __file__)
