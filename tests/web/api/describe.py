"""Write the interface's description anew, after a change that is meant."""

import json
import os

import django

if __name__ == "__main__":
    os.environ["DJANGO_SETTINGS_MODULE"] = "tests.settings"
    django.setup()

    from tests.web.api.test_interface import SNAPSHOT, described

    SNAPSHOT.write_text(json.dumps(described(), indent=1, ensure_ascii=False) + "\n")
