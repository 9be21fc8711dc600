"""The steps of an encode, as they are told to whoever waits for it."""

from cartelera.vocabulary.labelled import Labelled


class Step(Labelled):
    """One step of an encode, in the order they are taken."""

    FIRST = "first", "Making a first look", "Preparando una primera vista"
    READ = "read", "Reading the master", "Leyendo el máster"
    LOOK = "look", "Looking at every frame", "Revisando cada cuadro"
    SOUND = "sound", "Levelling the sound", "Nivelando el sonido"
    TRY = "try", "Trying every shot", "Probando cada toma"
    ENCODE = "encode", "Encoding", "Codificando"
    PEERS = "peers", "Encoding the peers' ladders", "Codificando las escaleras ajenas"
    PACKAGE = "package", "Packaging", "Empaquetando"
    VERIFY = "verify", "Counting what was made", "Contando lo que se hizo"
