"""The films of the sample, long and short."""

from datetime import date

from cartelera.command.sample.catalogue import (
    AMERICAS,
    Sample,
    by,
    cast,
    cinema,
    company,
    festival,
    filmed,
    released,
    rtc,
    sampled,
    story,
    texts,
    work,
)
from cartelera.vocabulary.kind import Kind, Role, SourceKind
from cartelera.vocabulary.record import SourceWork, TitleRecord

PEDRO_PARAMO = sampled(
    released(
        TitleRecord(
            key="pedro-paramo",
            kind=Kind.FILM,
            texts=texts(
                (
                    "Pedro Páramo",
                    "Un hijo baja al pueblo de su madre a reclamar un padre y solo encuentra "
                    "voces.",
                    "Juan Preciado llega a Comala con una promesa y una dirección que ya nadie "
                    "recuerda. Las casas contestan antes que sus dueños; los dueños hace mucho "
                    "que se fueron, y siguen ahí.\n\nUn ejercicio de escuela: doce "
                    "estudiantes, tres semanas y un pueblo prestado, con la novela de Juan "
                    "Rulfo como único guion.",
                ),
                (
                    "Pedro Páramo",
                    "A son walks down to his mother’s village to claim a father, and finds "
                    "only voices.",
                    "Juan Preciado reaches Comala with a promise and an address no one "
                    "remembers any more. The houses answer before their owners do; the owners "
                    "left long ago, and are still there.\n\nA school exercise: twelve "
                    "students, three weeks and a borrowed village, with Juan Rulfo’s novel as "
                    "the only script.",
                ),
            ),
            original_name="Pedro Páramo",
            year=2021,
            runtime_minutes=84,
            countries=("MX",),
            languages=("es",),
            genres=("drama", "fantasy"),
            themes=("countryside", "death", "memory", "family-ties"),
            source_works=(work(SourceKind.NOVEL, "Pedro Páramo", "Juan Rulfo", 1955),),
            credits=(
                *by(Role.DIRECTOR, "Itzel Arredondo"),
                *by(Role.WRITER, "Itzel Arredondo", "Hilario Cano"),
                *cast(
                    ("Bruno Aldama", "Juan Preciado"),
                    ("Silvestre Ochoa", "Pedro Páramo"),
                    ("Marisol Quiahua", "Susana San Juan"),
                    ("Eduviges Lara", "Damiana Cisneros"),
                ),
                *by(Role.CINEMATOGRAPHER, "Renata Solís"),
                *by(Role.COMPOSER, "Aurelio Tun"),
                company("Taller de Cine del Llano"),
            ),
            places=(
                filmed("San Gabriel", "MX-JAL", 19.7636, -103.7694),
                filmed("Sayula", "MX-JAL", 19.8836, -103.5972),
                story("Comala", "MX-COL", 19.3206, -103.7603),
            ),
            releases=(festival("Muestra de Escuelas de Cine de Colima", date(2021, 10, 29)),),
            ratings=rtc("B"),
        ),
        date(2021, 2, 8),
        date(2024, 11, 1),
    ),
    ("Vine porque me dijeron que aquí vivía.", "I came because they told me he lived here."),
    ("Las paredes lo saben.", "The walls know it."),
    ("El calor guarda los nombres.", "The heat keeps the names."),
    ("Nadie se va del todo.", "No one ever quite leaves."),
)

LA_SAL = sampled(
    released(
        TitleRecord(
            key="la-sal-de-los-muertos",
            kind=Kind.FILM,
            texts=texts(
                (
                    "La sal de los muertos",
                    "Una partera del Istmo oye en las salinas el nombre de un niño que nunca "
                    "nació.",
                    "Na Rosalía lleva cuarenta años recibiendo niños en Juchitán. La noche en "
                    "que anuncia su retiro, una muchacha le pide que busque a un hijo que el "
                    "hospital asegura que no existió.\n\nEntre las salinas y el mercado, la "
                    "partera descubre que la sal también guarda las cuentas de un pueblo.",
                ),
                (
                    "The Salt of the Dead",
                    "A midwife of the Isthmus hears, out on the salt flats, the name of a "
                    "child who was never born.",
                    "Na Rosalía has brought children into Juchitán for forty years. The night "
                    "she says she will stop, a girl asks her to find a son the hospital swears "
                    "never existed.\n\nBetween the salt flats and the market, the midwife "
                    "learns that salt, too, keeps a town’s accounts.",
                ),
            ),
            year=2023,
            runtime_minutes=112,
            countries=("MX", "FR"),
            languages=("es", "zai"),
            genres=("drama", "mystery"),
            themes=("women", "motherhood", "indigenous-peoples", "justice"),
            source_works=(
                work(
                    SourceKind.NOVEL,
                    "La sal de los muertos",
                    "Inés Zavala",
                    2011,
                    "Editorial Marea",
                ),
            ),
            credits=(
                *by(Role.DIRECTOR, "Yareli Toledo"),
                *by(Role.WRITER, "Yareli Toledo", "Inés Zavala"),
                *by(Role.PRODUCER, "Gubidxa Pineda"),
                *cast(
                    ("Obdulia Santiago", "Na Rosalía"),
                    ("Nayeli Regalado", "Estela"),
                    ("Fidel Orozco", "Doctor Manuel"),
                ),
                *by(Role.CINEMATOGRAPHER, "Lucio Vázquez"),
                *by(Role.EDITOR, "Camille Fabre", home="FR"),
                company("Istmo Cine"),
                company("Les Films du Sel", Role.IN_COLLABORATION_WITH, "FR"),
            ),
            places=(
                filmed("Juchitán", "MX-OAX", 16.4339, -95.0197),
                filmed("Salina Cruz", "MX-OAX", 16.1833, -95.2),
                story("Juchitán", "MX-OAX", 16.4339, -95.0197),
            ),
            releases=(
                festival("Festival de Cine de Morelia", date(2023, 10, 24)),
                cinema(date(2024, 3, 14), 46_210),
            ),
            ratings=rtc("B15"),
        ),
        date(2022, 5, 2),
        date(2024, 8, 16),
        (*AMERICAS, "FR", "ES"),
    ),
    ("En las salinas todo se ve de lejos.", "On the salt flats you see everything from afar."),
    ("Menos lo que se entierra.", "Except what is buried."),
    ("Cuarenta años contando niños.", "Forty years of counting children."),
    ("Falta uno.", "One is missing."),
)

