"""Further invented dialogs: tabs, pairs of yes and no, a second question, messages that stay, switches of every make."""

from consent_case import Case

_BAR = "position:fixed;bottom:0;left:0;right:0;padding:1em;background:#fff;z-index:40"
_OVER = "position:fixed;inset:8%;background:#fff;z-index:1000;overflow:auto;padding:1em"
_GONE = "<script>if (chosen()) box.remove();</script>"
_NO = "no control for this choice"


def _box(inner: str, style: str = _BAR, more: str = "") -> str:
    return f'<div id=box style="{style}" {more}>{inner}</div>{_GONE}'


def _pair(label: str, name: str) -> str:
    return f"<fieldset><legend>{label}</legend><label><input type=radio name={name} value=yes checked> Kyllä</label><label><input type=radio name={name} value=no> Ei</label></fieldset>"


_FLIP = """<style>.sw { width: 44px; height: 22px; background: #aaa } .sw.active { background: #393 }</style><script>for (const one of document.querySelectorAll(".sw"))
one.onclick = () => one.classList.toggle("active"); const on = () => [...document.querySelectorAll(".sw.active")].map((one) => one.dataset.k).join("+") || "none";</script>"""

FURTHER: dict[str, Case] = {
    "accordion-lv.test": Case(
        body=_box(
            """<div id=one><p>Vietnē tiek izmantotas sīkdatnes.</p><button onclick="end('all')">Piekrītu visām sīkdatnēm</button><button onclick="one.hidden=true;two.hidden=false">Pielāgot sīkdatnes</button></div>
<div id=two hidden><details open><summary>Nepieciešamās sīkdatnes</summary>Vienmēr ieslēgtas.</details><details><summary>Analītiskās sīkdatnes <input type=checkbox name=stats checked aria-label="Analītiskās sīkdatnes"></summary>Mēra apmeklējumu.</details>
<details><summary>Reklāmas sīkdatnes <input type=checkbox name=ads checked aria-label="Reklāmas sīkdatnes"></summary>Rāda reklāmu.</details><button onclick="end(ticked(two))">Apstiprināt izvēlētās</button></div>"""
        ),
        partial="verified",
    ),
    "small-refusal-lv.test": Case(
        body=f"""<section id=box aria-label="Sīkdatņu paziņojums" style="position:sticky;top:0;background:#fff"><p>Noklikšķinot uz „Piekrist”, jūs ļaujat glabāt sīkdatnes savā ierīcē.</p>
<button style="font-size:22px" onclick="end('all')">Piekrist</button> <a style="font-size:10px;cursor:pointer" onclick="end('none')">Atteikt</a></section>{_GONE}"""
    ),
    "tabs-lt.test": Case(
        body=_box(
            """<div role=tablist><button role=tab aria-selected=true>Sutikimas</button><button role=tab>Išsamiau</button><button role=tab>Apie slapukus</button></div>
<p>Ši svetainė naudoja slapukus. Slapukus naudojame turiniui ir skelbimams suasmeninti.</p><label>Būtinieji <input type=checkbox checked disabled></label>
<label>Statistika <input type=checkbox name=stats></label><label>Rinkodara <input type=checkbox name=ads></label>
<button onclick="end('none')">Atmesti</button><button onclick="end(ticked(box))">Leisti pasirinktus</button><button onclick="end('all')">Leisti visus</button>""",
            _OVER,
        ),
        partial="verified",
    ),
    "whole-sentences-et.test": Case(
        body=_box("""<p>Küpsised aitavad meil teenust paremaks teha.</p><button onclick="end('all')">Nõustu kõigi küpsistega</button><button onclick="end('none')">Nõustu ainult vajalike küpsistega</button>""")
    ),
    "all-but-ru.test": Case(
        body=_box("""<p>На сайте используются cookie.</p><a role=button tabindex=0 onclick="end('all')">Принять все</a><a role=button tabindex=0 onclick="end('none')">Отклонить все, кроме необходимых</a>""")
    ),
    "no-adjust-en.test": Case(
        body=_box(
            """<div id=one><h2>Can we store cookies?</h2><p>They help us learn what works.</p><button onclick="end('all')">Yes, I accept</button><button onclick="one.hidden=true;two.hidden=false">No, take me to settings</button></div>
<div id=two hidden><label><input type=checkbox name=stats checked>Performance cookies</label><label><input type=checkbox name=ads checked>Targeting cookies</label><button onclick="end(ticked(two))">Save and continue</button></div>"""
        ),
        partial="verified",
    ),
    # The message that thanks for the choice stays until it is hidden, or the page is loaded again.
    "message-stays-en.test": Case(
        body="""<div id=box role=region aria-label="Cookies on this service" style="background:#eee;padding:1em"><div id=ask><h2>Cookies on this service</h2><p>We’d like to use analytics cookies.</p>
<button onclick="said('all')">Accept analytics cookies</button><button onclick="said('none')">Reject analytics cookies</button><a href=/away/cookies>View cookies</a></div>
<div id=told hidden><p>You’ve made your choice. You can change your cookie settings at any time.</p><button onclick="box.remove()">Hide cookie message</button></div></div>
<script>if (chosen()) box.remove(); const said = (value) => { keep(value); ask.hidden = true; told.hidden = false; };</script>"""
    ),
    "closed-root-de.test": Case(
        body="""<aside id=host></aside><script>if (!chosen()) { const root = host.attachShadow({ mode: "closed" }); root.innerHTML = `<div style="position:fixed;inset:auto 0 0;background:#fff"><h2>Datenschutz</h2>
<p>Wir benötigen Ihre Einwilligung für Cookies.</p><button id=more>Mehr</button><button id=no>Ablehnen</button><button id=yes>Alles akzeptieren</button></div>`;
for (const [id, value] of [["yes", "all"], ["no", "none"]]) root.getElementById(id).onclick = () => { keep(value); host.remove(); }; }</script>"""
    ),
    "yes-or-no-each-fi.test": Case(
        body=_box(
            f"""<div id=one><p>Käytämme evästeitä.</p><button onclick="end('all')">Hyväksy kaikki</button><button onclick="one.hidden=true;two.hidden=false">Muokkaa valintoja</button></div>
<div id=two hidden>{_pair("Tilastointi", "stats")}{_pair("Markkinointi", "ads")}<button onclick="end([...two.querySelectorAll('input:checked')].filter((o) => o.value === 'yes').map((o) => o.name).join('+') || 'none')">Tallenna</button></div>"""
        )
    ),
    "deep-refusal-pl.test": Case(
        body=_box(
            """<div id=one><p>Szanowna Użytkowniczko, Szanowny Użytkowniku, nasze strony korzystają z plików cookie.</p><button onclick="end('all')">PRZEJDŹ DO SERWISU</button>
<button onclick="one.hidden=true;two.hidden=false">USTAWIENIA ZAAWANSOWANE</button></div><div id=two hidden><h2>Zaawansowane ustawienia prywatności</h2><button onclick="end('none')">NIE WYRAŻAM ZGODY</button><button onclick="end('all')">ZGADZAM SIĘ</button></div>""",
            _OVER,
        )
    ),
    "yes-no-lv.test": Case(
        body=_box("""<p>Vai piekrītat sīkdatņu izmantošanai?</p><button onclick="end('all')">Jā</button> <button onclick="end('none')">Nē</button>""")
    ),
    "cross-without-a-word-lt.test": Case(
        body=_box("""<button onclick="keep('closed');box.remove()">×</button><p>Svetainė naudoja slapukus.</p><button onclick="end('all')">Sutinku</button>"""),
        reject=_NO,
        reject_kept=None,
    ),
    "ticked-first-lt.test": Case(
        body=_box(
            """<p>Pasirinkite slapukus.</p><label><input type=checkbox name=stats>Statistiniai</label><label><input type=checkbox name=ads>Reklaminiai</label>
<button onclick="end('all')">Sutikti su visais</button><button onclick="end(ticked(box))">Patvirtinti pažymėtus</button>"""
        ),
        partial="verified",
    ),
    "drawn-switches-lv.test": Case(
        body=_box(
            """<h2>Sīkdatnes</h2><div class=row><span>Statistika</span><div class="sw toggle active" data-k=stats></div></div><div class=row><span>Mārketings</span><div class="sw toggle active" data-k=ads></div></div>
<button onclick="end('all')">Atļaut visu</button><button onclick="end(on())">Apstiprināt izvēli</button>"""
        )
        + _FLIP,
        partial="verified",
    ),
    "fades-in.test": Case(
        body="""<style>#veil { opacity: 0; pointer-events: none; transition: opacity .5s } #veil.on { opacity: 1; pointer-events: auto }</style>
<div id=veil style="position:fixed;inset:0;background:#0006"><div id=box style="margin:20%;background:#fff"><p>Mēs lietojam sīkdatnes.</p><button onclick="gone('all')">Piekrist visam</button><button onclick="gone('none')">Noraidīt</button></div></div>
<script>const gone = (value) => { keep(value); veil.classList.remove("on"); }; if (!chosen()) setTimeout(() => veil.classList.add("on"), 3200);</script>"""
    ),
    "slotted.test": Case(
        body="""<cookie-sheet><button slot=yes onclick="bye('all')">Nõustun</button><button slot=no onclick="bye('none')">Ei nõustu</button></cookie-sheet><script>
customElements.define("cookie-sheet", class extends HTMLElement { connectedCallback() { if (chosen()) return this.remove(); this.attachShadow({ mode: "open" }).innerHTML =
`<style>section { position: fixed; inset: auto 0 0; background: #fff }</style><section><p>Kasutame küpsiseid.</p><slot name=yes></slot><slot name=no></slot></section>`; } });
const bye = (value) => { keep(value); document.querySelector("cookie-sheet").remove(); };</script>"""
    ),
    "popover.test": Case(
        body="""<div id=box popover=manual><p>We value your privacy and use cookies.</p><button popovertarget=box popovertargetaction=hide onclick="keep('all')">Agree</button>
<button popovertarget=box popovertargetaction=hide onclick="keep('none')">Disagree</button></div><script>if (!chosen()) box.showPopover();</script>"""
    ),
    "hidden-inputs.test": Case(
        body=_box(
            """<div id=one><p>Wir nutzen Cookies.</p><button onclick="end('all')">Allen zustimmen</button><button onclick="one.hidden=true;two.hidden=false">Auswahl anpassen</button></div><div id=two hidden>
<label class=slider><input type=checkbox name=stats checked class=gone><span></span> Statistik</label><label class=slider><input type=checkbox name=ads checked class=gone><span></span> Marketing</label><button onclick="end(ticked(two))">Einstellungen speichern</button></div>
<style>.gone { position: absolute; opacity: 0; width: 0; height: 0 }</style>"""
        ),
        partial="verified",
    ),
    "hash-route.test": Case(
        body=_box("<div id=view></div>")
        + """<script>const pages = { "": `<p>Naudojame slapukus.</p><button onclick="end('all')">Sutinku su visais</button><a role=button href="#/privatumas">Tinkinti</a>`,
"#/privatumas": `<p>Slapukų pasirinkimai</p><button onclick="end('none')">Tik būtinieji</button><a role=button href="#">Atgal</a>` };
const route = () => { const view = document.getElementById("view"); if (view) view.innerHTML = pages[location.hash] ?? pages[""]; }; addEventListener("hashchange", route); route();</script>"""
    ),
    # It asks once more before it believes the refusal.
    "are-you-sure.test": Case(
        body=_box(
            """<div id=one><p>Mēs izmantojam sīkdatnes.</p><button onclick="end('all')">Piekrītu</button><button onclick="one.hidden=true;two.hidden=false">Noraidīt</button></div>
<div id=two hidden><p>Vai tiešām? Bez sīkdatnēm saturs nebūs jums pielāgots.</p><button onclick="end('all')">Tomēr piekrītu</button><button onclick="end('none')">Jā, noraidīt</button></div>"""
        )
    ),
    "tongues-in-it.test": Case(
        body=_box(
            """<nav><a href=/away/lv>LV</a> <a href=/away/ru>RU</a> <a href=/away/en>EN</a></nav><p>Šajā vietnē izmantojam sīkdatnes.</p>
<button onclick="end('all')">Piekrītu</button><button onclick="end('none')">Turpināt bez piekrišanas</button>"""
        )
    ),
    "links-taken-over.test": Case(
        body=_box("""<p>Strona używa ciasteczek.</p><a href="/away/accept" data-do=all>Akceptuj wszystkie</a><a href="/away/reject" data-do=none>Odrzuć wszystkie</a>""")
        + """<script>document.addEventListener("click", (event) => { const what = event.target.dataset.do; if (what) { event.preventDefault(); end(what); } });</script>"""
    ),
    "ticks-and-crosses.test": Case(
        body=_box("""<p>Mūsu lapā ir sīkfaili.</p><button onclick="end('all')">✔ Atļaut visus</button><button onclick="end('none')">✖ Tikai tehniskos</button>""")
    ),
    "in-brackets.test": Case(
        body=_box("""<p>Izmantojam sīkdatnes.</p><button onclick="end('all')">Piekrist (ieteicams)</button><button onclick="end('none')">Noraidīt (tikai obligātās)</button>""")
    ),
    "underlined-word.test": Case(
        body=_box("""<p>Mēs lietojam sīkdatnes, lai vietne būtu ērtāka. Varat <u style="cursor:pointer" onclick="end('none')">noraidīt visas</u> vai piekrist.</p><button onclick="end('all')">Piekrist visām</button>""")
    ),
    "on-to-the-shop.test": Case(
        body=_box("""<p>Veikals izmanto sīkdatnes.</p><button onclick="end('all')">Turpināt uz veikalu</button><button onclick="end('none')">Turpināt ar obligātajām</button>""")
    ),
    "no-tracking-lt.test": Case(
        body=_box("""<p>Ar leidžiate slapukais sekti jūsų naršymą?</p><button onclick="end('all')">Gerai</button><button onclick="end('none')">Neleisti sekti</button>""")
    ),
    "list-in-sight-et.test": Case(
        body=_box(
            """<p>Kasutame järgmisi küpsiseid:</p><table><tr><th>Nimi<th>Eesmärk<th>Kestus<tr><td>_ga<td>Statistika<td>2 aastat<tr><td>_fbp<td>Turundus<td>3 kuud</table>
<label><input type=checkbox name=stats> Statistika</label><label><input type=checkbox name=ads> Turundus</label><button onclick="end(ticked(box))">Nõustun valitutega</button><button onclick="end('all')">Nõustun kõigiga</button>""",
            _OVER,
        ),
        partial="verified",
    ),
    "letter-comes-over-it.test": Case(
        body=_box("""<p>Mēs izmantojam sīkdatnes.</p><button onclick="end('all')">Atļaut visas</button><button onclick="end('none')">Tikai nepieciešamās</button>""")
        + """<script>setTimeout(() => document.body.insertAdjacentHTML("beforeend", `<div id=letter role=dialog style="position:fixed;inset:0;background:#fffd;z-index:999"><p>Saņem jaunumus un atlaides e-pastā!</p>
<form action=/sent method=post><input name=e type=email><button>Piekrītu saņemt</button></form><button onclick="keep('letter');letter.remove()">Nē, paldies</button></div>`), 1200);</script>"""
    ),
    "tab-at-the-edge.test": Case(
        body=f"""<div id=box style="{_BAR}"><p>Mēs lietojam sīkdatnes.</p><button onclick="done('all')">Piekrītu</button><button onclick="done('none')">Noraidīt</button></div>
<div id=layer hidden style="{_OVER}"><h2>Sīkdatņu izvēle</h2><label><input type=checkbox name=stats> Statistika</label><label><input type=checkbox name=ads> Mārketings</label><button onclick="done(ticked(layer))">Saglabāt</button></div>
<button style="position:fixed;left:0;top:40%" onclick="layer.hidden=false;for (const one of layer.querySelectorAll('input')) one.checked = document.cookie.includes('choice=all')">Sīkdatnes</button>
<script>box.hidden = chosen(); const done = (value) => {{ keep(value); box.hidden = layer.hidden = true; }};</script>""",
        withdraw="verified",
    ),
    "titled-shield-lt.test": Case(
        body=f"""<div id=box style="{_BAR}"><p>Naudojame slapukus.</p><button onclick="done('all')">Priimti</button><button onclick="done('none')">Atmesti</button></div>
<a href="#" title="Privatumo nustatymai" style="position:fixed;left:9px;bottom:90px" onclick="box.hidden=false;return false"><svg width=30 height=30><rect width=30 height=30 /></svg></a>
<script>box.hidden = chosen(); const done = (value) => {{ keep(value); box.hidden = true; }};</script>""",
        withdraw="verified",
    ),
    "supporter-en.test": Case(
        body=_box(
            """<p>Support independent journalism, or accept cookies for advertising.</p><button onclick="end('all')">Accept all</button><button onclick="end('paid')">Become a supporter from £2/month</button>"""
        ),
        reject="paying",
        reject_kept=None,
    ),
}
"""By host name."""
