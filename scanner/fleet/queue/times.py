"""Every wait and bound of the queue, by name; docs/operate.md lists them. Seconds unless the name says otherwise."""

HEARTBEAT = 10.0
"""A worker says this often of each scan it holds that it lives."""
LEASE = 60.0
"""A scan whose worker has been silent for this long is taken from it and waits again."""
CARE = 15.0
"""This often every worker looks for what has fallen due and for scans whose worker is gone."""
RECOVERY = LEASE + 2 * CARE
"""At the latest so long after a worker has died its scans wait again, as long as any other worker runs."""
POLL = 1.0
"""An idle worker looks this often for something to do."""
RECKON = 60.0
"""Sites whose next due time is not reckoned yet are looked at this often."""
TRIES = 3
"""A scan that fails of itself is begun this often, then it has failed."""
LOST = 10
"""A scan that is lost with its worker is begun this often at most, then it has failed."""
BACKOFF = (60.0, 300.0, 900.0)
"""Before the second, third and any later try."""
COURTESY = 5.0
"""A scan that may not begin now, because another one of its domain or address runs, is looked at again after this."""
PER_ADDRESS = 2
"""Scans of sites behind one IP address that run at once, at most."""
PAUSED = 600.0
"""A job of a paused site is put off for so long (PostgreSQL); when the site is resumed it comes within CARE."""
NAMES_KEPT = 600.0
"""What a host's name stands for is asked anew after this."""
NAME_LOOKUP = 5.0
"""For hosts' names to be looked up before a scan; without an answer the scan begins all the same."""
SLOW_LOOKUP = 0.2
"""The same for NAMES_SLOW after an answer did not come in time: a name server that is silent must not hold the queue up."""
NAMES_SLOW = 60.0
"""So long names are waited for only briefly once an answer did not come, and one that nobody could tell is not asked again."""
STORE_AGAIN = 900.0
"""A result that cannot be stored (database gone, disk full) is kept and tried again for this long."""
STORE_PAUSE = 2.0
"""Between two tries to store a result, at first; twice as long each time, up to STORE_PAUSE_LONGEST."""
STORE_PAUSE_LONGEST = 15.0
"""Between two tries to store a result, at most."""
OUTAGE_PAUSE = 3.0
"""After a fault of the database a worker waits this long before it asks again."""
MEMORY_BYTES = 4_000_000_000
"""What a scan with its browsers may hold; beyond it the scan is killed (worker --memory)."""
