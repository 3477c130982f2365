"""What a question wants: one reader per kind of request, asked in order."""
