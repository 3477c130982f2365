"""What is not done here, and small talk: one friendly sentence that says what can be done instead."""
