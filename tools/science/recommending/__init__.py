"""Recommending: what a person is likely to buy next, again or for the first time, and why.

`purchases` and `history` hold what was bought; `popularity`, `timing`, `ease`, `cosine` and `affinity` are the methods,
each usable alone; `chance` puts repeats and new items on one scale; `recommender` keeps what was fitted, `recommend`
answers for one person or for all, `backtest` says how good it is beside popularity and item-item.
"""
