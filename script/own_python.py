"""Run a script of this folder with the Python of .venv; importing this is enough."""

import os
import sys
from pathlib import Path

PYTHON = Path(__file__).parents[1] / ".venv/bin/python"
if PYTHON.exists() and Path(sys.prefix) != PYTHON.parents[1]:
    os.execv(PYTHON, [str(PYTHON), *sys.argv])
