"""Invented dialogs that hide what they offer: closed roots, pictures, layers upon layers, events only a person's hand makes."""

_END = "const end = (value) => { keep(value); box.remove(); }; if (chosen()) box.remove();"
_BOTTOM = "position:fixed;bottom:0;left:0;right:0;padding:1em;background:#fff"


def _bar(inner: str, script: str = "") -> str:
    return f'<div id=box style="{_BOTTOM}">{inner}</div><script>{_END}{script}</script>'


_CLOSED_ROOT = """const root = holder.attachShadow({ mode: "closed" });
root.innerHTML = `<style>div { position: fixed; inset: 20%; background: #fff }</style>INNER`;"""

# A closed root, two steps, switches drawn by the page.
CLOSED = (
    "<div id=holder></div><script>if (!chosen()) { "
    + _CLOSED_ROOT.replace(
        "INNER",
        """<div><section id=one><h2>Wir respektieren Ihre Privatsphäre</h2><p>Wir und unsere Partner verwenden Cookies.</p>
<button id=y>Alle akzeptieren</button> <button id=more>Mehr Informationen & Einstellungen</button></section>
<section id=two hidden><p>Zwecke der Cookies</p><button role=switch aria-checked=true aria-label=Statistik></button>
<button role=switch aria-checked=true aria-label=Marketing></button><button id=s>Auswahl bestätigen</button></section></div>""",
    )
    + """
const at = (id) => root.getElementById(id), end = (value) => { keep(value); holder.remove(); };
at("y").onclick = () => end("all"); at("more").onclick = () => { at("one").hidden = true; at("two").hidden = false; };
for (const one of root.querySelectorAll("[role=switch]")) one.onclick = () => one.setAttribute("aria-checked", one.getAttribute("aria-checked") !== "true");
at("s").onclick = () => end([...root.querySelectorAll("[role=switch]")].some((one) => one.getAttribute("aria-checked") === "true") ? "some" : "none"); }</script>"""
)

# A closed root written in the document itself, inside an open one.
DECLARED = """<cookie-dialog><template shadowrootmode=open><slot></slot><div><template shadowrootmode=closed>
<style>aside { position: fixed; bottom: 0; background: #fff }</style><aside aria-label="Cookies"><p>Naudojame slapukus turiniui ir reklamai pritaikyti.</p>
<button onclick="keep('all');document.querySelector('cookie-dialog').remove()">Sutinku su visais slapukais</button>
<button onclick="keep('none');document.querySelector('cookie-dialog').remove()">Tik būtini slapukai</button></aside>
</template></div></template></cookie-dialog><script>if (chosen()) document.querySelector("cookie-dialog").remove();</script>"""

_DOT = "data:image/svg+xml,%3Csvg xmlns='http://www.w3.org/2000/svg' width='90' height='30'/%3E"
# Buttons that are pictures: named by alt, by a title within the drawing, by text that only the style sheet writes.
PICTURES = _bar(
    f"""<p>Сайт использует файлы cookie.</p><div class=b onclick="end('all')"><img src="{_DOT}" alt="Принять все"></div>
<div class=b onclick="end('none')"><svg width=90 height=30><title>Отклонить</title><rect width=90 height=30 /></svg></div>"""
)
WRITTEN_BY_STYLE = (
    """<style>.go::before { content: "Zaakceptuj wszystko" } .no::after { content: "Odrzuć wszystko" }</style>"""
    + _bar("""<p>Używamy plików cookie.</p><button class=go onclick="end('all')"></button><button class=no onclick="end('none')"></button>""")
)

# Takes no notice of events that scripts make.
ONLY_HANDS = _bar(
    "<p>Mēs izmantojam sīkdatnes.</p><button data-do=all>Piekrītu visām</button><button data-do=none>Noraidīt visas</button>",
    """box.addEventListener("click", (event) => { if (event.isTrusted && event.target.dataset.do) end(event.target.dataset.do); });""",
)

