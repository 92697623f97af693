"""The nouns of privacydiff as frozen dataclasses: target, evidence, claims, findings, result.

Nothing here looks anything up, touches the network or knows another part of the program. Every noun goes to JSON and
back through `scanner.model.codec`.
"""
