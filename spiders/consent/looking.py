"""Looks at the consent dialog without touching it: what it offers, and whether it lies over the page."""

from collections.abc import Awaitable, Callable
from dataclasses import replace

from scanner.model.consent import Consent
from spiders import limits
from spiders.consent import dialog
from spiders.consent.autoconsent import RETRIES, Autoconsent
from spiders.consent.waiting import wait_for_dialog
from spiders.tab import Tab


async def look(
    tab: Tab,
    known: Consent,
    on_dialog: Callable[[], None] | None = None,
    on_none: Callable[[], Awaitable[None]] | None = None,
) -> Consent:
    """What the page's consent dialog offers, without touching it; `known` when the page shows none.

    `on_dialog` is called once a dialog is there, before it is known which tool's it is; `on_none` first, where none is there
    yet. A tool whose dialog is shown is there too: one look tells it.
    """
    shown = await dialog.see(tab)
    if not shown and on_none:
        await on_none()
    async with Autoconsent(tab.client, tab.page_session, retries=0 if shown else RETRIES) as engine:
        seen = await wait_for_dialog(tab, engine)
        if seen and on_dialog:
            on_dialog()
        popup = await engine.found(limits.TOOL)
        tool = popup.rule if popup else next(iter(engine.tools), None)
    if seen is None and popup is None:
        return replace(known, cmp=known.cmp or tool)
    await tab.picture("banner")
    known = replace(known, banner=True, cmp=tool)
    if seen is None:
        return known
    layer = seen.layer
    return replace(
        known,
        text=layer.text or None,
        first_layer=seen.offers,
        prechecked=tuple(one.label for one in layer.toggles if one.checked and not one.locked),
        blocks_page=layer.blocks_page,
        buttons=layer.buttons,
        layers=(layer,),
    )


async def blocks(tab: Tab) -> bool:
    """Whether a dialog lies over the page now open so that it cannot be used."""
    seen = await dialog.see(tab)
    return seen is not None and seen.box.blocks
