"""Who is meant: conditions on customers, ranks of them, consent, and how they are put together into one audience."""
