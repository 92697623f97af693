"""Invented dialogs that come late, are made anew, stand in frames and roots, or load the page again: ways of being there."""

from consent_case import Case

_BAR = "position:fixed;bottom:0;left:0;right:0;padding:1em;background:#fff"
_LATE = """<script>const show = () => { if (chosen() || document.getElementById("box")) return;
document.body.insertAdjacentHTML("beforeend", `<div id=box style="position:fixed;bottom:0;left:0;right:0;background:#fff">INNER</div>`); }; WHEN</script>"""


def _late(inner: str, when: str) -> str:
    return _LATE.replace("INNER", inner).replace("WHEN", when)


_LT = """<p>Naudojame slapukus.</p><button onclick="end('all')">Priimti visus</button><button onclick="end('none')">Atmesti visus</button>"""
_DE = """<p>Wir verwenden Cookies.</p><button onclick="end('all')">Akzeptieren</button><button onclick="end('none')">Nur notwendige</button>"""
_LV = """<p>Mēs lietojam sīkdatnes.</p><button onclick="end('all')">Piekrītu visam</button><button onclick="end('none')">Tikai nepieciešamās</button>"""

# Written anew again and again, as a framework does; the clicks are listened to far above it.
_ANEW = """<div id=app></div><script>let at = 0; const draw = () => { app.innerHTML = chosen() ? "" :
`<div data-n=${at += 1} style="position:fixed;bottom:0;background:#fff"><p>Šī vietne izmanto sīkdatnes.</p><button data-do=all>Piekrītu</button><button data-do=none>Noraidu</button></div>`; };
draw(); setInterval(draw, 700); app.addEventListener("click", (event) => { if (event.target.dataset.do) { keep(event.target.dataset.do); draw(); } });</script>"""

# Drawn on the server: its buttons do nothing until the script has taken the page over, and drawn it anew.
_HYDRATED = """<div id=root><div class=consent style="position:fixed;bottom:0;background:#fff"><p>Kasutame küpsiseid.</p><button>Nõustun</button><button>Keeldun</button></div></div>
<script>if (chosen()) root.remove(); setTimeout(() => { if (chosen()) return; const fresh = root.cloneNode(true); root.replaceWith(fresh);
const [yes, no] = fresh.querySelectorAll("button"); yes.onclick = () => { keep("all"); fresh.remove(); }; no.onclick = () => { keep("none"); fresh.remove(); }; }, 2500);</script>"""

# The platform's own dialog, closed by a form that goes nowhere.
_NATIVE = """<dialog id=box><form method=dialog><p>Сайт использует файлы cookie.</p><button value=all>Принять</button><button value=none>Отклонить</button></form></dialog>
<script>if (!chosen()) box.showModal(); box.onclose = () => { if (box.returnValue) keep(box.returnValue); };</script>"""

# A form whose sending the page's script takes over.
_TAKEN_OVER = """<div id=box style="position:fixed;bottom:0;background:#fff"><form action=/sent method=post><p>Lietojam sīkdatnes.</p><button name=c value=all>Apstiprināt</button>
<button name=c value=none>Noraidīt</button></form></div><script>if (chosen()) box.remove(); else document.forms[0].onsubmit = (event) => { event.preventDefault(); end(event.submitter.value); };</script>"""

_ROOTS = """<site-consent></site-consent><script>customElements.define("consent-button", class extends HTMLElement { connectedCallback() {
this.attachShadow({ mode: "open" }).innerHTML = `<button><slot></slot></button>`; } });
customElements.define("site-consent", class extends HTMLElement { connectedCallback() { if (chosen()) return; const root = this.attachShadow({ mode: "open" });
root.innerHTML = `<style>aside { position: fixed; inset: auto 0 0; background: #fff }</style><aside role=dialog aria-label="Slapukai"><p>Mes naudojame slapukus.</p>
<consent-button id=y>Sutinku</consent-button><consent-button id=n>Nesutinku</consent-button></aside>`;
for (const [id, value] of [["y", "all"], ["n", "none"]]) root.getElementById(id).onclick = () => { keep(value); this.remove(); }; } });</script>"""

# A message in a frame of another site; its options are a second frame.
_MANAGER = """<div id=box style="position:fixed;inset:0;z-index:9999"></div><script>
const open = (page) => { box.innerHTML = `<iframe src="https://frames.example/${page}.html" style="width:100%;height:500px;border:0" title="Privacy message"></iframe>`; };
if (chosen()) box.remove(); else open("message");
addEventListener("message", (event) => { if (event.data === "options") open("manager"); else if (["all", "none"].includes(event.data)) end(event.data); });</script>"""
_MESSAGE = """<!doctype html><meta charset=utf-8><title>m</title><p>Wir und unsere Partner verwenden Cookies.</p><button onclick="parent.postMessage('all','*')">Zustimmen</button>
<button onclick="parent.postMessage('options','*')">Optionen</button><a href="https://away.example/datenschutz">Datenschutz</a>"""
_OPTIONS = """<!doctype html><meta charset=utf-8><title>o</title><h1>Ihre Auswahl</h1><p>Zwecke und Partner, die Cookies setzen.</p>
<button onclick="parent.postMessage('none','*')">Alle ablehnen</button><button onclick="parent.postMessage('all','*')">Alle akzeptieren</button>"""