# Nothing to accept all with: switches that are off, and save.
ONLY_SAVE = _bar(
    """<p>Valitse, mitä evästeitä käytämme.</p><label><input type=checkbox disabled checked>Välttämättömät</label>
<label><input type=checkbox id=s>Tilastot</label><label><input type=checkbox id=m>Markkinointi</label>
<button onclick="end(s.checked && m.checked ? 'all' : s.checked || m.checked ? 'some' : 'none')">Tallenna valinnat</button>"""
)

# Three layers: what it is about, then purposes, then partners, each with toggles of its own.
LAYERS = """<div id=box role=dialog aria-modal=true style="position:fixed;inset:10%;background:#fff"><section id=l1><p>We use cookies and process personal data.</p>
<button onclick="end('all')">I accept</button><button onclick="show(l2)">Manage my choices</button></section>
<section id=l2 hidden><h3>Purposes</h3><div class="sw on" role=switch aria-checked=true aria-label="Analytics cookies"></div>
<button onclick="show(l3)">Partners and legitimate interest</button><button onclick="save()">Save and exit</button><button onclick="end('all')">Accept all</button></section>
<section id=l3 hidden><h3>Partners</h3><div class="sw on" role=switch aria-checked=true aria-label="Marketing partners"></div><button onclick="show(l2)">Back</button></section></div>
<script>const end = (value) => { keep(value); box.remove(); }; if (chosen()) box.remove();
const show = (one) => { for (const layer of [l1, l2, l3]) layer.hidden = layer !== one; };
for (const one of document.querySelectorAll(".sw")) { one.style.cssText = "width:40px;height:20px"; one.onclick = () => one.setAttribute("aria-checked", one.getAttribute("aria-checked") !== "true"); }
const save = () => end([...document.querySelectorAll(".sw")].some((one) => one.getAttribute("aria-checked") === "true") ? "some" : "none");</script>"""

# A drop-down of what to allow.
SELECT = _bar(
    """<p>Kasutame küpsiseid statistika ja turunduse jaoks.</p><select id=what><option value=all>Luban kõik küpsised</option>
<option value=none>Ainult vajalikud küpsised</option></select><button onclick="end(what.value)">Salvesta</button>"""
)

# Closing refuses, and the text says so; nothing else does.
CLOSING = _bar(
    """<button aria-label="Aizvērt" onclick="end('none')">✕</button><p>Izmantojam sīkdatnes reklāmai. Aizverot šo logu, tiks izmantotas tikai nepieciešamās sīkdatnes.</p>
<button onclick="end('all')">Piekrītu sīkdatnēm</button>"""
)

# Buttons for each kind, allow and deny, and one to go on.
EACH_KIND = (
    """<div id=box role=dialog style="position:fixed;inset:15%;background:#fff"><p>Ta strona używa plików cookie. Wybierz dla każdego rodzaju.</p>
<ul><li>Statystyka <button data-k=s data-v=1>Zezwól</button><button data-k=s data-v=0>Odmów</button></li>
<li>Reklama <button data-k=m data-v=1>Zezwól</button><button data-k=m data-v=0>Odmów</button></li></ul>
<button onclick="end('all')">Zaakceptuj wszystkie</button><button onclick="if (given.s && given.m) end(given.s + given.m === '00' ? 'none' : 'some')">Zapisz</button></div><script>"""
    + _END
    + """const given = {}; for (const one of document.querySelectorAll("[data-k]")) one.onclick = () => { given[one.dataset.k] = one.dataset.v; };</script>"""
)

# Buttons that cannot be used for the first second and a half.
DISABLED = _bar(
    """<p>Diese Website nutzt Cookies und ähnliche Technologien.</p><button disabled onclick="end('all')">Alle Cookies zulassen</button>
<button disabled onclick="end('none')">Nur essenzielle Cookies</button>""",
    "setTimeout(() => { for (const one of box.querySelectorAll('button')) one.disabled = false; }, 1500);",
)

