"""The relevant rules, in the form they are printed; how far each was verified stands in docs/judgement.md."""

from scanner.model.findings import Law

_EUR = "https://eur-lex.europa.eu/eli/reg/2016/679/oj"
_EPD = "https://eur-lex.europa.eu/eli/dir/2002/58/oj"
_CELEX = "https://eur-lex.europa.eu/legal-content/EN/TXT/?uri=CELEX:"


_GDPR_READ = ("5", "13", "26", "45", "46", "49")
"""Articles of the GDPR that were read in the text itself; the others are cited by their standard numbering."""


def gdpr(*articles: str) -> tuple[Law, ...]:
    """Articles of Regulation (EU) 2016/679."""
    return tuple(
        Law(
            instrument="Regulation (EU) 2016/679 (GDPR)",
            article=f"Article {article}",
            url=_EUR,
            checked="text" if article.partition("(")[0] in _GDPR_READ else "citation",
        )
        for article in articles
    )


def recital(number: str) -> Law:
    """A recital of Regulation (EU) 2016/679."""
    return Law(instrument="Regulation (EU) 2016/679 (GDPR)", article=f"recital {number}", url=_EUR)


def taskforce(paragraphs: str) -> Law:
    """Paragraphs of the Cookie Banner Taskforce's report."""
    name = "EDPB, Report of the work undertaken by the Cookie Banner Taskforce, 17.1.2023 (not binding)"
    return Law(instrument=name, article=f"paragraph {paragraphs}", checked="quotation")


def guidelines_2_2023(paragraphs: str) -> Law:
    """Paragraphs of EDPB Guidelines 2/2023 on the technical scope of Article 5(3) of the ePrivacy Directive."""
    name = "EDPB, Guidelines 2/2023 on the technical scope of Article 5(3) ePrivacy Directive, 7.10.2024"
    return Law(instrument=name, article=f"paragraphs {paragraphs}", checked="text")


def guidelines_05_2020(paragraphs: str) -> Law:
    """Paragraphs of EDPB Guidelines 05/2020 on consent."""
    name = "EDPB, Guidelines 05/2020 on consent, 4.5.2020"
    return Law(instrument=name, article=f"paragraph {paragraphs}", checked="secondary")


EPD = Law(
    instrument="Directive 2002/58/EC as amended by Directive 2009/136/EC",
    article="Article 5(3)",
    url=_EPD,
    checked="quotation",
)
PLANET49 = Law(
    instrument="Court of Justice, C-673/17 Planet49, ECLI:EU:C:2019:801",
    article="paragraph 81",
    url=f"{_CELEX}62017CJ0673",
    checked="quotation",
)
FASHION_ID = Law(
    instrument="Court of Justice, C-40/17 Fashion ID, 29.7.2019, ECLI:EU:C:2019:629",
    article="joint controllers for collection and transmission",
    url=f"{_CELEX}62017CJ0040",
    checked="secondary",
)
ORANGE_ROMANIA = Law(
    instrument="Court of Justice, C-61/19 Orange Romania, 11.11.2020",
    article="ticked box and consent",
    url=f"{_CELEX}62019CJ0061",
    checked="secondary",
)
IAB_EUROPE = Law(
    instrument="Court of Justice, C-604/22 IAB Europe, 7.3.2024",
    article="consent string as personal data",
    url=f"{_CELEX}62022CJ0604",
    checked="secondary",
)
WP29_FINGERPRINTING = Law(
    instrument="Article 29 Working Party, Opinion 9/2014 (WP 224)", article="device fingerprinting", checked="secondary"
)
LG_BERLIN = Law(instrument="Landgericht Berlin, 24.8.2023", article="16 O 420/19", checked="secondary")
SCHREMS_II = Law(
    instrument="Court of Justice, C-311/18 Schrems II, 16.7.2020",
    article="operative part",
    url=f"{_CELEX}62018CJ0311",
    checked="secondary",
)
APOTEKET = Law(
    instrument="Integritetsskyddsmyndigheten, IMY-2022-3270, 29.8.2024", article="tracking pixel", checked="secondary"
)
DPF = Law(
    instrument="Implementing Decision (EU) 2023/1795 (EU–US Data Privacy Framework)",
    article="Article 1",
    url="https://eur-lex.europa.eu/eli/dec_impl/2023/1795/oj",
    checked="secondary",
)
BREYER = Law(
    instrument="Court of Justice, C-582/14 Breyer, 19.10.2016",
    article="operative part 1",
    url=f"{_CELEX}62014CJ0582",
    checked="text",
)
CNIL_AUDIENCE = Law(
    instrument="CNIL, Délibération 2020-091, 17.9.2020 (France)", article="audience measurement", checked="secondary"
)
MUNICH = (
    Law(instrument="Landgericht München I, 20.1.2022", article="3 O 17493/20", checked="secondary"),
    Law(instrument="Landgericht München I, 30.3.2023", article="4 O 13063/22", checked="secondary"),
)

_NATIONAL: dict[str, tuple[Law, ...]] = {
    "LV": (
        Law(
            instrument="Informācijas sabiedrības pakalpojumu likums",
            article="7.¹ pants",
            url="https://likumi.lv/ta/id/96619",
            checked="quotation",
        ),
    ),
    "LT": (
        Law(
            instrument="Elektroninių ryšių įstatymas Nr. IX-2135",
            article="on storage in terminal equipment",
            checked="secondary",
        ),
    ),
    "EE": gdpr("6(1)(a)"),
    "DE": (Law(instrument="TDDDG", article="§ 25", checked="quotation"),),
    "FI": (Law(instrument="Laki sähköisen viestinnän palveluista", article="205 §", checked="secondary"),),
    "PL": (
        Law(
            instrument="Prawo komunikacji elektronicznej, Dz.U. 2024 poz. 1221", article="art. 399", checked="secondary"
        ),
    ),
    "FR": (Law(instrument="Loi n° 78-17", article="art. 82", checked="secondary"),),
    "GB": (
        Law(
            instrument="Privacy and Electronic Communications Regulations", article="regulation 6", checked="secondary"
        ),
    ),
}


def with_national(law: tuple[Law, ...], country: str | None) -> tuple[Law, ...]:
    """`law` with the rule of the site's country beside Article 5(3); unchanged where neither is known."""
    if EPD not in law:
        return law
    return tuple(dict.fromkeys((*law, *_NATIONAL.get(country or "", ()))))
