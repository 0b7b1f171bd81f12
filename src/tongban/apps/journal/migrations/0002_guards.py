from pathlib import Path

from django.db import migrations

HERE = Path(__file__).parent


class Migration(migrations.Migration):
    dependencies = [("journal", "0001_initial")]

    operations = [
        migrations.RunSQL(
            (HERE / "guards.sql").read_text(),
            "DROP FUNCTION journal_only_grows(regclass); DROP FUNCTION journal_refuse() CASCADE;",
        ),
        migrations.RunSQL(
            (HERE / "looks.sql").read_text(),
            "DROP TABLE journal_look; DROP FUNCTION journal_look_months(date, integer);",
        ),
    ]
