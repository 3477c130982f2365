"""What somebody did: verbs with their arguments, joined, denied and bounded, as conditions of an audience."""
