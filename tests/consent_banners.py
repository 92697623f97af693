"""Invented dialogs built as widespread ones are: consent tools, plug-ins of shop systems, home-made bars."""

_KEEP = "const end = (value) => { keep(value); box.remove(); }; if (chosen()) box.remove();"

# An overlay with a card: categories as switches drawn by the page, confirmed by a button that does not say "save".
SWITCHES = (
    """<div id=box class=overlay style="position:fixed;inset:0;background:#0009"><section role=dialog style="margin:10%;background:#fff">
<h2>Jūsu privātums</h2><p>Izmantojam sīkdatnes statistikai un reklāmai.</p>
<div><span id=l1>Statistikas sīkdatnes</span><button role=switch aria-checked=true aria-labelledby=l1 onclick="flip(this)"></button></div>
<div><span id=l2>Mārketinga sīkdatnes</span><button role=switch aria-checked=true aria-labelledby=l2 onclick="flip(this)"></button></div>
<button onclick="end('all')">Jā, piekrītu visām sīkdatnēm</button>
<button onclick="later(() => end([...box.querySelectorAll('[role=switch]')].some(one => one.getAttribute('aria-checked') === 'true') ? 'some' : 'none'))">Apstiprināt manu izvēli</button>
</section></div><script>const flip = (one) => queueMicrotask(() => one.setAttribute('aria-checked', one.getAttribute('aria-checked') !== 'true'));
const later = (act) => setTimeout(act, 50);"""
    + _KEEP
    + "</script>"
)

# Links as buttons, listeners put on by the script, nothing told by attributes; the second layer lies over the first.
LINKS = """<div id=box class=cookie-law-bar style="position:fixed;bottom:0;background:#fff"><span>Šajā vietnē tiek izmantotas sīkdatnes.</span>
<a class=plain data-do=all>Pieņemt visas</a> <a class=plain data-do=open>Pārvaldīt preferences</a> <a href="/sikdatnes">Uzzināt vairāk</a></div>
<div id=layer hidden style="position:fixed;inset:5%;z-index:99;background:#eee"><h3>Privātuma pārskats</h3><p>Sīkdatņu veidi šajā vietnē</p>
<div class="toggle on" data-do=flip>Analītiskās</div><div class="toggle on" data-do=flip>Mārketinga</div>
<a class=plain data-do=save>Saglabāt un pieņemt</a></div>
<style>.plain { cursor: pointer } #layer[hidden] { display: none }</style>
<script>if (chosen()) box.remove(); for (const one of document.querySelectorAll("[data-do]")) one.addEventListener("click", () => {
  const what = one.dataset.do;
  if (what === "open") layer.hidden = false;
  if (what === "flip") one.classList.toggle("on");
  if (what === "all") { keep("all"); box.remove(); }
  if (what === "save") { keep(document.querySelectorAll(".toggle.on").length ? "some" : "none"); layer.remove(); box.remove(); }
});</script>"""

# Reacts to pointers, not clicks, and loads the page again after the choice.
POINTERS = """<div id=box role=region aria-label="Cookie consent" style="position:fixed;top:0;background:#fff"><p>Hyväksytkö evästeet?</p>
<div id=y tabindex=0>Hyväksy kaikki evästeet</div><div id=n tabindex=0>Vain välttämättömät</div></div>
<script>if (chosen()) box.remove(); else { y.onpointerdown = () => { keep("all"); location.reload(); }; n.onpointerdown = () => { keep("none"); location.reload(); }; }</script>"""

# Comes when the visitor scrolls.
SCROLLED = """<div style="height:3000px"></div><div id=box hidden style="position:fixed;bottom:0;background:#fff"><p>Strona używa plików cookie.</p>
<button onclick="end('all')">Akceptuję wszystkie pliki cookie</button><button onclick="end('none')">Odrzuć opcjonalne</button></div>
<script>addEventListener("scroll", () => { if (scrollY > 400 && !chosen()) box.hidden = false; });
const end = (value) => { keep(value); box.remove(); };</script>"""

