"""Findings of every kind the page draws."""

from __future__ import annotations

from tools.contract import AudienceCard, Chart, Column, DraftCard, DraftCheck, Finding, Source

REVENUE = Column(name="net_revenue", label="Net revenue", type="money", unit="GBP")


def revenue(rows: int = 24) -> Finding:
    """Revenue by category: more rows than are shown at once, one with markup in its name, and a bar chart."""
    names = [f"Category <b>{n}</b>" if n == 3 else f"Category {n}" for n in range(rows)]
    return Finding(
        tool="measure",
        title="Net revenue by category, 1 April – 30 June 2025",
        columns=[
            Column(name="category", label="Category"),
            REVENUE,
            Column(name="orders", label="Orders", type="integer"),
            Column(name="share", label="Share", type="share"),
        ],
        rows=[[name, 98765.4 / (n + 1), 1200 - n, 0.31 / (n + 1)] for n, name in enumerate(names)],
        total_rows=rows,
        sql="SELECT category, sum(line_value)\nFROM lines\nGROUP BY 1",
        definition={"measures": ["net_revenue"]},
        caveats=["Returns count against revenue; 132 orders without a customer are included."],
        chart=Chart(kind="bar", x="category", y=["net_revenue"]),
    )


def trend() -> Finding:
    """Revenue by month for two countries, as lines."""
    months = [f"{2024 + n // 12}-{n % 12 + 1:02d}" for n in range(18)]
    countries = (("China", 3), ("Germany", 2))
    return Finding(
        tool="measure",
        title="Net revenue by month and country",
        columns=[Column(name="month", label="Month"), Column(name="country", label="Country"), REVENUE],
        rows=[
            [month, name, 40_000 + 9_000 * ((n * step) % 5) + n * 900]
            for n, month in enumerate(months)
            for name, step in countries
        ],
        total_rows=36,
        chart=Chart(kind="line", x="month", y=["net_revenue"], series="country"),
    )


def cohorts() -> Finding:
    """Retention by month of first order, as a heatmap."""
    rows = [[f"2025-{m:02d}", later, max(0.03, 0.5 / (later + 1))] for m in range(1, 7) for later in range(7 - m)]
    return Finding(
        tool="measure",
        title="Share of buyers who came back, by month of first order",
        columns=[
            Column(name="cohort", label="First order"),
            Column(name="months", label="Months later", type="integer"),
            Column(name="retention", label="Came back", type="share"),
        ],
        rows=list(rows),
        total_rows=len(rows),
        chart=Chart(kind="heatmap", x="months", y=["retention"], series="cohort"),
    )


def total() -> Finding:
    """One row of figures."""
    return Finding(
        tool="measure",
        title="Sales, last month",
        columns=[
            REVENUE,
            Column(name="orders", label="Orders", type="integer"),
            Column(name="repeat_rate", label="Repeat rate", type="share"),
        ],
        rows=[[9747747.93, 25900, 0.6546]],
        total_rows=1,
    )


def audience(size: int = 1284) -> Finding:
    """An audience, as size_audience returns one."""
    words = "Women in Shanghai who bought skincare in the last 90 days and spent more than ¥500"
    return Finding(
        tool="size_audience",
        title=words,
        columns=[Column(name="customers", type="integer", label="Customers")],
        rows=[[size]],
        total_rows=1,
        definition={"all": []},
        sql="SELECT count(*) FROM customers",
        totals={"size": float(size), "share": 0.0642},
        audience=AudienceCard(definition={"all": []}, text=words, size=size),
    )


COPY: dict[str, dict[str, str]] = {
    "email": {
        "subject": "{{first_name|there}}, your evening routine",
        "preheader": "20% off until Sunday",
        "body": "Hi {{first_name|there}},\n\nYour Rose Barrier Cream is probably running low. Until 6 July it is "
        "20% off with code CALM20.\n\nSee you soon,\nLumen & Moss",
        "call_to_action": "Refill now",
    },
    "sms": {"body": "Lumen & Moss: {{first_name|Hi}}, 20% off your refill until 6 July: CALM20. STOP to opt out"},
    "push": {"title": "Running low?", "body": "Refill your Rose Barrier Cream, 20% off until Sunday."},
    "wechat": {
        "title": "该补货啦：玫瑰修护霜八折",
        "body": "{{first_name|您好}}，您常用的玫瑰修护霜本周八折，7月6日截止。",
    },
    "meta_ad": {"primary_text": "Calm skin, calm evenings.", "headline": "Refill and save", "description": "To 6 July"},
    "google_ad": {
        "headline_1": "Refill Rose Cream",
        "headline_2": "20% Off Now",
        "headline_3": "Lumen & Moss",
        "description_1": "Order your refill until 6 July.",
        "description_2": "Free delivery over £40.",
    },
}


def drafts(channel: str = "email") -> Finding:
    """Three drafts; the second has something to mend and something to consider."""
    passed = [DraftCheck(rule=rule, severity="error", passed=True) for rule in ("subject_length", "unsubscribe")]
    failed = [
        DraftCheck(rule="claim", severity="error", passed=False, message="“25% off” is in no fact."),
        DraftCheck(rule="caps", severity="warning", passed=False, message="Two words in capitals; one is usual."),
    ]
    texts = COPY[channel]
    cards = [
        DraftCard(
            channel=channel,
            language="zh" if channel == "wechat" else "en",
            angle=angle,
            fields=texts,
            sources=["p1", "o1"],
            checks=passed + (failed if angle == "Offer" else []),
            preview={name: text.replace("{{first_name|there}}", "Wei") for name, text in texts.items()},
        )
        for angle in ("Reminder", "Offer", "Story")
    ]
    return Finding(
        tool="submit_drafts",
        drafts=cards,
        sources=[
            Source(id="p1", title="Rose Barrier Cream", text="A light cream with rose extract."),
            Source(id="o1", title="Offer: 20% off, CALM20"),
        ],
    )
