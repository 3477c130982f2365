"""Rows for `benchmarks.propensity`: Bank Marketing, Telco and Online Retail as plain features and labels."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

import numpy as np
import pandas as pd

from tools.science.lifetime.bg_nbd import fit_bg_nbd
from tools.science.lifetime.counts import purchase_days, unique_patterns

DATA = Path(__file__).resolve().parents[2] / "shared" / "data"
MACRO = ("emp.var.rate", "cons.price.idx", "cons.conf.idx", "euribor3m", "nr.employed")
HISTORY = "bg_nbd_probability"
HORIZON_DAYS = 90
TESTS = tuple(np.datetime64(day, "D") for day in ("2011-06-12", "2011-07-12", "2011-08-11", "2011-09-10"))
"""The last label window ends with the data, 2011-12-09."""
FIRST_CUT = np.datetime64("2011-01-30", "D")
CUT_EVERY_DAYS = 15


@dataclass(frozen=True, eq=False)
class Rows:
    """Features (rows × columns), label 0 or 1, the day each row looks out from, and its customer."""

    features: pd.DataFrame
    label: np.ndarray
    moment: np.ndarray
    customer: np.ndarray

    def take(self, mask: np.ndarray) -> Rows:
        """Some of the rows."""
        return Rows(self.features[mask], self.label[mask], self.moment[mask], self.customer[mask])


def read(name: str) -> pd.DataFrame:
    """A data set of `shared/data`; DuckDB reads its Parquet file."""
    import duckdb

    return duckdb.sql(f"from '{DATA / name}'").df()


def one_hot(frame: pd.DataFrame) -> pd.DataFrame:
    """Numbers as they are, each level of a text as a column of 0 and 1."""
    parts = []
    for name in frame.columns:
        if pd.api.types.is_numeric_dtype(frame[name]):
            parts.append(frame[[name]].astype(float))
        else:
            parts.append(pd.get_dummies(frame[name], prefix=name, prefix_sep="=", dtype=float))
    return pd.concat(parts, axis=1)


def bank(name: str, *, macro: bool = True) -> tuple[pd.DataFrame, np.ndarray]:
    """`bank-full` or `bank-additional-full` without `duration` (known only after the call), in the rows' order."""
    frame = read(f"bank_marketing/{name}.parquet").drop(columns="duration")
    label = (frame.pop("y") == "yes").to_numpy(dtype=float)
    if not macro:
        frame = frame.drop(columns=list(MACRO), errors="ignore")
    if "pdays" in frame:
        frame["pdays"] = frame["pdays"].where(~frame["pdays"].isin([-1, 999]))
    return one_hot(frame), label


def telco() -> tuple[pd.DataFrame, np.ndarray]:
    """IBM's churn table; the eleven blank totals are unknown."""
    frame = read("telco_churn/telco_churn.parquet").drop(columns="customerID")
    label = (frame.pop("Churn") == "Yes").to_numpy(dtype=float)
    frame["TotalCharges"] = pd.to_numeric(frame["TotalCharges"], errors="coerce")
    return one_hot(frame), label


def retail_lines() -> pd.DataFrame:
    """Lines of known customers: customer, invoice, day (int), item, quantity, amount; returns are negative."""
    lines = read("online_retail/online_retail.parquet")
    lines = lines[lines["CustomerID"].notna() & (lines["UnitPrice"] > 0)]
    return pd.DataFrame(
        {
            "customer": lines["CustomerID"].astype(int).astype(str).to_numpy(),
            "invoice": lines["InvoiceNo"].astype(str).to_numpy(),
            "day": pd.to_datetime(lines["InvoiceDate"]).to_numpy().astype("datetime64[D]"),
            "item": lines["StockCode"].astype(str).str.upper().to_numpy(),
            "quantity": lines["Quantity"].to_numpy(dtype=float),
            "amount": (lines["Quantity"] * lines["UnitPrice"]).to_numpy(dtype=float),
            "country": lines["Country"].astype(str).to_numpy(),
        }
    )


