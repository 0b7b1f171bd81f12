import django.db.models.functions.text
import django.db.models.lookups
from django.db import migrations, models


class Migration(migrations.Migration):

    initial = True

    dependencies = [
    ]

    operations = [
        migrations.CreateModel(
            name='JournalPage',
            fields=[
                ('pk', models.CompositePrimaryKey('level', 'number', blank=True, editable=False, primary_key=True, serialize=False)),
                ('level', models.PositiveSmallIntegerField()),
                ('number', models.BigIntegerField()),
                ('hashes', models.BinaryField()),
            ],
            options={
                'db_table': 'journal_page',
            },
        ),
        migrations.CreateModel(
            name='JournalSeal',
            fields=[
                ('number', models.PositiveIntegerField(primary_key=True, serialize=False)),
                ('night', models.DateField(unique=True)),
                ('at', models.DateTimeField()),
                ('through', models.BigIntegerField()),
                ('chains', models.BigIntegerField()),
                ('changed', models.BigIntegerField()),
                ('leaves', models.BinaryField(max_length=32)),
                ('root', models.BinaryField(max_length=32)),
                ('previous', models.BinaryField(max_length=32)),
                ('mac', models.BinaryField(max_length=32)),
            ],
            options={
                'db_table': 'journal_seal',
            },
        ),
        migrations.CreateModel(
            name='JournalEvent',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('subject', models.CharField(db_collation='C', max_length=64)),
                ('seq', models.PositiveIntegerField()),
                ('kind', models.CharField(max_length=60)),
                ('at', models.DateTimeField()),
                ('effective_on', models.DateField(null=True)),
                ('actor', models.CharField(max_length=64)),
                ('on_behalf_of', models.CharField(blank=True, default='', max_length=64)),
                ('data', models.JSONField(default=dict)),
                ('prev', models.BinaryField(max_length=32)),
                ('hash', models.BinaryField(max_length=32)),
            ],
            options={
                'db_table': 'journal_event',
                'constraints': [models.UniqueConstraint(fields=('subject', 'seq'), name='journal_event_no_fork'), models.CheckConstraint(condition=models.Q(('seq__gte', 1)), name='journal_event_seq'), models.CheckConstraint(condition=models.Q(('kind__regex', '^[A-Z][A-Za-z0-9]+$')), name='journal_event_kind'), models.CheckConstraint(condition=models.Q(models.Q(('subject', ''), _negated=True), models.Q(('actor', ''), _negated=True)), name='journal_event_named'), models.CheckConstraint(condition=models.Q(django.db.models.lookups.Exact(django.db.models.functions.text.Length('prev'), 32), django.db.models.lookups.Exact(django.db.models.functions.text.Length('hash'), 32)), name='journal_event_hashes')],
            },
        ),
        migrations.CreateModel(
            name='JournalLeaf',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('seal', models.PositiveIntegerField()),
                ('position', models.BigIntegerField()),
                ('subject', models.CharField(db_collation='C', max_length=64)),
                ('seq', models.PositiveIntegerField()),
                ('head', models.BinaryField(max_length=32)),
            ],
            options={
                'db_table': 'journal_leaf',
                'constraints': [models.UniqueConstraint(fields=('seal', 'position'), name='journal_leaf_place'), models.UniqueConstraint(fields=('subject', 'seal'), name='journal_leaf_once')],
            },
        ),
        # The table is partitioned: 0002 creates it.
        migrations.SeparateDatabaseAndState(state_operations=[
        migrations.CreateModel(
            name='JournalLook',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('at', models.DateTimeField()),
                ('actor', models.CharField(db_collation='C', max_length=64)),
                ('subject', models.CharField(db_collation='C', max_length=64)),
                ('what', models.CharField(max_length=60)),
                ('door', models.CharField(blank=True, default='', max_length=20)),
                ('reason', models.TextField(blank=True, default='')),
                ('address', models.BinaryField(max_length=16, null=True)),
            ],
            options={
                'db_table': 'journal_look',
                'indexes': [models.Index(fields=['subject', '-at'], name='journal_look_subject'), models.Index(fields=['actor', '-at'], name='journal_look_actor')],
            },
        ),
        ]),
    ]
