"""Where the people of a follow-up live, beside where those of before do: Germany after Berlin, Berlin after Germany."""

from __future__ import annotations

from assistant.planner.frame import Frame
from tools.definitions import Attribute, Audience


def placed(frame: Frame, changed: Audience, added: Audience, *, widening: bool) -> Audience:
    """A new country takes the place of a city, and a new city that of a country it does not lie in.

    What is widened to a country was a city in it.
    """
    new = {
        c.field: c for c in added.all if isinstance(c, Attribute) and c.field in ("city", "country") and c.op == "is"
    }
    old = {
        c.field: c for c in changed.all if isinstance(c, Attribute) and c.field in ("city", "country") and c.op == "is"
    }
    if len(new) != 1 or len(old) != 2:
        return changed
    other = "country" if "city" in new else "city"
    if widening and other == "country":
        return changed
    if other == "country":
        homes = frame.vocabulary.countries_of(map(str, new["city"].values))
        if homes & set(map(str, old["country"].values)):
            return changed
    around = set(map(str, new["country" if other == "city" else "city"].values))
    if widening and not around & frame.vocabulary.countries_of(map(str, old["city"].values)):
        return changed
    return changed.model_copy(update={"all": [c for c in changed.all if c != old[other]]})
