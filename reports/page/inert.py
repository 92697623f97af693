"""Takes the sting out of text from the scanned site before it is laid out: control and direction characters."""

import re

from scanner.model import codec
from scanner.model.result import Result

_SIGN = "\ufffd"
_DIRECTIONS = re.compile("[\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069\u007f-\u009f\u2028\u2029]")
_CONTROLS = re.compile(r"(?<!\\)((?:\\\\)*)\\u00(?:0[0-8bcefBCEF]|1[0-9a-fA-F])")


def inert(result: Result) -> Result:
    """The same result; every control or direction character is one sign, so that places in texts stay what they are.

    HTML's own characters are the template's business: everything is escaped there.
    """
    text = codec.to_json(result).decode()
    text = _DIRECTIONS.sub(_SIGN, text)
    if "\\u00" in text:
        text = _CONTROLS.sub(rf"\1{_SIGN}", text)
    return codec.from_json(text.encode(), Result, source="the result")
