"""Scores, segments and recommendations: lists by them, what lies behind them, how good they are."""
