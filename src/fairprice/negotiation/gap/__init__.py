"""What makes the gap between two positions: differences, mixtures and Shapley effects."""
