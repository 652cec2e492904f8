import django.contrib.postgres.fields
import django.db.models.deletion
import pgtrigger.compiler
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):

    initial = True

    dependencies = [
    ]

    operations = [
        migrations.CreateModel(
            name='Team',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('source_id', models.CharField(blank=True, db_collation='C', max_length=200, null=True, unique=True, verbose_name='team id')),
                ('name', models.CharField(blank=True, default='', max_length=200)),
                ('parent_name', models.CharField(blank=True, default='', max_length=200)),
                ('is_current', models.BooleanField(default=True)),
                ('added_in_import', models.BigIntegerField(blank=True, editable=False, null=True)),
                ('parent', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='teams', to='accounts.team')),
            ],
            options={
                'ordering': ['name', 'id'],
            },
        ),
        migrations.CreateModel(
            name='User',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('password', models.CharField(max_length=128, verbose_name='password')),
                ('last_login', models.DateTimeField(blank=True, null=True, verbose_name='last login')),
                ('email', models.EmailField(max_length=254, unique=True)),
                ('name', models.CharField(max_length=200)),
                ('roles', django.contrib.postgres.fields.ArrayField(base_field=models.CharField(choices=[('social_worker', 'Social worker'), ('team_manager', 'Team manager'), ('service_manager', 'Service manager'), ('auditor', 'Auditor'), ('moderator', 'Moderator'), ('director', 'Director'), ('analyst', 'Analyst'), ('administrator', 'Administrator')], max_length=30), blank=True, default=list, size=None)),
                ('professional_id', models.CharField(blank=True, db_collation='C', default='', max_length=200, verbose_name="worker's id in the case system")),
                ('is_active', models.BooleanField(default=True, verbose_name='may sign in')),
                ('joined_at', models.DateTimeField(auto_now_add=True)),
                ('teams', models.ManyToManyField(blank=True, related_name='users', to='accounts.team')),
            ],
            options={
                'ordering': ['name', 'id'],
                'constraints': [models.CheckConstraint(condition=models.Q(('roles__contained_by', ['social_worker', 'team_manager', 'service_manager', 'auditor', 'moderator', 'director', 'analyst', 'administrator'])), name='user_roles_exist')],
            },
        ),
        migrations.CreateModel(
            name='AccessLog',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('at', models.DateTimeField(auto_now_add=True)),
                ('action', models.CharField(max_length=100)),
                ('subject', models.CharField(blank=True, default='', max_length=300)),
                ('child_reference', models.CharField(blank=True, db_index=True, default='', max_length=200)),
                ('reason', models.CharField(blank=True, default='', max_length=500)),
                ('address', models.GenericIPAddressField(null=True)),
                ('user', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
            ],
            options={
                'ordering': ['-id'],
                'indexes': [models.Index(fields=['user', 'at'], name='accounts_ac_user_id_41127d_idx')],
                'triggers': [pgtrigger.compiler.Trigger(name='append_only', sql=pgtrigger.compiler.UpsertTriggerSql(func="RAISE EXCEPTION 'pgtrigger: Cannot update or delete rows from % table', TG_TABLE_NAME;", hash='290a5f1b76c7728ab89ca14d001042c77867e8b3', operation='UPDATE OR DELETE', pgid='pgtrigger_append_only_36f4b', table='accounts_accesslog', when='BEFORE'))],
            },
        ),
    ]
