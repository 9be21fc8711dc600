from typing import ClassVar

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies: ClassVar = [("media", "0004_first_look")]

    operations: ClassVar = [
        migrations.AddField("master", "marks", models.TextField(blank=True)),
    ]
