"""A small shop with products in both languages, customers, a campaign and documents, for the library's tests."""

import hashlib
import json
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any

import numpy as np

from tools.data.engine import writing
from tools.data.lexical import normalise, terms
from tools.data.workspace import Workspace

PRODUCTS: list[dict[str, Any]] = [
    {"id": "SK-1", "name": "Hydrating Serum", "category": "skincare", "brand": "Moorlight", "price": 24.0,
     "description": "Hyaluronic acid serum that plumps thirsty skin.", "name_zh": "补水精华液",
     "description_zh": "玻尿酸精华，令干燥肌肤水润饱满。"},
    {"id": "SK-2", "name": "Mineral Sunscreen SPF 50", "category": "skincare", "brand": "Qinglan", "price": 18.5,
     "description": "Zinc oxide protection against UV, no white cast.", "name_zh": "物理防晒霜",
     "description_zh": "氧化锌防护紫外线，不泛白。"},
    {"id": "HM-1", "name": "Cedar Candle", "category": "home", "brand": "Moorlight", "price": 30.0,
     "description": "Soy wax; the room smells of cedar.", "name_zh": "雪松香薰蜡烛", "description_zh": None},
    {"id": "HM-2", "name": "Linen Duvet Cover", "category": "home", "brand": "Nordlicht", "price": 120.0,
     "description": "Breathable flax bedding for hot nights.", "name_zh": "亚麻被套", "description_zh": "透气凉爽。"},
    {"id": "FA-1", "name": "Waxed Rain Jacket", "category": "fashion", "brand": "Paul Smith", "price": 210.0,
     "description": "Keeps you dry in any weather.", "name_zh": "防水雨衣外套", "description_zh": None},
]  # fmt: skip

CUSTOMERS = [
    ("C1", "Emma Watson", "emma@example.com", "+44 20 7946 0958", "1990-04-15"),
    ("C2", "王小芳", "fang@example.cn", "13812345678", "1988-12-01"),
    ("C3", "Rose", "rose@example.com", "0049 30 901820", "1979-02-03"),
    ("C4", "Paul Smith", "paul@example.com", "2125550123", "1985-06-30"),
]

GUIDELINE = """---
title: Brand voice
kind: brand
---
# Brand voice

Warm, plain, never pushy. Questions go to Emma Watson (emma@example.com, +44 20 7946 0958).

## Words we avoid

Never say miracle, best or number one. 王小芳负责审核，电话13812345678，生日1988年12月1日。

## Discounts

State the end date in the first line.
"""


def make_shop(folder: Path) -> Workspace:
    """The shop above in `folder`, not indexed."""
    workspace = Workspace.create(folder)
    with writing(workspace.warehouse_path) as connection:
        connection.execute("ALTER TABLE products ADD COLUMN name_zh VARCHAR")
        connection.execute("ALTER TABLE products ADD COLUMN description_zh VARCHAR")
        connection.execute("ALTER TABLE products ADD COLUMN image_url VARCHAR")
        for product in PRODUCTS:
            names = ", ".join(product)
            connection.execute(f"INSERT INTO products ({names}) VALUES ({', '.join('?' * len(product))})",
                               list(product.values()))  # fmt: skip
        connection.execute("UPDATE products SET image_url = 'https://example.com/p.jpg'")
        connection.executemany(
            "INSERT INTO customers (id, name, email, phone, birth_date) VALUES (?, ?, ?, ?, ?)", CUSTOMERS
        )
        connection.execute("INSERT INTO orders (id, customer_id, ordered_at) VALUES ('O1', 'C1', '2026-05-01')")
        connection.execute("INSERT INTO campaigns VALUES ('CM1', 'Spring Sale', 'email', '2026-04-01 09:00')")
        events = [("C1", "sent"), ("C2", "sent"), ("C3", "sent"), ("C4", "sent"), ("C1", "open"), ("C1", "open")]
        connection.executemany(
            "INSERT INTO events (customer_id, type, occurred_at, campaign_id) VALUES (?, ?, '2026-04-01', 'CM1')",
            events,
        )
    workspace.documents_path.mkdir()
    (workspace.documents_path / "voice.md").write_text(GUIDELINE, encoding="utf-8")
    return workspace


def hashed_vector(text: str, size: int = 64) -> list[float]:
    """A vector that is near for texts with the same words, as a stand-in for a model in an endpoint."""
    vector = np.zeros(size)
    for term in terms(normalise(text)):
        vector[int.from_bytes(hashlib.sha256(term.encode()).digest()[:4]) % size] += 1
    return [float(value) for value in vector]


class EmbeddingServer(ThreadingHTTPServer):
    """Speaks `POST /v1/embeddings`. `failures` holds statuses to answer with before the next success."""

    failures: list[int]
    requests: list[dict[str, Any]]
    keys: list[str | None]

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self.server_port}/v1"


class _Handler(BaseHTTPRequestHandler):
    server: EmbeddingServer

    def do_POST(self) -> None:
        body = json.loads(self.rfile.read(int(self.headers["Content-Length"])))
        self.server.requests.append(body)
        self.server.keys.append(self.headers.get("Authorization"))
        if self.server.failures:
            self._answer(self.server.failures.pop(0), {"error": {"message": "no"}})
            return
        rows = [{"index": i, "embedding": hashed_vector(text)} for i, text in enumerate(body["input"])]
        self._answer(200, {"data": rows[::-1], "model": body["model"]})

    def _answer(self, status: int, value: Any) -> None:
        content = json.dumps(value).encode()
        self.send_response(status)
        self.send_header("Content-Length", str(len(content)))
        self.end_headers()
        self.wfile.write(content)

    def log_message(self, format: str, *arguments: Any) -> None:
        pass


@contextmanager
def embedding_server() -> Iterator[EmbeddingServer]:
    """A running server on a free port of this machine."""
    server = EmbeddingServer(("127.0.0.1", 0), _Handler)
    server.failures, server.requests, server.keys = [], [], []
    thread = threading.Thread(target=server.serve_forever, daemon=True)
    thread.start()
    try:
        yield server
    finally:
        server.shutdown()
        server.server_close()
        thread.join()
