"""Finding a price: goal seek, limits of both sides, offers and other records."""
