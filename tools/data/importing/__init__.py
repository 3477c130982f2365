"""Importing a shop's own files: propose how to read them, then read them, all or nothing."""

from tools.data.importing.models import ImportPlan, ImportReport
from tools.data.importing.plan import plan_import
from tools.data.importing.run import run_import

__all__ = ["ImportPlan", "ImportReport", "plan_import", "run_import"]
