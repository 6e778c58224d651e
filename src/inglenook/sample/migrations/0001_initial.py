from django.db import migrations, models


class Migration(migrations.Migration):

    initial = True

    dependencies = []

    operations = [
        migrations.CreateModel(
            name='MadeUp',
            fields=[
                ('id', models.SmallIntegerField(default=1, primary_key=True, serialize=False)),
            ],
        ),
    ]
