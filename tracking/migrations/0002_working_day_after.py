from django.db import migrations

# plpgsql keeps the plan of its query from call to call; a function in plain SQL would plan it anew each time.
CREATE = """
CREATE FUNCTION working_day_after(start date, n integer) RETURNS date
LANGUAGE plpgsql STABLE STRICT PARALLEL SAFE AS $$
BEGIN
    RETURN (
        SELECT later.day
        FROM tracking_calendarday AS today
        JOIN tracking_calendarday AS later ON later.is_working AND later.ordinal = today.ordinal + n
        WHERE today.day = start
    );
END $$
"""


class Migration(migrations.Migration):
    """Working days inside the database, counted from the table of the calendar."""

    dependencies = [("tracking", "0001_initial")]
    operations = [migrations.RunSQL(CREATE, "DROP FUNCTION working_day_after(date, integer)")]
