"""Made-up experiments whose truth is known."""

import numpy as np
import pandas as pd


def made(seed: int, people: int = 8_000, kind: str = "persuadable", share: float = 0.5):
    """(features, treated, outcome, true effect). `kind`: who is moved.

    "persuadable": those with `keen` above 0, while `loyal` ones buy anyway. "everyone": all by the same factor, so that
    likely buyers are moved most. "nobody": no one.
    """
    generator = np.random.default_rng(seed)
    keen, loyal, noise = generator.normal(size=(3, people))
    spend = np.exp(generator.normal(3, 1, people) + 0.3 * loyal)
    base = 0.5 / (1 + np.exp(-2 * loyal))
    if kind == "persuadable":
        effect = np.where(keen > 0, 0.18, -0.02)
    elif kind == "everyone":
        effect = 0.4 * base
    else:
        effect = np.zeros(people)
    treated = (generator.random(people) < share).astype(float)
    outcome = (generator.random(people) < np.clip(base + treated * effect, 0, 1)).astype(float)
    features = pd.DataFrame({"keen": keen, "loyal": loyal, "noise": noise, "spend": spend})
    features.loc[generator.random(people) < 0.1, "noise"] = np.nan
    return features, treated, outcome, effect
