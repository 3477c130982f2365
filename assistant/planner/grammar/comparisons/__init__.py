"""Two sides: one period or group set against another, growth, and which side comes out ahead."""
