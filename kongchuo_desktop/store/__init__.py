"""The disk: the only place that knows peewee, apsw and SQL."""
