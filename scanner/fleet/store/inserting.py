"""INSERT with an answer to rows that are there already: both databases have it, SQLAlchemy names it for each apart."""

from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.orm import Session

from scanner.fleet.store.tables import Base

Insert = sqlite.Insert | postgresql.Insert


def insert(session: Session, table: type[Base]) -> Insert:
    """An INSERT for the session's database."""
    if session.get_bind().dialect.name == "sqlite":
        return sqlite.insert(table)
    return postgresql.insert(table)
