"""What a text states of the goods, the offer or the shop, and which of it nothing cited has.

A clause has a subject; in clauses about goods and shop every word must stand in a cited fact or in the harmless
vocabulary of `prompts/statements/`. Shapes of claims (comparisons, outcomes, shares, deadlines …) are read whatever the
subject is.
"""
