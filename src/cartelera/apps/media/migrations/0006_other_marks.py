"""Marks that a delivered master gets later."""

from django.db import migrations, models


def as_the_file_says(apps, schema_editor):
    """Until now, no marks meant those of the file."""
    apps.get_model("media", "Master").objects.filter(marks="").update(marks=None)


def none_again(apps, schema_editor):
    apps.get_model("media", "Master").objects.filter(marks=None).update(marks="")


class Migration(migrations.Migration):
    dependencies = [("media", "0005_marks")]

    operations = [
        migrations.AlterModelOptions(
            name="package", options={"ordering": ["-verified_at", "-id"]}
        ),
        migrations.AddField(
            model_name="package",
            name="remarked",
            field=models.BooleanField(default=False),
        ),
        migrations.AlterField(
            model_name="master",
            name="marks",
            field=models.TextField(blank=True, null=True),
        ),
        migrations.RunPython(as_the_file_says, none_again),
    ]
