"""Experiments: how many people, who goes to which arm, what may be concluded, and when it may not.

One idea a file, closed forms on scipy, plain results.
"""
