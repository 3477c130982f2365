"""When people shop: a weight for each day of the two years, per country and shopping habit."""

from datetime import date, timedelta

import numpy as np

from tools.data.demo.randomness import DAYS, FIRST_DAY

COUNTRIES = ("China", "United States", "United Kingdom", "Germany")
CHINA = 0

_WEEKDAY = {
    "China": (0.95, 0.92, 0.94, 0.97, 1.05, 1.12, 1.05),
    "United States": (1.02, 0.97, 0.95, 0.97, 0.98, 1.03, 1.08),
    "United Kingdom": (1.00, 0.96, 0.96, 0.98, 0.99, 1.02, 1.09),
    "Germany": (1.04, 0.98, 0.97, 0.99, 0.95, 0.92, 1.15),
}
_SALES = {
    "China": (((11, 1), (11, 10), 1.7), ((11, 11), (11, 11), 6.0), ((6, 1), (6, 17), 1.5), ((6, 18), (6, 18), 4.5),
              ((12, 12), (12, 12), 2.2), ((3, 8), (3, 8), 2.0)),
    "United States": (((11, 20), (12, 2), 2.2), ((7, 8), (7, 11), 1.6), ((12, 26), (12, 31), 1.5)),
    "United Kingdom": (((11, 21), (12, 2), 2.2), ((12, 26), (1, 6), 1.8), ((7, 8), (7, 11), 1.4)),
    "Germany": (((11, 21), (12, 2), 2.1), ((1, 2), (1, 12), 1.5), ((7, 8), (7, 11), 1.4)),
}  # fmt: skip
_BLACK_FRIDAYS = (date(2024, 11, 29), date(2025, 11, 28))
_CYBER_MONDAYS = (date(2024, 12, 2), date(2025, 12, 1))
_SPRING_FESTIVALS = (date(2025, 1, 29), date(2026, 2, 17))
_QIXI = (date(2025, 8, 29), date(2026, 8, 19))
_MONTH = (0.92, 0.90, 0.98, 0.98, 1.00, 1.02, 0.95, 0.93, 1.02, 1.04, 1.18, 1.22)
_HABIT_EXPONENT = {"steady": 0.6, "sales": 2.2, "gifts": 0.8, "fashion": 1.0}


def sale_weight(day: date, country: str) -> float:
    """1 on ordinary days, more in the country's sale seasons."""
    weight = 1.0
    for start, end, factor in _SALES[country]:
        key = (day.month, day.day)
        if start <= key <= end if start <= end else key >= start or key <= end:
            weight = max(weight, factor)
    if country != "China" and (day in _BLACK_FRIDAYS or day in _CYBER_MONDAYS):
        weight = 4.5
    return weight


def _gift_weight(day: date, country: str) -> float:
    key = (day.month, day.day)
    weight = 0.55
    if (11, 25) <= key <= (12, 22):
        weight = 4.0 if country != "China" else 2.0
    elif (2, 4) <= key <= (2, 13) or (5, 1) <= key <= (5, 11):
        weight = 2.4
    if country == "China" and (
        any(0 < (festival - day).days <= 21 for festival in _SPRING_FESTIVALS)
        or any(0 <= (festival - day).days <= 8 for festival in _QIXI)
    ):
        weight = 3.4
    return weight


def _fashion_weight(day: date) -> float:
    return {3: 1.35, 4: 1.4, 5: 1.1, 9: 1.45, 10: 1.4, 11: 1.1}.get(day.month, 0.85)


def day_weights(country: str, habit: str) -> np.ndarray:
    """Relative intensity of shopping on each of the DAYS days; the mean is 1."""
    weights = np.empty(DAYS)
    for number in range(DAYS):
        day = FIRST_DAY + timedelta(days=number)
        weight = _MONTH[day.month - 1] * sale_weight(day, country) ** _HABIT_EXPONENT[habit]
        if habit == "gifts":
            weight *= _gift_weight(day, country)
        elif habit == "fashion":
            weight *= _fashion_weight(day)
        if country == "China" and any(-5 <= (day - festival).days <= 4 for festival in _SPRING_FESTIVALS):
            weight *= 0.5
        weights[number] = weight * _WEEKDAY[country][day.weekday()]
    return weights / weights.mean()
