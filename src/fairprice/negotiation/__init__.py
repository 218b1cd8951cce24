"""How two parties reach a price: positions, bridge, goal seek, sensitivity, uplift."""

from fairprice.negotiation.bridge import Bridge, bridge

__all__ = ["Bridge", "bridge"]