NOPALERA = sampled(
    released(
        TitleRecord(
            key="nopalera",
            kind=Kind.FILM,
            texts=texts(
                (
                    "Nopalera",
                    "Tres hermanas deben vender el último terreno de nopales de la familia, y "
                    "ninguna quiere firmar.",
                    "Concha, Delfina y Lupe no se hablan desde el velorio. Un comprador pone "
                    "una condición: que las tres firmen el mismo día, en la misma mesa, "
                    "sobrias.\n\nMilpa Alta pone el mole, los primos ponen el pleito y una "
                    "cabra se come el contrato.",
                ),
                (
                    "Prickly",
                    "Three sisters must sell the family’s last field of nopales, and none of "
                    "them will sign.",
                    "Concha, Delfina and Lupe have not spoken since the wake. A buyer sets one "
                    "condition: all three must sign on the same day, at the same table, "
                    "sober.\n\nMilpa Alta brings the mole, the cousins bring the quarrel, and "
                    "a goat eats the contract.",
                ),
            ),
            year=2022,
            runtime_minutes=97,
            countries=("MX",),
            languages=("es",),
            genres=("comedy", "family"),
            themes=("family-ties", "food", "countryside", "city"),
            credits=(
                *by(Role.DIRECTOR, "Paz Amézquita"),
                *by(Role.WRITER, "Paz Amézquita", "Rubén Chavarría"),
                *cast(
                    ("Toña Galicia", "Concha"),
                    ("Ximena Robledo", "Delfina"),
                    ("Maricarmen Yáñez", "Lupe"),
                    ("Chucho Alvarado", "El licenciado Peralta"),
                ),
                *by(Role.COMPOSER, "Banda Hijos de Villa Milpa Alta"),
                company("Penca Films"),
            ),
            places=(
                filmed("Milpa Alta", "MX-CMX", 19.1911, -99.0233),
                story("Milpa Alta", "MX-CMX", 19.1911, -99.0233),
            ),
            releases=(cinema(date(2022, 11, 24), 312_480),),
            ratings=rtc("A"),
        ),
        date(2021, 9, 20),
        date(2023, 4, 21),
    ),
    ("Tres hermanas. Una firma.", "Three sisters. One signature."),
    ("El terreno tiene espinas.", "The field has thorns."),
    ("La familia, más.", "The family has more."),
    ("Hoy se vende, o se come.", "Today it is sold, or eaten."),
)

EL_ULTIMO_TREN = sampled(
    released(
        TitleRecord(
            key="el-ultimo-tren-a-merida",
            kind=Kind.FILM,
            texts=texts(
                (
                    "El último tren a Mérida",
                    "Un maquinista jubilado roba su vieja locomotora para llevar a su esposa a "
                    "ver el mar.",
                    "Don Fermín entregó el uniforme, pero se quedó con la llave. Cuando el "
                    "médico le pone fecha a la memoria de Amparo, engancha dos vagones y sale "
                    "de Coatzacoalcos antes del alba.\n\nEn cada estación cerrada sube alguien "
                    "que también llegó tarde.",
                ),
                (
                    "The Last Train to Mérida",
                    "A retired engine driver steals his old locomotive to take his wife to see "
                    "the sea.",
                    "Don Fermín handed in the uniform but kept the key. When a doctor puts a "
                    "date on Amparo’s memory, he couples two carriages and leaves "
                    "Coatzacoalcos before dawn.\n\nAt every closed station someone boards who "
                    "also came too late.",
                ),
            ),
            year=2020,
            runtime_minutes=104,
            countries=("MX",),
            languages=("es", "yua"),
            genres=("road-movie", "drama"),
            themes=("old-age", "love", "memory", "work"),
            source_works=(
                work(
                    SourceKind.SHORT_STORY,
                    "Vía muerta",
                    "Tomás Canul",
                    1998,
                    "Ediciones del Mayab",
                ),
            ),
            credits=(
                *by(Role.DIRECTOR, "Joaquín Uc"),
                *by(Role.WRITER, "Joaquín Uc", "Mariana Escoffié"),
                *cast(
                    ("Evaristo Novelo", "Fermín"),
                    ("Alicia Manzanero", "Amparo"),
                    ("Wendy Chi", "La estudiante"),
                ),
                *by(Role.CINEMATOGRAPHER, "Sabina Loret"),
                *by(Role.COMPOSER, "Trova del Paseo"),
                company("Ceiba Producciones"),
            ),
            places=(
                filmed("Campeche", "MX-CAM", 19.8439, -90.5255),
                filmed("Mérida", "MX-YUC", 20.9674, -89.6237),
                filmed("Progreso", "MX-YUC", 21.2833, -89.6667),
                story("Coatzacoalcos", "MX-VER", 18.1345, -94.4590),
            ),
            releases=(
                festival("Festival de Cine de Guadalajara", date(2020, 11, 21)),
                cinema(date(2021, 6, 3), 88_034),
            ),
            ratings=rtc("A"),
        ),
        date(2019, 2, 18),
        date(2022, 2, 14),
    ),
    ("La vía sigue ahí.", "The track is still there."),
    ("Lo que se fue es el tren.", "It is the train that left."),
    ("Prometí llevarte al mar.", "I promised to take you to the sea."),
    ("Todavía hay vapor.", "There is steam left."),
)

