"""Recency, frequency, monetary: five equal groups each, and the eleven customary segments on their 125 cells."""

SEGMENT_CELLS: dict[str, str] = {
    "Champions": "555 554 544 545 454 455 445",
    "Loyal": "543 444 435 355 354 345 344 335",
    "Potential Loyalist": (
        "553 551 552 541 542 533 532 531 452 451 442 441 431 453 433 432 423 353 352 351 342 341 333 323"
    ),
    "New Customers": "512 511 422 421 412 411 311",
    "Promising": "525 524 523 522 521 515 514 513 425 424 413 414 415 315 314 313",
    "Need Attention": "535 534 443 434 343 334 325 324",
    "About To Sleep": "331 321 312 221 213 231 241 251",
    "At Risk": "255 254 245 244 253 252 243 242 235 234 225 224 153 152 145 143 142 135 134 133 125 124",
    "Cannot Lose Them": "155 154 144 214 215 115 114 113",
    "Hibernating": "332 322 233 232 223 222 132 123 122 212 211",
    "Lost": "111 112 121 131 141 151",
}
"""Segment to the cells (recency, frequency, monetary score; 5 is best) that belong to it. The customary table."""

CELL = "recency_score * 100 + frequency_score * 10 + monetary_score"
_NAMES = ", ".join(f"({cell}, '{name}')" for name, cells in SEGMENT_CELLS.items() for cell in cells.split())


def rfm(figures: str = "figures") -> str:
    """Scores and segment of every customer with a purchase, from a part with customer_id, orders, spend, last_at.

    Each score is the fifth (SQL's ntile: the first n mod 5 groups hold one more) in the order of value, then customer
    id: ties fall the same way in every engine. Spend is compared to four decimals, since the order in which an engine
    adds must not part two customers who spent the same.
    """
    return f"""
SELECT customer_id, recency_score, frequency_score, monetary_score, {CELL} AS cell, names.segment
FROM (
  SELECT customer_id,
         ntile(5) OVER (ORDER BY last_at, customer_id) AS recency_score,
         ntile(5) OVER (ORDER BY orders, customer_id) AS frequency_score,
         ntile(5) OVER (ORDER BY floor(spend * 10000 + 0.5), customer_id) AS monetary_score
  FROM {figures} WHERE orders > 0
) AS scores JOIN (VALUES {_NAMES}) AS names(code, segment) ON names.code = {CELL}
"""


RFM = rfm()
