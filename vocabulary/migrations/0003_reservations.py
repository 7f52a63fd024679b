from django.db import migrations, models

from vocabulary.reserving import FORGET, RESERVE, reserve

LISTS = ("theme", "targetgroup", "lifephase", "actorkind", "networkformat", "district")


class Migration(migrations.Migration):

    dependencies = [
        ('vocabulary', '0002_initial'),
    ]

    operations = [
        migrations.CreateModel(
            name='Reservation',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('kind', models.CharField(db_collation='C', max_length=63)),
                ('field', models.CharField(db_collation='C', max_length=63)),
                ('value', models.CharField(db_collation='C', max_length=200)),
                ('owner', models.BigIntegerField()),
            ],
            options={
                'verbose_name': 'vergebene Adresse',
                'verbose_name_plural': 'vergebene Adressen',
                'indexes': [models.Index(fields=['kind', 'owner'], name='reserved_by_owner')],
                'constraints': [models.UniqueConstraint(fields=('kind', 'field', 'value'), name='reserved_once')],
            },
        ),
        migrations.RunSQL(RESERVE, FORGET),
        *(reserve(f"vocabulary_{name}", fields=("slug",), frees="slug") for name in LISTS),
    ]
