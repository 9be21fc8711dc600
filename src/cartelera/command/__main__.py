"""`python -m cartelera.command` is `cartelera`."""

import sys

from cartelera.command.main import main

sys.exit(main())
