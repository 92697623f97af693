"""Small sites with one kind of consent dialog each, and what using it must come to."""

from pathlib import Path

import consent_banners
import consent_case
import consent_designs
from consent_case import Case

_SCRIPT = """
const chosen = () => document.cookie.includes("choice=");
const keep = (value) => { document.cookie = `choice=${value}; path=/; max-age=9999`; };
"""


def _bar(buttons: str, *, text: str = "Mēs izmantojam sīkdatnes, lai vietne darbotos.", style: str = "") -> str:
    return f"""<div id=bar style="position:fixed;bottom:0;left:0;right:0;background:#fff;{style}"><p>{text}</p>{buttons}</div>
<script>if (chosen()) bar.remove();
const end = (value) => {{ keep(value); bar.remove(); }};</script>"""


ONE_STEP = _bar("<button onclick=\"end('all')\">Piekrītu</button><button onclick=\"end('none')\">Nepiekrītu</button>")

_TWO_STEP = (
    _bar(
        '<button onclick="end(\'all\')">Accept all</button><button onclick="bar.hidden=true;layer.hidden=false">Cookie settings</button>',
        text="We use cookies and similar technologies.",
    )
    + """<div id=layer role=dialog hidden style="position:fixed;inset:10%;background:#eee"><h2>Cookie settings</h2>
<label><input type=checkbox checked disabled> Necessary</label><label><input type=checkbox checked id=stats> Statistics</label>
<label><input type=checkbox checked id=ads> Marketing</label>
<button onclick="const v=[stats.checked&&'stats',ads.checked&&'ads'].filter(Boolean).join('+')||'none';keep(v);layer.hidden=true">Save my choices</button></div>"""
)

_SHADOW = """<consent-box></consent-box><script>
customElements.define("consent-box", class extends HTMLElement {
  connectedCallback() {
    if (chosen()) return;
    const root = this.attachShadow({ mode: "open" });
    root.innerHTML = `<style>:host { position: fixed; bottom: 0; background: #fff; padding: 1em; display: block }</style>
      <div><p>Svetainė naudoja slapukus.</p><button id=y>Sutinku</button><button id=n>Nesutinku</button></div>`;
    root.getElementById("y").onclick = () => { keep("all"); this.remove(); };
    root.getElementById("n").onclick = () => { keep("none"); this.remove(); };
  }
});</script>"""

_FRAMED = """<div id=holder style="position:fixed;inset:0;z-index:99"></div><script>
if (!chosen()) holder.innerHTML = '<iframe src="{address}" style="width:600px;height:300px;border:0"></iframe>'; else holder.remove();
addEventListener("message", (event) => { if (event.data.choice) { keep(event.data.choice); holder.remove(); } });</script>"""

_IN_FRAME = """<!doctype html><meta charset=utf-8><p>Мы используем файлы cookie, чтобы сайт работал.</p>
<button onclick="parent.postMessage({choice:'all'},'*')">Принять все</button><button onclick="parent.postMessage({choice:'none'},'*')">Отклонить все</button>"""

