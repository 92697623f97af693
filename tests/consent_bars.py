"""Invented bars, cards and sheets as they are met on sites of the Baltic countries and around: words, elements, layers."""

from consent_case import Case

_BAR = "position:fixed;bottom:0;left:0;right:0;padding:1em;background:#fff;z-index:50"
_CARD = "position:fixed;left:20px;bottom:20px;width:380px;padding:1em;background:#fff;box-shadow:0 0 9px #0005"
_OVER = "position:fixed;inset:0;background:#0008;z-index:1000"
_GONE = "<script>if (chosen()) box.remove();</script>"
_NO = {"reject": "no control", "reject_kept": None}


def _box(inner: str, style: str = _BAR, more: str = "") -> str:
    return f'<div id=box style="{style}" {more}>{inner}</div>{_GONE}'


def _boxes(*labels: str, on: bool = True) -> str:
    """Boxes to tick: what is necessary, then statistics, then marketing."""
    names = ("", "name=stats", "name=ads", "name=more")
    states = ("checked disabled", *(("checked" if on else "",) * 3))
    rows = zip(labels, names, states, strict=False)
    return "".join(f"<label><input type=checkbox {name} {state}> {label}</label> " for label, name, state in rows)


BARS: dict[str, Case] = {
    # A strip that only tells, in Latvian without diacritics.
    "tells-only.test": Case(
        body=_box(
            """Si vietne izmanto sikdatnes, lai uzlabotu lietosanas pieredzi. Turpinot lietot vietni, jus tam piekritat.
<a href=/away/sikdatnu-politika>Uzzinat vairak</a> <button class=btn onclick="end('all')">Labi, sapratu</button>"""
        ),
        **_NO,
    ),
    "accept-settings-lt.test": Case(
        body=_box(
            f"""<p>Svetainėje naudojami slapukai. Būtini – kad ji veiktų, kiti – statistikai ir rinkodarai.</p><div id=one>
<button onclick="end('all')">Sutinku</button> <button onclick="one.hidden=true;two.hidden=false">Nustatymai</button></div><div id=two hidden>
{_boxes("Būtini", "Statistiniai", "Rinkodaros")}<button onclick="end(ticked(two))">Išsaugoti ir uždaryti</button></div>"""
        ),
        partial="verified",
    ),
    # The refusal is a word with an arrow in the corner of the card.
    "corner-lv.test": Case(
        body=_box(
            """<section style="margin:8% auto;width:600px;background:#fff;padding:2em"><a href="#" role=button style="float:right" onclick="end('none')">Turpināt bez piekrišanas →</a>
<h2>Mums rūp jūsu privātums</h2><p>Mēs un mūsu 148 partneri ierīcē glabājam informāciju un piekļūstam tai, piemēram, sīkdatnēm.</p>
<a href=/away/partneri>Skatīt mūsu partnerus</a> <button onclick="">Uzzināt vairāk →</button> <button onclick="end('all')">Piekrist un aizvērt</button></section>""",
            _OVER,
        )
    ),
    "void-links-lt.test": Case(
        body=_box(
            """<span>Naudojame slapukus, kad apsipirkti būtų patogiau.</span> <a class="btn btn-primary" href="javascript:void(0)" onclick="end('all')">Leisti visus</a>
<a class="btn btn-link" href="javascript:void(0)" onclick="end('none')">Tik būtini</a> <a href="/away/slapukai">Slapukų politika</a>"""
        )
    ),
    "div-buttons-et.test": Case(
        body=_box(
            """<p>Kasutame küpsiseid, et pakkuda parimat kasutuskogemust.</p><div role=button tabindex=0 onclick="end('all')">Luban kõik</div>
<div role=button tabindex=0 onclick="end('none')">Ainult vajalikud</div><div role=button tabindex=0>Seaded</div>""",
            _CARD,
        )
    ),
    "inputs-de.test": Case(
        body=_box(
            """<form onsubmit="return false"><p>Diese Seite setzt Cookies ein, auch zu Werbezwecken.</p><input type=button value="Alle annehmen" onclick="end('all')">
<input type=button value="Nur notwendige" onclick="end('none')"><input type=button value="Einstellungen anzeigen"></form>"""
        )
    ),
    "pictures-ru.test": Case(
        body=_box(
            """<p>Мы используем файлы cookie для статистики.</p><a href="#" onclick="end('all');return false"><img alt="Разрешить все" width=120 height=32 src="data:image/gif;base64,R0lGODlhAQABAAAAACw="></a>
<a href="#" onclick="end('none');return false"><img alt="Только необходимые" width=120 height=32 src="data:image/gif;base64,R0lGODlhAQABAAAAACw="></a>"""
        )
    ),
    "second-layer-pl.test": Case(
        body=_box(
            f"""<article style="margin:10%;background:#fff"><div id=one><h3>Szanujemy Twoją prywatność</h3><p>My i nasi partnerzy przechowujemy na urządzeniu pliki cookie.</p>
<button onclick="one.hidden=true;two.hidden=false">Zaawansowane</button><button onclick="end('all')">Zgadzam się i przechodzę dalej</button></div>
<div id=two hidden><h3>Twoje zgody</h3>{_boxes("Niezbędne", "Analityczne", "Reklamowe", on=False)}<button onclick="end('none')">Odmawiam wszystkim</button>
<button onclick="end(ticked(two))">Zapisz moje wybory</button><button onclick="end('all')">Akceptuję wszystkie</button></div></article>""",
            _OVER,
        ),
        partial="verified",
    ),
    "second-layer-sv.test": Case(
        body=_box(
            f"""<div id=one><h2>Vi använder kakor</h2><p>Vi och våra partner använder cookies för statistik och marknadsföring.</p>
<button onclick="end('all')">Godkänn alla kakor</button><button onclick="one.hidden=true;two.hidden=false">Anpassa dina val</button></div>
<div id=two hidden>{_boxes("Nödvändiga", "Statistik", "Marknadsföring")}<button onclick="end(ticked(two))">Spara mina val</button>
<button onclick="end('all')">Acceptera alla</button></div>"""
        ),
        partial="verified",
    ),
    "second-layer-fr.test": Case(
        body=_box(
            f"""<div id=one><h2>Votre vie privée</h2><p>Nous utilisons des traceurs pour mesurer l'audience et pour la publicité.</p>
<button onclick="end('all')">J'accepte tout</button><button onclick="one.hidden=true;two.hidden=false">Paramétrer mes choix</button></div>
<div id=two hidden>{_boxes("Nécessaires", "Mesure d'audience", "Publicité")}<button onclick="end(ticked(two))">Enregistrer mes choix</button>
<button onclick="end('all')">Tout accepter</button></div>""",
            _OVER,
        ),
        partial="verified",
    ),
    "boxes-in-sight-fi.test": Case(
        body=_box(
            f"""<h2>Tämä sivusto käyttää evästeitä</h2><p>Käytämme evästeitä sisällön räätälöimiseen ja liikenteen analysoimiseen.</p>
{_boxes("Välttämättömät", "Tilastot", "Markkinointi", on=False)}<button onclick="end('none')">Kiellä</button><button onclick="end(ticked(box))">Salli valinta</button>
<button onclick="end('all')">Salli kaikki</button><button aria-expanded=false>Näytä tiedot</button>"""
        ),
        partial="verified",
    ),
    "allow-decline-en.test": Case(
        body=_box(
            """<span>We use cookies to understand how you shop. <a href="https://away.example/learn" target=_blank>Learn more</a></span>
<div class="cc-compliance"><a tabindex=0 role=button class="cc-btn cc-deny" onclick="end('none')">Decline</a><a tabindex=0 role=button class="cc-btn cc-allow" onclick="end('all')">Allow cookies</a></div>"""
        )
    ),
    "sheet-lv.test": Case(
        body=_box(
            f"""<div style="width:40px;height:4px;background:#ccc;margin:auto"></div><h3>Sīkdatņu izvēle</h3>{_boxes("Nepieciešamās", "Statistikas", "Mārketinga")}
<button onclick="end(ticked(box))">Saglabāt manu izvēli</button><button onclick="end('all')">Apstiprināt visas</button>""",
            "position:fixed;left:0;right:0;bottom:0;border-radius:16px 16px 0 0;padding:1em;background:#fff;animation:rise 1.2s",
        )
        + "<style>@keyframes rise { from { transform: translateY(100%) } }</style>",
        partial="verified",
    ),
    # Page and text in Latvian, the tool's buttons in English; and the other way round.
    "mixed-one.test": Case(
        body=_box(
            """<p>Mēs lietojam sīkdatnes, lai analizētu apmeklējumu.</p><button onclick="end('all')">Accept All</button>
<button onclick="end('none')">Reject All</button><button>Preferences</button>""",
            _CARD,
        )
    ),
    "mixed-two.test": Case(
        body=_box(
            """<p>This website stores cookies on your computer. We use them to improve your experience and for analytics.</p>
<button onclick="end('all')">Apstiprināt</button><button onclick="end('none')">Tikai obligātās</button>""",
            _CARD,
        )
    ),
    "bare-letters-lv.test": Case(
        body=_box("""<p>Lapa izmanto sikdatnes (cookies).</p><button onclick="end('all')">PIEKRITU VISAM</button><button onclick="end('none')">NORAIDIT VISU</button>""")
    ),
    "bare-letters-lt.test": Case(
        body=_box("""<p>Musu svetaineje naudojami slapukai.</p><button onclick="end('all')">Sutinku su visais</button><button onclick="end('none')">Tik butini</button>""")
    ),
    # The cross is the refusal, and only its label says so.
    "labelled-cross.test": Case(
        body=_box(
            """<button aria-label="Aizvērt bez piekrišanas" style="float:right" onclick="end('none')">×</button>
<p>Sīkdatnes palīdz mums saprast, ko jūs meklējat.</p><button onclick="end('all')">Piekrītu</button>""",
            _CARD,
        )
    ),
    "only-cross.test": Case(
        body=_box(
            """Используя этот сайт, вы соглашаетесь с использованием файлов cookie. <a href=/away/privacy>Подробнее</a> <span class=close role=button tabindex=0 onclick="end('all')">✕</span>""",
            more='class="cookie-note"',
        ),
        **_NO,
    ),
    "groups-de.test": Case(
        body=_box(
            f"""<div style="margin:5% auto;width:640px;background:#fff"><h3>Datenschutzeinstellungen</h3><p>Wir nutzen Cookies auf unserer Website. Einige von ihnen sind essenziell.</p>
{_boxes("Essenziell", "Statistiken", "Marketing", "Externe Medien")}<p><a href="#" role=button onclick="end('all')">Alle akzeptieren</a></p>
<p><a href="#" role=button onclick="end(ticked(box))">Speichern</a></p><p><a href="#" role=button onclick="end('none')">Nur essenzielle Cookies akzeptieren</a></p>
<p><a href="#" role=button>Individuelle Datenschutzeinstellungen</a></p><a href=/away/impressum>Impressum</a></div>""",
            _OVER,
        ),
        partial="verified",
    ),
    "adjust-ru.test": Case(
        body=_box(
            """<div id=one><p>Этот сайт использует куки.</p><button onclick="end('all')">Согласен</button><button onclick="one.hidden=true;two.hidden=false">Настроить</button></div>
<div id=two hidden><b>Выберите, что разрешить</b><p>Аналитические <button role=switch aria-checked=true aria-label="Аналитические" name=stats></button></p>
<p>Рекламные <button role=switch aria-checked=true aria-label="Рекламные" name=ads></button></p><button onclick="end(on())">Сохранить и закрыть</button></div>""",
            _CARD,
        )
        + """<script>const on = () => [...document.querySelectorAll("[aria-checked=true]")].map((one) => one.name).join("+") || "none";
for (const one of document.querySelectorAll("[role=switch]")) one.onclick = () => one.setAttribute("aria-checked", one.getAttribute("aria-checked") !== "true");</script>""",
        partial="verified",
    ),
    "preferences-et.test": Case(
        body=_box(
            f"""<div id=one><p>See leht kasutab küpsiseid.</p><button onclick="end('all')">Nõustun kõigiga</button><button onclick="one.hidden=true;two.hidden=false">Halda eelistusi</button></div>
<div id=two hidden><h2>Eelistused</h2>{_boxes("Vajalikud", "Statistika", "Turundus", on=False)}<button onclick="end('none')">Keeldu kõigist</button>
<button onclick="end(ticked(two))">Salvesta eelistused</button></div>"""
        ),
        partial="verified",
    ),
    "a-word-to-close-pl.test": Case(
        body=_box("""Korzystamy z plików cookie. <a href=/away/polityka>Polityka prywatności</a> <span class="cookie-close" onclick="end('all')">Rozumiem</span>"""),
        **_NO,
    ),
    "labels-fi.test": Case(
        body=_box(
            """<p>Hyväksytkö evästeiden käytön?</p><label class="btn yes"><input type=radio name=c value=1 style="display:none">Hyväksyn</label>
<label class="btn no"><input type=radio name=c value=0 style="display:none">En hyväksy</label>"""
        )
        + """<script>for (const one of box.querySelectorAll("input")) one.onchange = () => end(one.value === "1" ? "all" : "none");</script>"""
    ),
    "two-words-ru-lv.test": Case(
        body=_box(
            """<p>Mēs izmantojam sīkdatnes. / Мы используем cookie-файлы.</p><button onclick="end('all')">Piekrītu / Согласен</button>
<button onclick="end('none')">Nepiekrītu / Не согласен</button>"""
        )
    ),
    "count-lt.test": Case(
        body=_box(
            """<p>Norėdami rodyti aktualų turinį, kartu su partneriais (23) naudojame slapukus.</p><button onclick="end('all')">Sutinku su visais (4)</button>
<button onclick="end('none')">Sutinku tik su būtinais (1)</button>"""
        )
    ),
}
"""By host name."""
