from django.db import migrations


class Migration(migrations.Migration):
    dependencies = [("correspondence", "0001_initial"), ("journal", "0002_guards")]

    operations = [
        migrations.RunSQL(
            "SELECT journal_only_grows('correspondence_delivery')",
            "DROP TRIGGER only_grows ON correspondence_delivery",
        ),
    ]
