"""Tells people what changed on a site: events out of two scans, an outbox in the store, mail, webhooks and chat services."""
