"""The compiler: typed definitions to one SQL statement in the engine's dialect, every value bound."""

from tools.data.compiler.audience import compile_audience
from tools.data.compiler.membership import compile_tests
from tools.data.compiler.metric import check_metric, compile_metric
from tools.data.compiler.products import compile_products
from tools.data.compiler.rfm import SEGMENT_CELLS
from tools.data.compiler.script import Query
from tools.data.compiler.sides import sides_of

__all__ = [
    "SEGMENT_CELLS",
    "Query",
    "check_metric",
    "compile_audience",
    "compile_metric",
    "compile_products",
    "compile_tests",
    "sides_of",
]
