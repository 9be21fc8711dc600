"""Play packages in four players: hls.js, Shaka Player (HLS and DASH) and dash.js.

    python -m benchmarks.players PACKAGE... [--json OUT]

Each player in turn, in a headless Chromium, plays each package in each of its codecs past three
seconds, then seeks, changes the quality, the language of the sound and that of the subtitles.
A change counts when it is seen: the picture has the new height, segments of the new sound have
been fetched, the words of the film's own subtitles stand on the screen and other pixels with
them. Any error of a player is a fault.
"""