# A frame in a frame, both written into the page.
FRAMED_TWICE = """<div id=box class=privacy-layer style="position:fixed;inset:0;z-index:9999"></div><script>
addEventListener("message", (event) => { keep(event.data); box.remove(); });
const inner = `<p>Šī vietne izmanto sīkdatnes.</p><button onclick="top.postMessage('all', '*')">Pieņemt visas</button><button onclick="top.postMessage('none', '*')">Turpināt bez piekrišanas</button>`;
const frame = (text) => { const one = document.createElement("iframe"); one.srcdoc = text; one.style.cssText = "width:100%;height:400px;border:0"; return one; };
if (chosen()) box.remove(); else { const outer = frame("<body></body>"); box.append(outer); outer.onload = () => { const within = document.createElement("iframe"); within.srcdoc = inner; within.style.cssText = "width:600px;height:300px;position:fixed"; outer.contentDocument.body.append(within); }; }</script>"""

# A ribbon of another kind of element than buttons, its words parted by soft hyphens and wrapped in spans, in capitals.
HYPHENS = _bar(
    """<p>Sivustomme käyttää evästeitä.</p><span tabindex=0 style="text-transform:uppercase;cursor:pointer" onclick="end('all')"><b>Hyväk&shy;sy</b>&nbsp;<i>kaikki eväs&shy;teet</i></span>
<span tabindex=0 style="text-transform:uppercase;cursor:pointer" onclick="end('none')"><b>Hyväksy&nbsp;vain</b> <i>välttämättömät</i></span>"""
)

# The refusal stands in the sentence, as a link that only its script acts on.
IN_A_SENTENCE = _bar(
    """<p>Мы используем cookie. Подробнее — в <a href="/privacy">политике</a>. Вы можете <a href="#" onclick="end('none');return false">отказаться от необязательных cookie</a>
или нажать кнопку.</p><button onclick="end('all')">Хорошо, согласен!</button>"""
)

# Loaded by a script that takes its time, put into the top layer.
TOP_LAYER = """<script>setTimeout(() => { if (chosen()) return;
document.body.insertAdjacentHTML("beforeend", `<div popover=manual id=box><p>Naudojame slapukus. Pasirinkite, kuriuos leidžiate.</p>
<button onclick="end('all')">Leisti visus slapukus</button><button onclick="one.hidden=false;this.remove()">Rinktis</button><div id=one hidden>
<label>Analitiniai <input type=checkbox checked id=s></label><button onclick="end(s.checked ? 'some' : 'none')">Patvirtinti</button></div></div>`); box.showPopover(); }, 2200);
const end = (value) => { keep(value); box.remove(); };</script>"""

# Reject hides in a menu behind three dots.
MENU = _bar(
    """<p>See veebileht kasutab küpsiseid.</p><button onclick="end('all')">Olen kõigega nõus</button>
<details><summary aria-label="Rohkem valikuid">⋯</summary><menu><li><a role=button tabindex=0 onclick="end('none')">Keeldun mittevajalikest</a></li></menu></details>"""
)

# Two dialogs one after the other: which country, then cookies.
AGE_FIRST = """<div id=age role=dialog style="position:fixed;inset:30%;background:#eee;z-index:9"><p>Izvēlieties valodu</p><button onclick="age.remove()">Latviešu</button></div>
<div id=box class=cookies style="position:fixed;bottom:0;background:#fff"><p>Lietojam sīkdatnes.</p><button onclick="end('all')">Atļaut visas sīkdatnes</button><button onclick="end('none')">Aizliegt visas sīkdatnes</button></div>
<script>if (document.cookie) age.remove();""" + _END + "</script>"

DESIGNS: dict[str, str] = {
    "closed.test": CLOSED,
    "declared.test": DECLARED,
    "pictures.test": PICTURES,
    "written-by-style.test": WRITTEN_BY_STYLE,
    "only-hands.test": ONLY_HANDS,
    "only-save.test": ONLY_SAVE,
    "layers.test": LAYERS,
    "select.test": SELECT,
    "closing.test": CLOSING,
    "each-kind.test": EACH_KIND,
    "disabled.test": DISABLED,
    "framed-twice.test": FRAMED_TWICE,
    "hyphens.test": HYPHENS,
    "in-a-sentence.test": IN_A_SENTENCE,
    "top-layer.test": TOP_LAYER,
    "menu.test": MENU,
    "age-first.test": AGE_FIRST,
}
"""By host name; accepting leaves "all", refusing "none"."""
