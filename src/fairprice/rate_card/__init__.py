"""The rate card of an area: one base, and what differs by zone, service, carers and time."""

import lazy_loader

__getattr__, __dir__, __all__ = lazy_loader.attach_stub(__name__, __file__)
