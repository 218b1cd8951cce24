"""Another year: indices, a book re-based, and annual reviews."""
