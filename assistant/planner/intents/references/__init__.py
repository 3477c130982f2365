"""What was said before: pointed at, gone back to, set side by side, or asked about again."""