RUIDO = sampled(
    released(
        TitleRecord(
            key="ruido",
            kind=Kind.FILM,
            texts=texts(
                (
                    "Ruido",
                    "Una ingeniera de sonido oye un asesinato en una grabación que nadie más "
                    "puede oír.",
                    "Abril limpia audios para la fiscalía de Monterrey: quita viento, quita "
                    "tráfico, quita miedo. Una madrugada, debajo de una llamada cualquiera, "
                    "aparece una voz que conoce.\n\nPara probar lo que oyó tendrá que hacer "
                    "ruido en una ciudad que vive de no escuchar.",
                ),
                (
                    "Noise",
                    "A sound engineer hears a murder in a recording no one else can hear.",
                    "Abril cleans audio for the prosecutors of Monterrey: she takes out the "
                    "wind, the traffic, the fear. One night, under an ordinary call, there is "
                    "a voice she knows.\n\nTo prove what she heard she must make noise in a "
                    "city that lives by not listening.",
                ),
            ),
            year=2024,
            runtime_minutes=108,
            countries=("MX",),
            languages=("es",),
            genres=("thriller", "crime"),
            themes=("disappearance", "justice", "women", "city"),
            credits=(
                *by(Role.DIRECTOR, "Regina Garza Leal"),
                *by(Role.WRITER, "Regina Garza Leal", "Óscar Villarreal"),
                *cast(
                    ("Daniela Treviño", "Abril"),
                    ("Hernán Cantú", "Fiscal Montemayor"),
                    ("Lety Ayala", "Doña Irma"),
                ),
                *by(Role.EDITOR, "Saúl Rentería"),
                company("Cerro Norte"),
                company("Sonido Trece", Role.IN_COLLABORATION_WITH),
            ),
            places=(
                filmed("Monterrey", "MX-NLE", 25.6866, -100.3161),
                filmed("García", "MX-NLE", 25.8167, -100.5833),
                story("Monterrey", "MX-NLE", 25.6866, -100.3161),
            ),
            releases=(cinema(date(2024, 9, 19), 154_902),),
            ratings=rtc("B15"),
        ),
        date(2023, 3, 6),
        date(2025, 1, 31),
        ("US", "ES"),
    ),
    ("Quita el viento.", "Take out the wind."),
    ("Quita la calle.", "Take out the street."),
    ("Lo que queda es alguien.", "What is left is someone."),
    ("Escucha otra vez.", "Listen again."),
)

LAS_HIJAS = sampled(
    released(
        TitleRecord(
            key="las-hijas-del-volcan",
            kind=Kind.FILM,
            texts=texts(
                (
                    "Las hijas del volcán",
                    "1911: las telefonistas de Atlixco aprenden que también se hace la "
                    "revolución colgando.",
                    "Al pie del Popocatépetl, siete muchachas conectan las llamadas de las "
                    "haciendas. Saben quién debe, quién miente y quién manda tropa. Un día "
                    "dejan de conectar.\n\nBasada en las actas de una huelga que los "
                    "periódicos de la época contaron en cuatro renglones.",
                ),
                (
                    "Daughters of the Volcano",
                    "1911: the telephone girls of Atlixco learn that a revolution can also be "
                    "made by hanging up.",
                    "At the foot of Popocatépetl, seven young women connect the haciendas’ "
                    "calls. They know who owes, who lies and who is sending troops. One day "
                    "they stop connecting.\n\nDrawn from the minutes of a strike that the "
                    "newspapers of the time told in four lines.",
                ),
            ),
            year=2019,
            runtime_minutes=121,
            countries=("MX",),
            languages=("es", "azz"),
            genres=("historical", "drama"),
            themes=("women", "work", "history", "justice"),
            source_works=(
                work(SourceKind.NONFICTION_BOOK, "Hilo de cobre", "Berta Ocampo", 2007),
            ),
            credits=(
                *by(Role.DIRECTOR, "Elvira Tecuatl"),
                *by(Role.WRITER, "Berta Ocampo", "Elvira Tecuatl"),
                *by(Role.PRODUCTION_DESIGNER, "Nicolás Barragán"),
                *cast(
                    ("Sofía Huerta", "Jacinta"),
                    ("Araceli Xicale", "Malintzi"),
                    ("Gerardo Limón", "El administrador"),
                ),
                company("Cine Cholula"),
            ),
            places=(
                filmed("Atlixco", "MX-PUE", 18.9089, -98.4322),
                filmed("Cuetzalan", "MX-PUE", 20.0177, -97.5228),
                story("Atlixco", "MX-PUE", 18.9089, -98.4322),
            ),
            releases=(cinema(date(2019, 11, 14), 67_118),),
            ratings=rtc("B"),
        ),
        date(2018, 4, 9),
        date(2021, 3, 8),
    ),
    ("¿Con quién desea hablar?", "Whom do you wish to speak to?"),
    ("La línea es de ellos.", "The line is theirs."),
    ("La voz es nuestra.", "The voice is ours."),
    ("No cuelgue: colgamos nosotras.", "Do not hang up: we will."),
)

