"""Baskets: what is bought together, which of it is more than chance, and what to offer beside one product.

`encoding` turns (basket, item) rows into coded baskets, `itemsets` finds every frequent set (`pairs` those of two),
`rules` turns sets into association rules with `measures` and `chance`, `companions` answers for a single item.
"""
