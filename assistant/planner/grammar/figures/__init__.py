"""Which figure: measures, what they are counted over, limited to and set against, up to one Metric."""
