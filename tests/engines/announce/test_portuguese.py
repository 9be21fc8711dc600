"""Announcements in Portuguese are read by a lexicon of their own."""

from tests.engines.announce.readings import credits, reading, title, values

TEXT = """A Maré TV anuncia novas séries brasileiras

A Maré TV divulgou nesta terça-feira as séries que estreiam em 2024.

"Água Funda", série dramática criada por Lúcia Fontes e Renato Dias, conta a história de três \
irmãs. Com direção de Fernanda Prado, a produção tem no elenco Alice Moura e Caio Brandão.

"O Caso do Cais" é um thriller em oito episódios, escrito por João Vilar. A série é baseada no \
livro homônimo de Ana Paula Rios e foi produzida pela Norte Filmes.
"""


def test_a_text_in_portuguese_is_read_in_its_own_words() -> None:
    found = reading(TEXT)
    assert found.language == "pt"
    water, case = found.productions
    assert [title(water), title(case)] == ["Água Funda", "O Caso do Cais"]
    assert credits(water) == {
        ("creator", "Lúcia Fontes"),
        ("creator", "Renato Dias"),
        ("director", "Fernanda Prado"),
        ("cast", "Alice Moura"),
        ("cast", "Caio Brandão"),
    }
    assert ("production company", "Norte Filmes") in credits(case)
    (source,) = case.sources
    assert source.title is not None
    assert source.title.value == "O Caso do Cais"
    assert values(source.authors) == ["Ana Paula Rios"]
    assert case.episodes is not None
    assert case.episodes.value == 8
    assert values(case.countries) == ["Brazil"]
