"""RFM as an analyst writes it with pandas, from Parquet: run by `benchmarks.segments` in the peer's own interpreter.

Reads only the columns it needs; ties by customer id and fifths as SQL's ntile, so that groups can be compared.
"""

import json
import resource
import sys
import time
import zlib
from pathlib import Path

import numpy as np
import pandas as pd


def main() -> None:
    folder, cells = Path(sys.argv[1]), json.loads(sys.argv[2])
    start, before = time.perf_counter(), time.process_time()
    lines = pd.read_parquet(folder / "order_lines.parquet", columns=["order_id", "quantity", "unit_price"])
    lines["amount"] = lines["quantity"] * lines["unit_price"]
    lines["sold"] = lines["quantity"].clip(lower=0)
    totals = lines.groupby("order_id", sort=False)[["amount", "sold"]].sum()
    del lines
    orders = pd.read_parquet(folder / "orders.parquet", columns=["id", "customer_id", "ordered_at", "discount"])
    orders = orders.join(totals, on="id")
    del totals
    orders["value"] = orders["amount"] - orders["discount"]
    bought = orders[orders["sold"] > 0].groupby("customer_id")["ordered_at"].agg(["max", "size"])
    bought["spend"] = orders.groupby("customer_id")["value"].sum()
    count = len(bought)
    longer, size = count % 5, count // 5
    scores = np.repeat(np.arange(1, 6), [size + (group < longer) for group in range(5)])
    cell = np.zeros(count, dtype=int)
    for name in ("max", "size", "spend"):  # the index is sorted, so a stable sort breaks ties by customer id
        one = np.empty(count, dtype=int)
        one[
            np.argsort(bought[name].round(4).to_numpy() if name == "spend" else bought[name].to_numpy(), kind="stable")
        ] = scores
        cell = cell * 10 + one
    bought["rfm_score"] = cell.astype(str)
    bought["segment"] = bought["rfm_score"].map(cells)
    seconds, processor = time.perf_counter() - start, time.process_time() - before
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    checksum = zlib.crc32("".join(bought["rfm_score"].tolist()).encode())
    print(json.dumps([seconds, processor, peak, checksum, count]))


if __name__ == "__main__":
    main()
