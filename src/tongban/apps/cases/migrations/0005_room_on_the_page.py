"""Rows that are changed a dozen times in their life find room for their next version on the same page.

PostgreSQL then leaves every index of the case alone (heap-only tuples), which is most of the cost of an update.
"""

from django.db import migrations


def filled(table: str, percent: int) -> migrations.RunSQL:
    return migrations.RunSQL(
        f"ALTER TABLE {table} SET (fillfactor = {percent})", f"ALTER TABLE {table} RESET (fillfactor)"
    )


class Migration(migrations.Migration):
    dependencies = [("cases", "0004_counted")]
    operations = [filled("cases_case", 80), filled("cases_token", 70)]
