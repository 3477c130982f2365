"""The rows of a table of figures: splits, bands, cohorts, ranks, limits and their order."""
