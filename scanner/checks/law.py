"""The relevant rules, in the form they are printed; how far each was verified stands in docs/judgement.md."""

from scanner.model.findings import Law

_EUR = "https://eur-lex.europa.eu/eli/reg/2016/679/oj"
_EPD = "https://eur-lex.europa.eu/eli/dir/2002/58/oj"


def gdpr(*articles: str) -> tuple[Law, ...]:
    """Articles of Regulation (EU) 2016/679."""
    return tuple(
        Law(instrument="Regulation (EU) 2016/679 (GDPR)", article=f"Article {article}", url=_EUR)
        for article in articles
    )


EPD = Law(instrument="Directive 2002/58/EC as amended by Directive 2009/136/EC", article="Article 5(3)", url=_EPD)
PLANET49 = Law(
    instrument="Court of Justice, C-673/17 Planet49, ECLI:EU:C:2019:801",
    article="paragraph 81",
    url="https://eur-lex.europa.eu/legal-content/EN/TXT/?uri=CELEX:62017CJ0673",
)
TASKFORCE = Law(
    instrument="EDPB, Report of the work undertaken by the Cookie Banner Taskforce, 17.1.2023 (not binding)",
    article="paragraph 7",
)
