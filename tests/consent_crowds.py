"""Invented pages on which more asks than the consent dialog, dialogs that offer to pay, and ways to change one's mind."""

from consent_case import Case

_BAR = "position:fixed;bottom:0;left:0;right:0;padding:1em;background:#fff;z-index:40"
_POPUP = "position:fixed;inset:20% 25%;background:#ffe;z-index:90;padding:1em"
_GONE = "<script>if (chosen()) box.remove();</script>"
_NO = "no control for this choice"

_LETTER = f"""<div id=letter role=dialog aria-modal=true style="{_POPUP}"><button aria-label=Aizvērt onclick="keep('letter');letter.remove()">×</button><h2>Saņem 10 % atlaidi!</h2>
<form action=/sent method=post><input type=email name=e placeholder="E-pasts"><label><input type=checkbox name=ok> Piekrītu saņemt jaunumus un personas datu apstrādei</label>
<button>Pieteikties</button></form><a href="#" onclick="keep('letter');letter.remove()">Nē, paldies</a></div>"""
_AGE = """<div id=age style="position:fixed;inset:0;background:#222;color:#fff;z-index:99"><h2>Vai jums ir 18 gadi?</h2><button onclick="age.remove()">Jā, man ir 18</button>
<button onclick="location.href='/away/too-young'">Nē</button></div>"""
_CHAT = """<div id=chat style="position:fixed;right:12px;bottom:90px;width:240px;background:#def;z-index:80"><p>Sveiki! Rakstot čatā, jūs piekrītat mūsu privātuma politikai.</p>
<button onclick="keep('chat')">Sākt sarunu</button><button onclick="chat.remove()">Vēlāk</button></div>"""
_COOKIES = """<p>Mēs izmantojam sīkdatnes, lai mērītu apmeklējumu.</p><button onclick="end('all')">Piekrītu visām</button>
<button onclick="end('none')">Noraidīt visas</button>"""


def _bar(inner: str, style: str = _BAR) -> str:
    return f'<div id=box style="{style}">{inner}</div>{_GONE}'


def _hides(inner: str) -> str:
    """A bar that can be shown again."""
    return f"""<div id=box style="{_BAR}" hidden>{inner}</div><script>box.hidden = chosen(); const done = (value) => {{ keep(value); box.hidden = true; }};
const again = () => {{ box.hidden = false; return false; }};</script>"""


_AGAIN_LV = _hides(
    """<p>Mēs izmantojam sīkdatnes.</p><button onclick="done('all')">Piekrītu</button><button onclick="done('none')">Tikai nepieciešamās</button>"""
)
_AGAIN_LT = _hides(
    """<p>Naudojame slapukus.</p><button onclick="done('all')">Sutinku</button><button onclick="done('none')">Nesutinku</button>"""
)
_AGAIN_ET = _hides(
    """<p>Kasutame küpsiseid.</p><label><input type=checkbox name=stats checked>Statistika</label><label><input type=checkbox name=ads checked>Turundus</label>
<button onclick="done('all')">Luban kõik</button><button onclick="done(ticked(box))">Salvesta valikud</button>"""
)

