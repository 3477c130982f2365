"""Questions of their own about people and figures: the readings most messages get."""
