"""Turns of phrase: what is settled, set aside or asked about before anything else is read."""
