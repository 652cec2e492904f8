import django.contrib.postgres.indexes
from django.contrib.postgres.fields import ArrayField
from django.db import migrations, models

# By plain functions of PostgreSQL, so that the schema needs no extension. tracking/children/search.py asks by the same
# keys: it sends what was typed through this function. Its cost is what was measured (a tenth of a millisecond); taken
# for cheap, it would be worked out for every child instead of asking the index.
CREATE = r"""
CREATE FUNCTION child_search_keys(forename text, surname text, reference text, other text, another text) RETURNS text[]
LANGUAGE plpgsql IMMUTABLE PARALLEL SAFE COST 5000 AS $$
DECLARE
    -- What sounds alike to English ears, in this order.
    sounds CONSTANT text[] := ARRAY[
        ['^[kgp]n', 'n'], ['^wr', 'r'], ['ph', 'f'], ['gh', ''], ['sch|sh', 's'], ['tch', 'x'], ['ch(?=[lr])|ck', 'k'],
        ['ch', 'x'], ['c(?=[eiy])', 's'], ['[cq]', 'k'], ['d?g(?=[eiy])', 'j'], ['^[aeiou]+', '@'], ['(?<!^)[aeiouyhw]', ''],
        ['z', 's'], ['v', 'f'], ['d', 't'], ['(.)\1+', '\1']
    ];
    keys text[] := '{}';
    name text COLLATE "C";
    word text COLLATE "C";
    sound text COLLATE "C";
    rule text[];
BEGIN
    FOREACH name IN ARRAY ARRAY[forename, surname] LOOP
        -- Accents and apostrophes go, and letters that no accent makes are spelled out.
        name := regexp_replace(normalize(coalesce(name, ''), NFKD), '[\u0300-\u036f''’‘`]', '', 'g');
        name := lower(translate(name, 'øØłŁđĐ', 'ooLLDD'));
        name := replace(replace(replace(replace(name, 'ß', 'ss'), 'æ', 'ae'), 'Æ', 'ae'), 'œ', 'oe');
        name := btrim(regexp_replace(name, '[-\s.,/]+', ' ', 'g'));
        -- A name of several words is known as one, too: Mary-Jane is Maryjane.
        FOREACH word IN ARRAY string_to_array(name, ' ') || CASE WHEN name LIKE '% %' THEN replace(name, ' ', '') END LOOP
            CONTINUE WHEN word IS NULL;
            keys := keys || ('=' || word) || word;
            FOR i IN 2..length(word) LOOP
                keys := keys || ('^' || left(word, i));
            END LOOP;
            -- Words with a letter more, less or other, or with two that changed places, have one of these in common.
            FOR i IN 1..CASE WHEN length(word) > 2 THEN length(word) ELSE 0 END LOOP
                keys := keys || (left(word, i - 1) || substr(word, i + 1));
            END LOOP;
            sound := word;
            FOREACH rule SLICE 1 IN ARRAY sounds LOOP
                sound := regexp_replace(sound, rule[1], rule[2], 'g');
            END LOOP;
            keys := keys || ('~' || sound);
        END LOOP;
    END LOOP;
    FOREACH word IN ARRAY ARRAY[reference, other, another] LOOP
        word := lower(regexp_replace(word, '[^0-9A-Za-z]', '', 'g'));
        IF word <> '' THEN
            keys := keys || ('#' || word);
        END IF;
    END LOOP;
    RETURN ARRAY(SELECT DISTINCT unnest(keys));
END $$
"""


class Migration(migrations.Migration):
    """Children are found by their names as people spell them, by their references and their dates of birth."""

    dependencies = [("tracking", "0006_recording")]
    operations = [
        migrations.RunSQL(CREATE, "DROP FUNCTION child_search_keys(text, text, text, text, text)"),
        migrations.AddIndex(
            "child",
            django.contrib.postgres.indexes.GinIndex(
                models.Func(
                    models.F("forename"),
                    models.F("surname"),
                    models.F("source_id"),
                    models.F("legacy_id"),
                    models.F("common_child_id"),
                    function="child_search_keys",
                    output_field=ArrayField(models.TextField()),
                ),
                name="child_search",
            ),
        ),
        migrations.AddIndex("child", models.Index(fields=["born_on"], name="child_born_on")),
    ]