TIJUANA_SINFONIA = sampled(
    released(
        TitleRecord(
            key="tijuana-sinfonia",
            kind=Kind.FILM,
            texts=texts(
                (
                    "Tijuana sinfonía",
                    "Una orquesta de deportados ensaya junto al muro el concierto que les "
                    "prometieron del otro lado.",
                    "Omar tocaba el oboe en San Diego; hoy afina cláxones en la línea. Con "
                    "once músicos devueltos arma una orquesta que solo puede ensayar donde el "
                    "eco cruza.\n\nUn musical con bocinas, bajo sexto y una soprano que canta "
                    "desde la fila de los autos.",
                ),
                (
                    "Tijuana Symphony",
                    "An orchestra of deportees rehearses beside the wall the concert they were "
                    "promised on the other side.",
                    "Omar played the oboe in San Diego; now he tunes car horns at the "
                    "crossing. With eleven musicians sent back like him he builds an orchestra "
                    "that can rehearse only where the echo crosses.\n\nA musical with "
                    "loudspeakers, bajo sexto and a soprano who sings from the queue of cars.",
                ),
            ),
            year=2022,
            runtime_minutes=116,
            countries=("MX", "US"),
            languages=("es", "en"),
            genres=("musical", "drama"),
            themes=("border", "migration", "music", "friendship"),
            credits=(
                *by(Role.DIRECTOR, "Omar Lechuga"),
                *by(Role.WRITER, "Omar Lechuga", "Cristal Beltrán"),
                *by(Role.COMPOSER, "Delia Montaño"),
                *cast(
                    ("Iván Murrieta", "Omar"),
                    ("Cristal Beltrán", "La soprano"),
                    ("Don Güero Salas", "El del bajo sexto"),
                ),
                company("Línea Dos"),
                company("Otay Pictures", Role.IN_COLLABORATION_WITH, "US"),
            ),
            places=(
                filmed("Tijuana", "MX-BCN", 32.5149, -117.0382),
                filmed("Tecate", "MX-BCN", 32.5667, -116.6333),
                story("Tijuana", "MX-BCN", 32.5149, -117.0382),
                story("San Diego", "US-CA", 32.7157, -117.1611),
            ),
            releases=(
                festival("Festival de la Línea", date(2022, 5, 6)),
                cinema(date(2022, 10, 6), 120_775),
            ),
            ratings=rtc("A"),
        ),
        date(2021, 6, 14),
        date(2023, 7, 28),
        ("US", "CA", "ES", "CO", "AR"),
    ),
    ("De este lado se afina.", "On this side they tune."),
    ("Del otro se aplaude.", "On the other they clap."),
    ("El eco no necesita visa.", "An echo needs no visa."),
    ("Primera llamada.", "First call."),
)

CUARTO_MENGUANTE = sampled(
    released(
        TitleRecord(
            key="cuarto-menguante",
            kind=Kind.FILM,
            texts=texts(
                (
                    "Cuarto menguante",
                    "En un hotel minero del desierto, cada noche hay una habitación menos.",
                    "Julia hereda el Hotel Cuarzo de Real de Catorce con sus deudas y sus "
                    "catorce llaves. A la mañana siguiente hay trece. Los huéspedes no se "
                    "quejan: nadie recuerda haber tenido vecino.\n\nLa luna mengua, el pasillo "
                    "se acorta y la dueña duerme al fondo.",
                ),
                (
                    "Waning Room",
                    "In a miners’ hotel in the desert, every night there is one room less.",
                    "Julia inherits the Hotel Cuarzo in Real de Catorce with its debts and its "
                    "fourteen keys. Next morning there are thirteen. The guests do not "
                    "complain: none recalls a neighbour.\n\nThe moon wanes, the corridor "
                    "shortens, and the owner sleeps at its end.",
                ),
            ),
            year=2021,
            runtime_minutes=93,
            countries=("MX", "ES"),
            languages=("es",),
            genres=("horror", "mystery"),
            themes=("death", "myth", "memory"),
            source_works=(SourceWork(SourceKind.LEGEND, "El huésped de la mina"),),
            credits=(
                *by(Role.DIRECTOR, "Julián Santoyo"),
                *by(Role.WRITER, "Eugenia Piña", "Julián Santoyo"),
                *cast(
                    ("Ana Lía Cárdenas", "Julia"),
                    ("Porfirio Medellín", "El velador"),
                    ("Greta Olmos", "La huésped del siete"),
                ),
                *by(Role.CINEMATOGRAPHER, "Íñigo Salcedo", home="ES"),
                company("Catorce Llaves"),
                company("Páramo Films", Role.IN_COLLABORATION_WITH, "ES"),
            ),
            places=(
                filmed("Real de Catorce", "MX-SLP", 23.6900, -100.8868),
                filmed("Matehuala", "MX-SLP", 23.6500, -100.6333),
                story("Real de Catorce", "MX-SLP", 23.6900, -100.8868),
            ),
            releases=(festival("Noches de Espanto de Sitges", date(2021, 10, 9), "ES"),),
            ratings=rtc("B15"),
        ),
        date(2020, 10, 12),
        date(2022, 10, 28),
        (*AMERICAS, "ES"),
    ),
    ("Catorce llaves.", "Fourteen keys."),
    ("Trece puertas.", "Thirteen doors."),
    ("Cuente bien antes de dormir.", "Count well before you sleep."),
    ("La suya es la última.", "Yours is the last."),
)

