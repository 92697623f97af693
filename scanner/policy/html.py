"""Finds what of a web page is the document: closed panels count, navigation, footer, banners and menus do not."""

import re

from selectolax.lexbor import LexborHTMLParser, LexborNode

from scanner.policy import layout
from scanner.policy.errors import UnreadableError

_NEVER = "script, style, noscript, template, svg, select, datalist, iframe, object, canvas, audio, video, head"
_AROUND = "nav, header nav, footer, [role=navigation], [role=contentinfo], [role=search], [role=menu], [role=menubar], .skip-link"
_DIALOGS = (
    "dialog, [role=dialog], [role=alertdialog], [aria-modal=true], #CybotCookiebotDialog, #CybotCookiebotDialogBodyUnderlay,"
    " #onetrust-banner-sdk, #onetrust-consent-sdk, #usercentrics-root, #didomi-host, #cookiescript_injected, #tarteaucitronRoot,"
    " .cky-consent-container, .cky-modal, #cmplz-cookiebanner-container, .cmplz-cookiebanner, .cc-window, #cookie-law-info-bar,"
    " .iubenda-cs-container, .osano-cm-window, #qc-cmp2-container, .klaro, .cookiefirst-root, #termly-code-snippet-support,"
    " #moove_gdpr_cookie_info_bar, #cc-main, .fc-consent-root, #hs-eu-cookie-confirmation, #BorlabsCookieBox"
)
_NAMED = (
    "[id*=cookie-b], [id*=cookieb], [class*=cookie-b], [class*=cookieb], [id*=cookie-notice], [class*=cookie-notice],"
    " [id*=cookie-popup], [class*=cookie-popup], [id*=cookie-consent], [class*=cookie-consent], [id*=gdpr-b], [class*=gdpr-b],"
    " [class*=breadcrumb], [class*=lang-s], [class*=language-s], [class*=langs], [class*=lang-menu], [class*=language-menu],"
    " [id*=lang-s], [id*=language-s], [class*=share-buttons], [class*=site-footer], [class*=site-header]"
)
_BUTTON = "button, [role=button]"
_LONGEST_NAMED = 2500
_SHORTEST_HIDDEN = 80
_LONGEST_TABS = 200
_LINKS = 0.3
_PANEL = re.compile(r"(?i)panel|body|content|collapse|accordion|answer")
_SHORTEST = 40
_DEEPEST = 2000
_MOST_KEPT = 20
_MOST_CHARACTERS = 8_000_000
_NESTING = re.compile(
    r"<(/?)(?:div|span|section|article|b|i|em|strong|a|font|ul|ol|table|blockquote|main|nav|form|center|small|u|details)\b",
    re.IGNORECASE,
)
_MASKED_LINK = "a[href*='/cdn-cgi/l/email-protection#']"


def text_of(html: str) -> str:
    """The text of a page, with its headings, lists and tables as lines; raises UnreadableError for a page without any."""
    html = html[:_MOST_CHARACTERS]
    _check_depth(html)
    tree = LexborHTMLParser(html)
    if tree.body is None:
        raise UnreadableError("the page shows no text")
    _unmask(tree)
    text = layout.text_of(_main(tree, tree.body), _left_out(tree, tree.body))
    if len(text) < _SHORTEST:
        raise UnreadableError("the page shows no text")
    return text


def _check_depth(html: str) -> None:
    """No document is nested so deep; parsing one that is costs the square of its depth."""
    depth = 0
    for match in _NESTING.finditer(html):
        depth += -1 if match.group(1) else 1
        if depth > _DEEPEST:
            raise UnreadableError(f"its elements are nested more than {_DEEPEST} deep")


def _unmask(tree: LexborHTMLParser) -> None:
    """Puts the addresses back that Cloudflare hides from robots."""
    for node in tree.css("[data-cfemail]"):
        node.replace_with(unmasked(node.attributes.get("data-cfemail") or ""))
    for node in tree.css(_MASKED_LINK):
        if "@" not in node.text():
            node.replace_with(unmasked((node.attributes.get("href") or "").rpartition("#")[2]))


def unmasked(code: str) -> str:
    """The e-mail address behind Cloudflare's masking: hexadecimal bytes, each XORed with the first."""
    try:
        first, *rest = bytes.fromhex(code)
    except ValueError:
        return ""
    return bytes(byte ^ first for byte in rest).decode("utf-8", "replace")


def _main(tree: LexborHTMLParser, body: LexborNode) -> LexborNode:
    """The part that holds the document: <main> or <article> where it holds most of what is left."""
    for selector in ("main", "[role=main]", "article"):
        found = tree.css(selector)
        if len(found) == 1 and len(found[0].text()) > len(body.text()) * 0.6:
            return found[0]
    return body


def _left_out(tree: LexborHTMLParser, body: LexborNode) -> frozenset[int]:
    """The elements that are not read. What holds half of the page is its content, whatever it is called."""
    whole = len(body.text())
    out = {node.mem_id for node in tree.css(_NEVER)}
    out |= {node.mem_id for node in tree.css(_BUTTON) if not _opens(node)}
    kept = 0
    for selector, longest in ((_AROUND, whole / 2), (_DIALOGS, whole / 2), (_NAMED, min(whole / 2, _LONGEST_NAMED))):
        for node in tree.css(selector):
            if kept >= _MOST_KEPT:
                break
            if len(node.text()) < longest:
                out.add(node.mem_id)
            else:
                kept += 1
    for node in tree.css("[hidden]"):
        if not _is_panel(node) and len(node.text()) < _SHORTEST_HIDDEN:
            out.add(node.mem_id)  # a closed panel holds more than a hidden label does
    for node in tree.css("[role=tablist]"):
        if len(node.text()) < _LONGEST_TABS and node.css_first("[role=tabpanel]") is None:
            out.add(node.mem_id)
    for node in tree.css("aside"):
        linked = sum(len(link.text()) for link in node.css("a"))
        if len(node.text()) < whole / 2 and linked > len(node.text()) * _LINKS:
            out.add(node.mem_id)
    return frozenset(out)


def _is_panel(node: LexborNode) -> bool:
    """Whether a hidden element is what a tab or an accordion opens."""
    if node.attributes.get("role") == "tabpanel" or _PANEL.search(node.attributes.get("class") or ""):
        return True
    before = node.prev
    while before is not None and not before.is_element_node:
        before = before.prev
    return before is not None and (
        "aria-expanded" in before.attributes or before.css_first("[aria-expanded]") is not None
    )


def _opens(button: LexborNode) -> bool:
    """Whether a button is the heading of a panel, as in accordions and tabs."""
    names = button.attributes
    if "aria-expanded" in names or "aria-controls" in names or names.get("role") == "tab":
        return True
    parent = button.parent
    return parent is not None and parent.tag in ("h1", "h2", "h3", "h4", "h5", "h6", "dt", "summary")
