"""Rules for copy as data: channels, law, claims, product properties; imports nothing."""