# Kept by the server only: the answer to a request is what shows that it took notice.
SERVER = """<div id=box style="position:fixed;bottom:0;background:#fff"><p>Ta strona korzysta z ciasteczek.</p>
<button onclick="tell('all')">Zgadzam się</button><button onclick="tell('none')">Nie zgadzam się</button></div>
<script>if (sessionStorage.told) box.remove();
const tell = (value) => { fetch('/izvele-' + value).finally(() => { sessionStorage.told = 1; box.remove(); }); };</script>"""

# A pair of radio buttons for every purpose, all on "yes"; saved behind a details element on the first layer.
RADIOS = (
    """<div id=box role=dialog style="position:fixed;bottom:0;background:#fff"><p>Мы используем файлы cookie.</p>
<button onclick="end('all')">Принимаю все файлы cookie</button><details><summary>Настроить cookie</summary>
<fieldset><legend>Аналитика</legend><label><input type=radio name=a value=1 checked>Да</label><label><input type=radio name=a value=0>Нет</label></fieldset>
<label><input type=checkbox id=ads checked>Реклама</label>
<button onclick="end(document.querySelector('[name=a]:checked').value === '1' || ads.checked ? 'some' : 'none')">Сохранить мой выбор</button></details></div>
<script>"""
    + _KEEP
    + "</script>"
)

# Only a cross, which is labelled with what it does; and an accept.
CROSS = (
    """<aside id=box style="position:fixed;bottom:0;background:#fff"><button aria-label="Uždaryti ir naudoti tik būtinus slapukus" onclick="end('none')">×</button>
<p>Naudojame slapukus lankomumo analizei.</p><button onclick="end('all')">Leisti visus slapukus</button></aside><script>"""
    + _KEEP
    + "</script>"
)

# In the flow of the page, at its top, with names that tell nothing; a video asks for itself further down.
IN_FLOW = (
    """<div id=box><p>Lietojam sīkdatnes, lai mērītu apmeklējumu.</p><button onclick="end('all')">Piekrītu</button>
<button onclick="end('none')">Nepiekrītu</button></div><div style="height:900px"></div>
<div class="video-consent"><p>Video rādīšanai vajadzīgas sīkdatnes.</p><button>Atļaut un rādīt video</button></div><div style="height:900px"></div>
<script>"""
    + _KEEP
    + "</script>"
)

# Only a video that asks for itself: no dialog of the site.
PLACEHOLDER = """<div style="height:900px"></div><div class="video-consent"><p>Video rādīšanai vajadzīgas sīkdatnes.</p>
<button onclick="keep('video')">Atļaut</button></div><div style="height:900px"></div>"""

# A shadow root in a shadow root, the buttons elements of the page's own.
NESTED = """<my-consent></my-consent><script>
customElements.define("my-consent", class extends HTMLElement { connectedCallback() {
  if (chosen()) return;
  this.attachShadow({ mode: "open" }).innerHTML = `<style>div { position: fixed; bottom: 0; background: #fff }</style><div><p>Diese Website verwendet Cookies.</p><my-row></my-row></div>`;
  const row = this.shadowRoot.querySelector("my-row").attachShadow({ mode: "open" });
  row.innerHTML = "<my-button id=y>Ich stimme allen Cookies zu</my-button> <my-button id=n>Weiter ohne Einwilligung</my-button>";
  row.getElementById("y").onclick = () => { keep("all"); this.remove(); };
  row.getElementById("n").onclick = () => { keep("none"); this.remove(); };
} });</script>"""

# Boxes ticked beforehand and a single button: what is ticked is what is agreed to.
ONE_BUTTON = (
    """<div id=box style="position:fixed;bottom:0;background:#fff"><p>Veebileht kasutab küpsiseid.</p>
<label><input type=checkbox checked disabled>Vajalikud</label><label><input type=checkbox checked id=s>Statistika</label><label><input type=checkbox checked id=m>Turundus</label>
<button onclick="end(s.checked || m.checked ? 'all' : 'none')">Nõustun</button></div><script>"""
    + _KEEP
    + "</script>"
)