def retail_rows(lines: pd.DataFrame, cuts: list[np.datetime64]) -> Rows:
    """One row a customer and cut: behaviour up to the end of the cut's day, and whether they buy in the next 90."""
    features, labels, moments, customers = [], [], [], []
    bought = lines[lines["quantity"] > 0]
    for cut in cuts:
        frame = retail_features(lines[lines["day"] <= cut], cut)
        later = bought[(bought["day"] > cut) & (bought["day"] <= cut + HORIZON_DAYS)]
        features.append(frame.reset_index(drop=True))
        labels.append(frame.index.isin(later["customer"].unique()).astype(float))
        moments.append(np.full(len(frame), cut))
        customers.append(frame.index.to_numpy())
    stacked = (np.concatenate(parts) for parts in (labels, moments, customers))
    return Rows(pd.concat(features, ignore_index=True), *stacked)


def retail_features(lines: pd.DataFrame, cut: np.datetime64) -> pd.DataFrame:
    """Recency, frequency, money, rhythm, range and returns of every customer with a purchase by `cut`."""
    bought = lines[lines["quantity"] > 0]
    by_day = bought.groupby(["customer", "day"], as_index=False).agg(
        amount=("amount", "sum"), items=("item", "nunique")
    )
    by_day["ago"] = (cut - by_day["day"].to_numpy()).astype("timedelta64[D]").astype(float)
    group = by_day.groupby("customer")
    frame = pd.DataFrame(
        {
            "recency_days": group["ago"].min(),
            "tenure_days": group["ago"].max(),
            "purchase_days": group.size().astype(float),
            "spend": group["amount"].sum(),
            "mean_order": group["amount"].mean(),
            "largest_order": group["amount"].max(),
            "items_a_day": group["items"].mean(),
        }
    )
    for window in (30, 90, 180):
        recent = by_day[by_day["ago"] < window].groupby("customer")
        frame[f"purchase_days_{window}"] = recent.size().reindex(frame.index, fill_value=0).astype(float)
        frame[f"spend_{window}"] = recent["amount"].sum().reindex(frame.index, fill_value=0.0)
    for half_life in (15, 60, 180):
        decay = 0.5 ** (by_day["ago"] / half_life)
        frame[f"decayed_purchases_{half_life}"] = decay.groupby(by_day["customer"]).sum()
        frame[f"decayed_spend_{half_life}"] = (decay * by_day["amount"]).groupby(by_day["customer"]).sum()
    gaps = -group["ago"].diff()
    per_customer = gaps.groupby(by_day["customer"])
    frame["gap_mean_days"], frame["gap_sd_days"] = per_customer.mean(), per_customer.std()
    frame["gap_last_days"] = per_customer.last()
    frame["recency_over_gap"] = frame["recency_days"] / frame["gap_mean_days"]
    frame["purchase_rate"] = (frame["purchase_days"] - 1) / frame["tenure_days"].clip(lower=1)
    lines_of = bought.groupby("customer")
    frame["distinct_items"] = lines_of["item"].nunique().astype(float)
    frame["lines"] = lines_of.size().astype(float)
    frame["mean_price"] = lines_of["amount"].sum() / lines_of["quantity"].sum()
    back = lines[lines["quantity"] < 0].groupby("customer")["amount"].sum().reindex(frame.index, fill_value=0.0)
    frame["returned_share"] = (-back / frame["spend"]).clip(0, 1)
    frame["uk"] = (lines_of["country"].last() == "United Kingdom").astype(float)
    frame[HISTORY] = bg_nbd_probability(bought, cut).reindex(frame.index)
    return frame


def bg_nbd_probability(bought: pd.DataFrame, cut: np.datetime64) -> pd.Series:
    """P(a purchase in the horizon) by BG/NBD, fitted on the histories up to `cut` alone."""
    counts = purchase_days(bought["customer"], bought["day"]).counts(cut)
    model, _ = fit_bg_nbd(unique_patterns(counts))
    alive = model.alive_probability(counts.x, counts.t_x, counts.T)
    return pd.Series(alive * model.active_moments(counts.x, counts.T, HORIZON_DAYS)[0, 0], index=counts.customers)


def rules(rows: Rows) -> dict[str, np.ndarray]:
    """Recency and the sum of RFM quintiles within each moment, higher meaning likelier, and BG/NBD's probability."""
    frame = rows.features
    ranks = [
        (sign * frame[name]).groupby(rows.moment).rank(pct=True)
        for name, sign in (("recency_days", -1), ("purchase_days", 1), ("spend", 1))
    ]
    quintiles = sum(np.ceil(rank * 5) for rank in ranks)
    return {
        "recency": -frame["recency_days"].to_numpy(),
        "rfm_sum": np.asarray(quintiles, dtype=float),
        HISTORY: frame[HISTORY].to_numpy(),
    }
