"""Requests for copy: channel, tone, length, and what is offered from which amount."""