YO_NO_MATE = sampled(
    released(
        TitleRecord(
            key="yo-no-mate-al-alcalde",
            kind=Kind.FILM,
            texts=texts(
                (
                    "Yo no maté al alcalde",
                    "Muere un presidente municipal y el pueblo entero se pelea por haberlo "
                    "matado.",
                    "En San Jacinto del Monte todos odiaban al alcalde, pero la recompensa la "
                    "ofrece su viuda: una camioneta para quien lo haya hecho. Hay fila.\n\nEl "
                    "único que lo niega es el sacristán, y por eso lo arrestan.",
                ),
                (
                    "I Did Not Kill the Mayor",
                    "A mayor dies, and the whole town fights over who killed him.",
                    "Everyone in San Jacinto del Monte hated the mayor, but the reward comes "
                    "from his widow: a pickup for whoever did it. There is a queue.\n\nOnly "
                    "the sexton denies it, and so he is arrested.",
                ),
            ),
            year=2023,
            runtime_minutes=101,
            countries=("MX",),
            languages=("es",),
            genres=("satire", "crime", "comedy"),
            themes=("corruption", "everyday-life", "faith"),
            source_works=(work(SourceKind.PLAY, "El muerto es mío", "Hugo Sáenz", 1984),),
            credits=(
                *by(Role.DIRECTOR, "Rodrigo Montes"),
                *by(Role.WRITER, "Rodrigo Montes", "Lilia Zúñiga"),
                *cast(
                    ("Fausto Gallegos", "El sacristán"),
                    ("Norma Aguirre", "La viuda"),
                    ("Beto Luján", "El comandante"),
                    ("Chayo Infante", "La boticaria"),
                ),
                company("Bajío Negro"),
            ),
            places=(
                filmed("Mineral de Pozos", "MX-GUA", 21.2203, -100.4914),
                filmed("Guanajuato", "MX-GUA", 21.0190, -101.2574),
            ),
            releases=(cinema(date(2023, 9, 14), 401_336),),
            ratings=rtc("B"),
        ),
        date(2022, 8, 15),
        date(2024, 2, 9),
    ),
    ("Yo fui.", "It was me."),
    ("No: fui yo.", "No: it was me."),
    ("Fórmense, por favor.", "Form a line, please."),
    ("El inocente, a la cárcel.", "The innocent one goes to jail."),
)

FRONTERA_2099 = sampled(
    released(
        TitleRecord(
            key="frontera-2099",
            kind=Kind.FILM,
            texts=texts(
                (
                    "Frontera 2099",
                    "En una Ciudad Juárez sin río, una contrabandista de agua cruza lo único "
                    "que nadie compra: semillas.",
                    "El Bravo es una carretera. Kika pasa agua de un lado al otro en un "
                    "tráiler que canta para no dormirse. Un cargamento de maíz azul la "
                    "convierte en la mujer más buscada de dos países que ya no "
                    "existen.\n\nCiencia ficción de polvo, neón y radio de onda corta.",
                ),
                (
                    "Frontera 2099",
                    "In a Ciudad Juárez without a river, a water smuggler carries across the "
                    "one thing no one buys: seeds.",
                    "The Rio Grande is a highway. Kika takes water from one side to the other "
                    "in a truck that sings to stay awake. A load of blue maize makes her the "
                    "most wanted woman of two countries that no longer exist.\n\nScience "
                    "fiction of dust, neon and short-wave radio.",
                ),
            ),
            year=2024,
            runtime_minutes=118,
            countries=("MX",),
            languages=("es", "en"),
            genres=("science-fiction", "action"),
            themes=("border", "environment", "women", "extraordinary"),
            source_works=(work(SourceKind.COMIC, "Frontera 2099", "Lía Monroy", 2016),),
            credits=(
                *by(Role.DIRECTOR, "Axel Chaparro"),
                *by(Role.WRITER, "Lía Monroy", "Axel Chaparro"),
                *cast(
                    ("Zuleyma Ponce", "Kika"),
                    ("Marco Antonio Bustillos", "El aduanero"),
                    ("Alma Terrazas", "La voz del tráiler"),
                ),
                *by(Role.PRODUCTION_DESIGNER, "Perla Quezada"),
                company("Médanos Estudio"),
            ),
            places=(
                filmed("Samalayuca", "MX-CHH", 31.3444, -106.4797),
                filmed("Ciudad Juárez", "MX-CHH", 31.6904, -106.4245),
                story("Ciudad Juárez", "MX-CHH", 31.6904, -106.4245),
                story("El Paso", "US-TX", 31.7619, -106.4850),
            ),
            releases=(cinema(date(2024, 7, 4), 502_661),),
            ratings=rtc("B"),
        ),
        date(2022, 10, 3),
        date(2024, 12, 20),
        (*AMERICAS, "ES", "BR"),
    ),
    ("El río es un camino.", "The river is a road."),
    ("El agua es un delito.", "Water is a crime."),
    ("Lleva maíz azul.", "She carries blue maize."),
    ("No se detenga.", "Do not stop."),
)

