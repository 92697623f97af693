"""The cookie jar as the browser holds it, read after every page."""

import time

from spiders.protocol import Client
from spiders.record import JarReading, VisitorRecord


async def read(client: Client, record: VisitorRecord, visit: int) -> None:
    """Add one reading of the whole jar at a visit, third-party and partitioned cookies included."""
    answer = await client.call("Storage.getCookies")
    moment = time.time() * 1000
    record.jar.append(JarReading(visit, moment, record.after_choice(moment), answer["cookies"]))
