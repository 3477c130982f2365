"""Where a conversation's messages are kept: one small SQLite file each, easy to copy and to erase."""

import sqlite3
from contextlib import suppress
from pathlib import Path
from typing import Any


def open_memory(folder: Path, session_id: str) -> tuple[Any, bool]:
    """A LangGraph checkpointer and whether it lasts; in a folder that cannot be written it lives in memory only.

    Stored messages are read back as the plain types they are made of; nothing else in the file is ever constructed.
    """
    from langgraph.checkpoint.memory import InMemorySaver
    from langgraph.checkpoint.serde.jsonplus import JsonPlusSerializer
    from langgraph.checkpoint.sqlite import SqliteSaver

    try:
        folder.mkdir(parents=True, exist_ok=True)
        connection = sqlite3.connect(folder / f"{session_id}.sqlite", check_same_thread=False, timeout=30)
        saver = SqliteSaver(connection, serde=JsonPlusSerializer(allowed_msgpack_modules=()))
        saver.setup()
    except (OSError, sqlite3.OperationalError):
        return InMemorySaver(), False
    return saver, True


def forget_older_steps(saver: Any, session_id: str) -> None:
    """Drop all but the newest checkpoint: only the latest state is ever resumed."""
    connection = getattr(saver, "conn", None)
    if connection is None:
        return
    newest = "(SELECT max(checkpoint_id) FROM checkpoints WHERE thread_id = :id)"
    with suppress(sqlite3.OperationalError), saver.lock, connection:  # a full disk must not take the answer away
        for table in ("checkpoints", "writes"):
            connection.execute(
                f"DELETE FROM {table} WHERE thread_id = :id AND checkpoint_id < {newest}", {"id": session_id}
            )


def close_memory(saver: Any) -> None:
    """Let go of the file."""
    connection = getattr(saver, "conn", None)
    if connection is not None:
        connection.close()