MAZATLAN = sampled(
    released(
        TitleRecord(
            key="no-me-olvides-mazatlan",
            kind=Kind.FILM,
            texts=texts(
                (
                    "No me olvides, Mazatlán",
                    "Dos desconocidos bailan toda una noche de carnaval y acuerdan no decirse "
                    "el nombre.",
                    "Ella vende boletos de ferry; él afina la tambora. Tienen hasta que pase "
                    "el último carro alegórico. Treinta años después, una canción los busca "
                    "por la radio.\n\nRodada en el malecón y en Cartagena de Indias, donde el "
                    "mar es el mismo y otro.",
                ),
                (
                    "Remember Me, Mazatlán",
                    "Two strangers dance through one carnival night and agree not to tell each "
                    "other their names.",
                    "She sells ferry tickets; he tunes the tambora. They have until the last "
                    "float goes by. Thirty years later, a song looks for them on the "
                    "radio.\n\nFilmed on the seafront and in Cartagena de Indias, where the "
                    "sea is the same and another.",
                ),
            ),
            year=2018,
            runtime_minutes=99,
            countries=("MX", "CO"),
            languages=("es",),
            genres=("romance", "melodrama"),
            themes=("love", "sea", "music", "memory"),
            source_works=(
                work(
                    SourceKind.SONG, "No me olvides, Mazatlán", "Los Faros del Pacífico", 1979
                ),
            ),
            credits=(
                *by(Role.DIRECTOR, "Ana Ibarra Osuna"),
                *by(Role.WRITER, "Ana Ibarra Osuna"),
                *cast(
                    ("Rocío Lizárraga", "Ella"),
                    ("Emiliano Tirado", "Él"),
                    ("Gloria Padilla", "La locutora"),
                ),
                *by(Role.COMPOSER, "Ulises Rendón"),
                company("Olas Altas Cine"),
                company("Caribe Rojo", Role.IN_COLLABORATION_WITH, "CO"),
            ),
            places=(
                filmed("Mazatlán", "MX-SIN", 23.2494, -106.4111),
                filmed("Cartagena de Indias", "CO-BOL", 10.3910, -75.4794),
                story("Mazatlán", "MX-SIN", 23.2494, -106.4111),
            ),
            releases=(cinema(date(2018, 2, 8), 233_190),),
            ratings=rtc("A"),
        ),
        date(2017, 2, 20),
        date(2020, 2, 14),
    ),
    ("No me digas tu nombre.", "Do not tell me your name."),
    ("Dime cuándo zarpa.", "Tell me when it sails."),
    ("La banda sigue tocando.", "The band plays on."),
    ("Treinta años es un vals.", "Thirty years is a waltz."),
)

TLACUACHE = sampled(
    released(
        TitleRecord(
            key="tlacuache",
            kind=Kind.SHORT_FILM,
            texts=texts(
                (
                    "Tlacuache",
                    "El animal que robó el fuego vuelve por la lumbre de una estufa de gas.",
                    "Todos saben que el tlacuache trajo el fuego en la cola. Nadie le preguntó "
                    "si tenía frío. Una noche de enero, en Pátzcuaro, baja por la chimenea de "
                    "una casa donde vive una niña que no puede dormir.",
                ),
                (
                    "Possum",
                    "The animal that stole fire comes back for the flame of a gas stove.",
                    "Everyone knows the possum brought fire on his tail. No one asked if he "
                    "was cold. One January night in Pátzcuaro he comes down the chimney of a "
                    "house where a girl cannot sleep.",
                ),
            ),
            year=2022,
            runtime_minutes=9,
            countries=("MX",),
            languages=("tsz", "es"),
            genres=("animation", "family", "fantasy"),
            themes=("myth", "childhood", "indigenous-peoples"),
            source_works=(SourceWork(SourceKind.LEGEND, "El tlacuache y el fuego"),),
            credits=(
                *by(Role.DIRECTOR, "Itzel Mora Huipe"),
                *by(Role.WRITER, "Itzel Mora Huipe"),
                *cast(("Nana Chefa Campos", "El tlacuache"), ("Yunuén Mora", "La niña")),
                company("Taller Lumbre"),
            ),
            places=(
                story("Pátzcuaro", "MX-MIC", 19.5147, -101.6094),
                filmed("Morelia", "MX-MIC", 19.7008, -101.1844),
            ),
            releases=(festival("Animasivo de la Montaña", date(2022, 9, 2)),),
            ratings=rtc("AA"),
        ),
        date(2021, 1, 11),
        date(2023, 1, 6),
        (*AMERICAS, "ES", "FR", "JP"),
    ),
    ("Una vez robé el fuego.", "Once I stole the fire."),
    ("Nadie me dio las gracias.", "No one thanked me."),
    ("Hace frío otra vez.", "It is cold again."),
    ("¿Tienes cerillos?", "Do you have matches?"),
)