# A banner that says what to do in a sentence, behind a link that would lead away without its script.
AJAX_LINK = (
    """<div id=box style="position:fixed;bottom:0;background:#fff"><p>Mes naudojame slapukus.</p>
<a href="/sutikti" onclick="end('all');return false" class=btn>Gerai, sutinku su visais</a>
<a href="/atsisakyti" onclick="end('none');return false" class=btn>Nesutinku su slapukais</a></div><script>"""
    + _KEEP
    + "</script>"
)

# A wall: nothing but accepting, over everything, no scrolling.
WALL = (
    """<style>body { overflow: hidden }</style><div style="height:3000px"></div><div id=box style="position:fixed;inset:0;background:#fff">
<p>Lai turpinātu, jāpiekrīt sīkdatnēm.</p><button onclick="end('all')">Piekrītu un turpinu</button></div><script>"""
    + _KEEP
    + "</script>"
)

# A footer link, and a page that speaks of cookies: no dialog.
FOOTER = """<main><p>Par sīkdatnēm un privātumu lasiet zemāk.</p></main><footer class=cookie-links><a href="#c">Sīkdatņu iestatījumi</a>
<a href="/privatums">Privātuma politika</a></footer>"""

# Half-known words, emoji, a mascot.
CHATTY = (
    """<div id=box style="position:fixed;right:0;bottom:0;width:300px;background:#ffd"><p>🍪 Cepums? Mums ir sīkdatnes!</p>
<button onclick="end('all')">Lieliski, piekrītu 👍</button><button onclick="end('none')">Nē, paldies 🙅</button></div><script>"""
    + _KEEP
    + "</script>"
)

# The settings tab has to be opened, and then one more: reject all stands in the second layer only.
TABS = (
    """<div id=box role=dialog aria-modal=true style="position:fixed;inset:20%;background:#fff"><div id=one><p>Ši svetainė naudoja slapukus.</p>
<button onclick="end('all')">Priimti visus slapukus</button><button onclick="setTimeout(() => { one.remove(); two.hidden = false; }, 700)">Keisti pasirinkimą</button></div>
<div id=two hidden><p>Slapukų nustatymai</p><label><input type=checkbox checked>Rinkodara</label><button onclick="end('none')">Atmesti visus</button>
<button onclick="end('some')">Išsaugoti pasirinkimą</button></div></div><script>"""
    + _KEEP
    + "</script>"
)

# Slides out of the window when it was used, and stays in the document.
SLIDES = """<div id=box class=cookie-note style="position:fixed;bottom:0;left:0;right:0;background:#fff;transition:transform .3s"><p>Wir verwenden Cookies.</p>
<button onclick="gone('all')">Alles klar</button><button onclick="gone('none')">Nein, danke</button></div>
<script>const gone = (value) => { keep(value); away(); }; const away = () => { box.style.transform = "translateY(110%)"; }; if (chosen()) away();</script>"""

# Folds to nothing; comes only once the pointer has moved.
FOLDS = """<div id=box class=cookie-fold style="overflow:hidden;max-height:0"><div class=cookie-fold-inner style="position:relative"><p>Tinklalapis naudoja slapukus.</p>
<button onclick="fold('all')">Sutinku su visais</button><button onclick="fold('none')">Atmesti nebūtinus</button></div></div>
<script>addEventListener("mousemove", () => { if (!chosen()) box.style.maxHeight = "300px"; }, { once: true });
const fold = (value) => { keep(value); box.style.maxHeight = "0"; };</script>"""

BANNERS: dict[str, str] = {
    "slides.test": SLIDES,
    "folds.test": FOLDS,
    "switches.test": SWITCHES,
    "links.test": LINKS,
    "pointers.test": POINTERS,
    "scrolled.test": SCROLLED,
    "radios.test": RADIOS,
    "cross.test": CROSS,
    "in-flow.test": IN_FLOW,
    "nested.test": NESTED,
    "one-button.test": ONE_BUTTON,
    "ajax-link.test": AJAX_LINK,
    "chatty.test": CHATTY,
    "tabs.test": TABS,
}
"""By host name; accepting leaves "all", refusing "none"."""
