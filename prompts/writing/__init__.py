"""The words of the built-in writer, in both languages; imports nothing."""