CROWDS: dict[str, Case] = {
    "everything-at-once.test": Case(body=_bar(_COOKIES) + _LETTER + _AGE + _CHAT),
    "age-with-cookies.test": Case(
        body=_bar(_COOKIES)
        + """<div id=age style="position:fixed;inset:0;background:#222;color:#fff;z-index:99"><p>Vai jums ir 18 gadi? Ienākot jūs piekrītat arī sīkdatnēm un privātuma politikai.</p>
<button onclick="keep('age');age.remove()">Jā</button><button onclick="location.href='/away/too-young'">Nē</button></div><script>if (chosen()) age.remove();</script>"""
    ),
    "letter-and-bar.test": Case(body=_LETTER + _bar(_COOKIES)),
    # A letter alone: agreeing to it is no consent to cookies.
    "letter-alone.test": Case(body=_LETTER, banner=False, accept_kept=None, reject_kept=None),
    "push-and-bar.test": Case(
        body="""<div style="position:fixed;top:0;left:30%;background:#fff;z-index:99" id=push><p>Vai atļaut paziņojumus par jaunumiem?</p>
<button onclick="keep('push')">Atļaut</button><button onclick="push.remove()">Neatļaut</button></div>"""
        + _bar(_COOKIES)
    ),
    "country-and-bar.test": Case(
        body="""<div id=where role=dialog style="position:fixed;inset:30%;background:#fff;z-index:60"><p>Choose your country</p><select><option>Latvia</option><option>Estonia</option></select>
<button onclick="keep('country');where.remove()">Continue</button></div>"""
        + _bar("""<p>We use cookies.</p><button onclick="end('all')">Accept</button><button onclick="end('none')">Decline optional</button>""")
    ),
    "agree-link.test": Case(
        body=_bar(
            """<p>Vietne lieto sīkdatnes. <a href=/away/noteikumi>Piekrītu noteikumiem</a></p><button onclick="end('all')">Sapratu</button>"""
        ),
        reject=_NO,
        reject_kept=None,
    ),
    "ad-free-de.test": Case(
        body=_bar(
            """<h3>Weiter mit Werbung lesen</h3><p>Besuchen Sie uns wie gewohnt mit Werbung und Cookies. Details in der <a href=/away/dse>Datenschutzerklärung</a>.</p><button onclick="end('all')">Akzeptieren und weiter</button>
<h3>… oder werbefrei</h3><button onclick="end('paid')">Für 3,99 €/Monat werbefrei lesen</button><a href=/away/login>Bereits Abonnent? Hier anmelden</a>""",
            "position:fixed;inset:5%;background:#fff",
        ),
        reject="paying",
        reject_kept=None,
    ),
    "ad-free-lv.test": Case(
        body=_bar(
            """<p>Lai lasītu bez maksas, piekrītiet sīkdatnēm un personalizētai reklāmai.</p><button onclick="end('all')">Piekrist un lasīt</button>
<button onclick="end('paid')">Lasīt bez reklāmām par 2,49 € mēnesī</button>""",
            "position:fixed;inset:15%;background:#fff",
        ),
        reject="paying",
        reject_kept=None,
    ),
    "refuse-and-pay.test": Case(
        body=_bar(
            """<p>We and 300 partners use cookies for personalised ads. If you prefer not to, you can pay.</p><button onclick="end('all')">Accept and continue for free</button>
<button onclick="end('paid')">Reject and subscribe</button>"""
        ),
        reject="paying",
        reject_kept=None,
    ),
    "pay-in-settings.test": Case(
        body=_bar(
            """<div id=one><p>Naudojame slapukus ir reklamą, todėl turinys nemokamas.</p><button onclick="end('all')">Sutinku</button><button onclick="one.hidden=true;two.hidden=false">Daugiau parinkčių</button></div>
<div id=two hidden><p>Slapukai ir prenumerata</p><button onclick="end('paid')">Atmesti ir prenumeruoti už 1,99 Eur</button><button onclick="end('all')">Sutinku su visais</button></div>"""
        ),
        reject="paying",
        reject_kept=None,
    ),
    # One's mind changed: an icon that floats, links in the footer, and what leads elsewhere.
    "floating-icon.test": Case(
        body=_AGAIN_LV
        + """<button aria-label="Sīkdatņu iestatījumi" style="position:fixed;left:9px;bottom:120px" onclick="again()"><svg width=24 height=24><circle cx=12 cy=12 r=10 /></svg></button>""",
        withdraw="verified",
    ),
    "footer-link-lt.test": Case(
        body=_AGAIN_LT + """<footer><a href=/away/kontaktai>Kontaktai</a> <a href="#slapukai" onclick="return again()">Slapukų nustatymai</a></footer>""",
        withdraw="verified",
    ),
    "footer-script-link.test": Case(
        body=_AGAIN_ET + """<footer><a href="javascript:void again()">Muuda küpsiste seadeid</a></footer>""",
        withdraw="verified",
        partial="verified",
    ),
    "picture-to-revisit.test": Case(
        body=_AGAIN_LV
        + """<div class="cookie-revisit" style="position:fixed;left:9px;bottom:120px;cursor:pointer" onclick="again()"><img alt="Revisit consent" width=30 height=30 src="data:image/gif;base64,R0lGODlhAQABAAAAACw="></div>""",
        withdraw="verified",
    ),
    # Withdrawn at one stroke, without a dialog.
    "at-one-stroke.test": Case(
        body=_bar("""<p>Lietojam sīkdatnes.</p><button onclick="end('all')">Piekrītu</button><button onclick="end('none')">Nepiekrītu</button>""")
        + """<footer><button onclick="keep('none');this.textContent='Piekrišana atsaukta'">Atsaukt piekrišanu</button></footer>""",
        withdraw="verified",
    ),
    # What is written when the settings are asked for, and do not come, is no withdrawal.
    "opens-nothing.test": Case(
        body=_bar("""<p>Lietojam sīkdatnes.</p><button onclick="end('all')">Piekrītu</button><button onclick="end('none')">Nepiekrītu</button>""")
        + """<footer><button onclick="document.cookie='menu=1; path=/'">Sīkdatņu iestatījumi</button></footer>""",
        withdraw="opened no dialog",
        withdraw_kept="all",
    ),
    "elsewhere.test": Case(
        body=_bar("""<p>Lietojam sīkdatnes.</p><button onclick="end('all')">Piekrītu</button><button onclick="end('none')">Nepiekrītu</button>""")
        + """<footer><a href="/away/sikdatnes">Sīkdatņu iestatījumi</a></footer>""",
        withdraw="leads to another page",
        withdraw_kept="all",
    ),
}
"""By host name."""