CASES: dict[str, Case] = {
    "one-step.test": Case(body=ONE_STEP),
    "two-step.test": Case(body=_TWO_STEP),
    "boxes-on-first-layer.test": Case(
        body=_bar(
            "<label><input type=checkbox id=stats checked>Statistika</label>"
            "<button onclick=\"end('all')\">Piekrist visām</button>"
            "<button onclick=\"end(stats.checked?'stats':'none')\">Saglabāt izvēli</button>"
        )
    ),
    "shadow.test": Case(body=_SHADOW),
    "frame.test": Case(body=_FRAMED.replace("{address}", "/dialog.html"), files={"dialog.html": _IN_FRAME}),
    "other-site-frame.test": Case(body=_FRAMED.replace("{address}", "https://dialogs.example/dialog.html")),
    "storage.test": Case(
        body="""<dialog id=box><p>Kasutame küpsiseid.</p><button value=all>Nõustun</button><button value=none>Keeldun</button></dialog>
<script>if (!localStorage.consent) box.showModal();
box.onclick = (event) => { if (event.target.value) { localStorage.consent = event.target.value; box.close(); } };</script>""",
        accept_kept=None,
        reject_kept=None,
    ),
    "divs.test": Case(
        body=_bar(
            "<div class=btn onclick=\"end('all')\"><span>Alle akzeptieren</span></div>"
            "<div class=btn onclick=\"end('none')\"><span>Alle ablehnen</span></div>",
            text="Wir verwenden Cookies.",
        )
    ),
    "late.test": Case(
        body="""<script>setTimeout(() => { if (!chosen()) document.body.insertAdjacentHTML("beforeend",
`<div id=bar role=dialog style="position:fixed;top:0;background:#fff"><p>We value your privacy. Cookies help us.</p>
<button onclick="keep('all');bar.remove()">I agree</button><button onclick="keep('none');bar.remove()">Reject all</button></div>`); }, 900);</script>"""
    ),
    "way-back.test": Case(
        body="""<div id=bar role=dialog style="position:fixed;bottom:0;background:#fff"><p>Mēs izmantojam sīkdatnes.</p>
<button onclick="end('all')">Piekrītu</button><button onclick="end('none')">Nepiekrītu</button></div>
<footer><button onclick="bar.hidden=false">Sīkdatņu iestatījumi</button></footer>
<script>bar.hidden = chosen(); const end = (value) => { keep(value); bar.hidden = true; };</script>"""
    ),
    "way-back-elsewhere.test": Case(body=ONE_STEP + "<footer><a href=/settings>Cookie settings</a></footer>"),
    "way-back-in-words.test": Case(
        body=ONE_STEP
        + """<a href="#choice">Cookies and your choice</a><button aria-expanded=false aria-controls=answer>Cookie choices</button>
<p id=answer hidden>Write to us to change them.</p><h2 id=choice>Cookies and your choice</h2>"""
    ),
    "only-accept.test": Case(
        body=_bar("<button onclick=\"end('all')\">Sapratu</button>"),
        reject="no control for this choice",
        reject_kept=None,
    ),
    "pay-or-consent.test": Case(
        body=_bar(
            "<button onclick=\"end('all')\">Piekrītu</button><button onclick=\"end('paid')\">Abonēt bez reklām</button>"
        ),
        reject="paying",
        reject_kept=None,
    ),
    "comes-back.test": Case(
        body=_bar("<button onclick=bar.remove()>Piekrītu</button><button onclick=bar.remove()>Nepiekrītu</button>"),
        accept="back after the page was loaded again",
        reject="back after the page was loaded again",
        accept_kept=None,
        reject_kept=None,
    ),
    "stays.test": Case(
        body=_bar("<button>Piekrītu</button><button>Nepiekrītu</button>"),
        accept="back after",
        reject="back after",
        accept_kept=None,
        reject_kept=None,
    ),
    "sends-a-form.test": Case(
        body=_bar("<form action=/agree method=post><button>Piekrītu</button></form>"),
        accept="sent a form",
        reject="no control",
        accept_kept=None,
        reject_kept=None,
    ),
    "leads-away.test": Case(
        body=_bar("<a href=/accept>Piekrītu</a><a href=#no onclick=\"end('none')\">Nepiekrītu</a>"),
        accept="never followed",
        accept_kept=None,
    ),
    **{host: Case(body=body) for host, body in (consent_banners.BANNERS | consent_designs.DESIGNS).items()},
    "server.test": Case(body=consent_banners.SERVER, accept_kept=None, reject_kept=None),
    "wall.test": Case(body=consent_banners.WALL, reject="no control for this choice", reject_kept=None),
    "placeholder.test": Case(body=consent_banners.PLACEHOLDER, banner=False, accept_kept=None, reject_kept=None),
    "footer.test": Case(body=consent_banners.FOOTER, banner=False, accept_kept=None, reject_kept=None),
    "newsletter.test": Case(
        body="<div role=dialog style='position:fixed;top:0'><p>Piesakies jaunumiem!</p><button>Pieteikties</button></div>",
        banner=False,
        accept_kept=None,
        reject_kept=None,
    ),
    "embedded-video.test": Case(
        body="<article><iframe src=https://dialogs.example/dialog.html width=600 height=300></iframe></article>",
        banner=False,
        accept_kept=None,
        reject_kept=None,
    ),
}
"""By host name."""


def write(folder: Path) -> None:
    """Write every site of CASES below `folder`, one folder a host."""
    consent_case.write(folder, CASES, _SCRIPT)
    (folder / "dialogs.example").mkdir()
    (folder / "dialogs.example" / "dialog.html").write_text(_IN_FRAME, encoding="utf-8")