LUVINA = sampled(
    released(
        TitleRecord(
            key="luvina",
            kind=Kind.SHORT_FILM,
            texts=texts(
                (
                    "Luvina",
                    "Un maestro que baja le cuenta a otro, que va subiendo, qué es el viento.",
                    "En la última tienda del camino un hombre bebe y habla. Enfrente, uno más "
                    "joven lleva los libros de la escuela en una caja. Arriba espera un pueblo "
                    "donde sólo quedan viejos y el aire no deja crecer nada.",
                ),
                (
                    "Luvina",
                    "A teacher on his way down tells another, on his way up, what wind is.",
                    "At the last shop on the road a man drinks and talks. Across from him a "
                    "younger one carries the school’s books in a box. Above waits a town where "
                    "only the old are left and the air lets nothing grow.",
                ),
            ),
            year=2023,
            runtime_minutes=17,
            countries=("MX",),
            languages=("es",),
            genres=("drama",),
            themes=("countryside", "memory", "old-age"),
            source_works=(work(SourceKind.SHORT_STORY, "Luvina", "Juan Rulfo", 1953),),
            credits=(
                *by(Role.DIRECTOR, "Tomasa Ríos Cruz"),
                *by(Role.WRITER, "Tomasa Ríos Cruz"),
                *cast(("Hilario Santos", "El que vuelve"), ("Abel Martínez", "El que sube")),
                company("Taller Lumbre"),
            ),
            places=(
                filmed("San Juan Luvina", "MX-OAX", 17.3603, -96.5394),
                story("San Juan Luvina", "MX-OAX", 17.3603, -96.5394),
            ),
            releases=(festival("Cortos del Istmo", date(2023, 11, 10)),),
            ratings=rtc("A"),
        ),
        date(2022, 5, 9),
        date(2024, 3, 8),
    ),
    ("¿Oye el viento?", "Can you hear the wind?"),
    ("Yo también subí con una caja.", "I too went up with a box."),
    ("Allá no se acaba la tarde.", "Up there the evening never ends."),
    ("Suba. Ya me contará.", "Go on up. You will tell me."),
)

BARRO_NEGRO = sampled(
    released(
        TitleRecord(
            key="barro-negro",
            kind=Kind.SHORT_FILM,
            texts=texts(
                (
                    "Barro negro",
                    "Una alfarera se queda sin oído y busca, a golpes, la olla que aún suena.",
                    "En San Bartolo se sabe si una pieza está entera por cómo suena. "
                    "Crescencia ya no oye, y no lo ha dicho. Su nieta, que vino por una "
                    "semana, aprende a golpear cada olla y a decirle con la mano lo que oyó.",
                ),
                (
                    "Black Clay",
                    "A potter loses her hearing and hunts, knock by knock, a jar that rings.",
                    "In San Bartolo you know a pot is sound by the note it gives. Crescencia "
                    "no longer hears, and has told nobody. Her granddaughter, here for a week, "
                    "learns to knock on each jar and to sign what she heard.",
                ),
            ),
            year=2024,
            runtime_minutes=13,
            countries=("MX",),
            languages=("zap", "es"),
            genres=("drama", "family"),
            themes=("work", "old-age", "disability", "family-ties"),
            credits=(
                *by(Role.DIRECTOR, "Amparo Nicolás Luis"),
                *by(Role.WRITER, "Amparo Nicolás Luis"),
                *cast(("Crescencia Real", "Crescencia"), ("Abril Nicolás", "La nieta")),
                company("Cine del Istmo"),
            ),
            places=(
                filmed("San Bartolo Coyotepec", "MX-OAX", 16.9578, -96.7078),
                story("San Bartolo Coyotepec", "MX-OAX", 16.9578, -96.7078),
            ),
            releases=(festival("Cortos del Istmo", date(2024, 11, 8)),),
            ratings=rtc("AA"),
        ),
        date(2023, 9, 18),
        date(2025, 2, 7),
    ),
    ("Golpéala. ¿Qué dice?", "Knock on it. What does it say?"),
    ("Dice que está rota, abuela.", "It says it is cracked, grandmother."),
    ("Ésta no. Ésta canta.", "Not this one. This one sings."),
    ("¿Desde cuándo no oyes?", "How long have you not heard?"),
)

