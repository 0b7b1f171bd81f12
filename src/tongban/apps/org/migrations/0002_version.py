"""The one row of the organisation's version, the sequence it counts by, and the cache that all processes share."""

from django.db import migrations

TABLES = """
CREATE SEQUENCE org_version;
INSERT INTO org_orgversion (number) VALUES (nextval('org_version'));
CREATE TABLE shared_cache (cache_key varchar(255) PRIMARY KEY, value text NOT NULL, expires timestamptz NOT NULL);
CREATE INDEX shared_cache_expires ON shared_cache (expires);
"""
GONE = "DROP TABLE shared_cache; DELETE FROM org_orgversion; DROP SEQUENCE org_version;"


class Migration(migrations.Migration):
    dependencies = [("org", "0001_initial")]
    operations = [migrations.RunSQL(TABLES, GONE)]
