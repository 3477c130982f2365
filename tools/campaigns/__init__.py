"""Campaigns: planned with a holdout, written out for the platform that sends them, and measured."""

from tools.campaigns.exporting import export_audience, export_members, read_audience

__all__ = ["export_audience", "export_members", "read_audience"]
