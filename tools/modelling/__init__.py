"""Models of a shop: training data, fitting, cards, and scoring everyone or one person."""