CIELO_ABIERTO = sampled(
    released(
        TitleRecord(
            key="cielo-abierto",
            kind=Kind.DOCUMENTARY_FILM,
            texts=texts(
                (
                    "Cielo abierto",
                    "Cuatro mujeres cuidan un telescopio a 4,600 metros y una noche deciden "
                    "apagar la ciudad.",
                    "En lo alto de la Sierra Negra, una astrónoma, una cocinera, una chofer y "
                    "una técnica se turnan para que el cielo llegue completo a la pantalla. "
                    "Abajo, las luces crecen.\n\nUn retrato de trabajo, altura y paciencia, "
                    "filmado durante tres inviernos.",
                ),
                (
                    "Open Sky",
                    "Four women look after a telescope at 4,600 metres and one night decide to "
                    "switch off the city.",
                    "High on Sierra Negra, an astronomer, a cook, a driver and a technician "
                    "take turns so that the sky reaches the screen whole. Below, the lights "
                    "grow.\n\nA portrait of work, height and patience, filmed over three "
                    "winters.",
                ),
            ),
            year=2020,
            runtime_minutes=78,
            countries=("MX",),
            languages=("es",),
            genres=("biography", "experimental"),
            themes=("women", "work", "environment"),
            source_works=(SourceWork(SourceKind.TRUE_EVENTS, "La noche sin luces"),),
            credits=(
                *by(Role.DIRECTOR, "Mina Rosales"),
                *by(Role.CINEMATOGRAPHER, "Mina Rosales", "Abel Tlatelpa"),
                *by(Role.EDITOR, "Frida Noguez"),
                *by(Role.PRODUCER, "Frida Noguez"),
                company("Altura Documental"),
            ),
            places=(
                filmed("Sierra Negra", "MX-PUE", 18.9858, -97.3147),
                filmed("Ciudad Serdán", "MX-PUE", 18.9883, -97.4467),
                story("Sierra Negra", "MX-PUE", 18.9858, -97.3147),
            ),
            releases=(
                festival("Festival Documental de Querétaro", date(2020, 8, 21)),
                cinema(date(2021, 4, 22), 9_870),
            ),
            ratings=rtc("A"),
        ),
        date(2017, 12, 4),
        date(2021, 12, 21),
        (*AMERICAS, "ES", "DE"),
    ),
    ("A esta altura se oye la luz.", "At this height you can hear light."),
    ("Abajo nadie mira arriba.", "Below, no one looks up."),
    ("Tres inviernos de guardia.", "Three winters on watch."),
    ("Apaguen.", "Switch it off."),
)

SEGUNDO_TIEMPO = sampled(
    released(
        TitleRecord(
            key="segundo-tiempo",
            kind=Kind.FILM,
            texts=texts(
                (
                    "Segundo tiempo",
                    "El equipo de basquetbol de una escuela ayuujk viaja dos días para jugar "
                    "veinte minutos.",
                    "En Tlahuitoltepec la cancha es la plaza, la plaza es el techo de la banda "
                    "y todos pierden contra la niebla. Cuando las invitan al estatal, las "
                    "siete jugadoras descubren que el camino es más largo que el torneo.",
                ),
                (
                    "Second Half",
                    "A basketball team from an Ayuujk school travels two days to play for "
                    "twenty minutes.",
                    "In Tlahuitoltepec the court is the square, the square is the band’s roof, "
                    "and everyone loses to the fog. Invited to the state finals, the seven "
                    "players learn that the road is longer than the tournament.",
                ),
            ),
            year=2024,
            runtime_minutes=95,
            countries=("MX",),
            languages=("mxp", "es"),
            genres=("sport", "coming-of-age"),
            themes=("youth", "friendship", "indigenous-peoples", "women"),
            source_works=(
                work(SourceKind.ARTICLE, "Veinte minutos", "Elena Nava", 2018, "Revista Cerro"),
            ),
            credits=(
                *by(Role.DIRECTOR, "Tajëëw Gutiérrez"),
                *by(Role.WRITER, "Tajëëw Gutiérrez", "Elena Nava"),
                *cast(
                    ("Wendy Martínez", "Xëë"),
                    ("Noemí Vargas", "La capitana"),
                    ("Heriberto Díaz", "El profe"),
                ),
                *by(Role.COMPOSER, "Banda Filarmónica del Cempoaltépetl"),
                company("Niebla Cine"),
            ),
            places=(
                filmed("Tlahuitoltepec", "MX-OAX", 17.0953, -96.0644),
                filmed("Oaxaca de Juárez", "MX-OAX", 17.0732, -96.7266),
                story("Tlahuitoltepec", "MX-OAX", 17.0953, -96.0644),
            ),
            releases=(cinema(date(2024, 4, 18), 75_420),),
            ratings=rtc("A"),
        ),
        date(2023, 1, 16),
        date(2024, 10, 12),
    ),
    ("La niebla bota primero.", "The fog bounces first."),
    ("Dos días de camino.", "Two days of road."),
    ("Veinte minutos de cancha.", "Twenty minutes of court."),
    ("Falta el segundo tiempo.", "There is a second half."),
)

FILMS: tuple[Sample, ...] = (
    PEDRO_PARAMO,
    LA_SAL,
    NOPALERA,
    EL_ULTIMO_TREN,
    RUIDO,
    LAS_HIJAS,
    TIJUANA_SINFONIA,
    CUARTO_MENGUANTE,
    YO_NO_MATE,
    FRONTERA_2099,
    MAZATLAN,
    TLACUACHE,
    LUVINA,
    BARRO_NEGRO,
    CIELO_ABIERTO,
    SEGUNDO_TIEMPO,
)
