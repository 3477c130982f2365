"""Kinds of words that bear on an answer: a stretch that holds one is not set aside.

`ALWAYS` holds wherever something is set aside. Which of the other groups count, a module says beside what it sets
aside: a lead-in may name goods and a remark a day, a restated question has to name both again.
"""

ALWAYS = (
    "customer_id", "saved", "contact", "except", "never", "percent", "money", "duration", "ago", "top", "bottom",
    "score_name",
)  # fmt: skip
"""Somebody by name, a share, a bound, a rank, a denial."""
JOINED = ("range", "condition", "filter", "scored")
"""What numbers, facts and scores are joined into, on slots only."""
VALUES = ("value", "values", "products")
COMPARED = ("how_many", "share", "compare", "versus")
COUNTED = (*COMPARED, "how_much", "average", "median")
"""What asks for figures; a remark may call something average."""
ABSENT = ("absent_field", "absent_measure", "absent_value")
"""Facts that this shop does not keep."""
TASKS = (
    "copy_verb", "copy_noun", "save", "export_cue", "meaning", "secrets", "override", "change_data", "code_request",
)  # fmt: skip
"""What asks for something other than people and figures."""
CHANGES = ("remove", "add")
"""What changes the answer before."""