_SAME_SITE = """<iframe id=box src=/frame.html style="position:fixed;right:0;bottom:0;width:420px;height:260px;border:0"></iframe><script>
if (chosen()) box.remove(); const poll = setInterval(() => { if (chosen()) { box.remove(); clearInterval(poll); } }, 200);</script>"""
_FRAME = """<!doctype html><html lang=fi><meta charset=utf-8><title>f</title><p>Käytämme evästeitä.</p><button onclick="document.cookie='choice=all; path=/; max-age=9999'">Hyväksy</button>
<button onclick="document.cookie='choice=none; path=/; max-age=9999'">Vain välttämättömät</button>"""


def _bar(inner: str) -> str:
    return f'<div id=box style="{_BAR}">{inner}</div><script>if (chosen()) box.remove();</script>'


ARRIVALS: dict[str, Case] = {
    "after-five-seconds.test": Case(body=_late(_LT, "setTimeout(show, 5000);")),
    "after-a-chain.test": Case(
        body=_late(_LV, "const wait = (left) => left ? setTimeout(() => wait(left - 1), 900) : show(); wait(4);")
    ),
    "after-scrolling.test": Case(
        body="<div style='height:2600px'></div>"
        + _late(_DE, "addEventListener('scroll', () => setTimeout(show, 1500), { once: true, passive: true });")
    ),
    "after-the-pointer.test": Case(
        patient=True,
        body=_late(_LV, "for (const kind of ['mousemove', 'touchstart', 'keydown']) addEventListener(kind, () => setTimeout(show, 1200), { once: true });")
    ),
    "when-idle.test": Case(body=_late(_LT, "requestIdleCallback(() => fetch('/words.json').then(() => setTimeout(show, 800)));"), files={"words.json": "{}"}),
    "drawn-anew.test": Case(body=_ANEW),
    "taken-over.test": Case(body=_HYDRATED),
    "native.test": Case(body=_NATIVE),
    "form-taken-over.test": Case(body=_TAKEN_OVER),
    "roots-in-roots.test": Case(body=_ROOTS),
    "two-frames.test": Case(body=_MANAGER),
    "same-site-frame.test": Case(body=_SAME_SITE, files={"frame.html": _FRAME}),
    "reloads-on-refusal.test": Case(
        body=_bar("""<p>Mēs izmantojam sīkdatnes.</p><button onclick="end('all')">Piekrītu</button><button onclick="keep('none');location.reload()">Nepiekrītu</button>""")
    ),
    "goes-to-itself.test": Case(
        body="<script>const asked = new URLSearchParams(location.search).get('consent'); if (asked) { keep(asked); history.replaceState({}, '', '/'); }</script>"
        + _bar(
            """<p>Strona używa plików cookie.</p><button onclick="location.href='/?consent=all'">Akceptuję</button><button onclick="location.href='/?consent=none'">Odrzucam</button>"""
        )
    ),
    "kept-in-storage.test": Case(
        body=f"""<div id=box style="{_BAR}"><p>Naudojame slapukus statistikai.</p><button onclick="put(1)">Sutinku</button><button onclick="put(0)">Nesutinku</button></div>
<script>if (localStorage.privacy) box.remove(); const put = (all) => {{ localStorage.privacy = JSON.stringify({{ v: 2, statistics: !!all, at: Date.now() }}); box.remove(); }};</script>""",
        accept_kept=None,
        reject_kept=None,
    ),
    "told-to-the-server.test": Case(
        body=f"""<div id=box style="{_BAR}"><p>Мы используем cookie.</p><button onclick="tell('yes')">Принимаю</button><button onclick="tell('no')">Не принимаю</button></div><script>
const known = fetch("/state").then((answer) => answer.json()); if (sessionStorage.seen) box.remove();
const tell = (value) => fetch(`/consent/${{value}}`, {{ method: "POST", body: "{{}}" }}).then(() => {{ sessionStorage.seen = 1; box.remove(); }});</script>""",
        files={"state": "{}"},
        accept_kept=None,
        reject_kept=None,
    ),
}
"""By host name."""

FRAMES: dict[str, str] = {"message.html": _MESSAGE, "manager.html": _OPTIONS}
"""Pages of the host frames.example."""
