"""Put the built front end and the compiled words into the wheel."""

import os
import subprocess
import sys
from pathlib import Path
from typing import Any

from hatchling.builders.hooks.plugin.interface import BuildHookInterface


class FrontEnd(BuildHookInterface):  # type: ignore[type-arg]
    """Build what git does not hold: web/static/built and the .mo files."""

    def initialize(self, version: str, build_data: dict[str, Any]) -> None:
        """Build the front end with the Node of this environment, unless it is built."""
        if version == "editable":
            return
        root = Path(self.root)
        if not (root / "src/cartelera/web/static/built/manifest.json").exists():
            here = str(Path(sys.executable).parent)
            path = os.pathsep.join([here, *self._node_folders(), os.environ["PATH"]])
            for step in (["npm", "ci", "--no-fund", "--no-audit"], ["npm", "run", "build"]):
                subprocess.run(step, cwd=root, check=True, env={**os.environ, "PATH": path})
        subprocess.run([sys.executable, "script/words", "compile"], cwd=root, check=True)

    @staticmethod
    def _node_folders() -> list[str]:
        """Return where the build environment keeps its programs."""
        return [str(Path(entry) / "bin") for entry in sys.path if entry] + [
            str(Path(entry).parents[2] / "bin")
            for entry in sys.path
            if entry.endswith("site-packages")
        ]
