"""SQLite as one sets it up for a server: a log, commits that are on disk, and transactions that never meet half-way."""

from django.db.backends.sqlite3 import base


class DatabaseWrapper(base.DatabaseWrapper):
    def get_new_connection(self, conn_params):
        connection = super().get_new_connection(conn_params)
        connection.execute('PRAGMA journal_mode = WAL')
        connection.execute('PRAGMA synchronous = FULL')
        connection.execute('PRAGMA cache_size = -16000')
        return connection

    def _start_transaction_under_autocommit(self):
        self.cursor().execute('BEGIN IMMEDIATE')
