"""How the server's statements find their rows: none may look through all that grows with the clinic, or sort it.

Every server that these tests start writes down how SQLite goes about each of its statements, and is asked for it in the
end; so whatever a test makes it say is held to this.
"""

import re

# Few rows, however old the clinic.
SMALL = {
    'consultation_counts': 'a row for each doctor, status and provider',
    'availability': 'some rows for each doctor',
    'visit_tallies': 'a row for each doctor, measure and minute',
    'visit_measures': 'what is told of one visit, whose row each part of it finds by its id',
    'clinic_settings': 'a row for each name that the program knows',
    'touched': 'emptied at the end of each job',
    'settings': 'a row for each name that the program knows',
    'sqlite_sequence': 'a row for each table that counts',
    'webhook_endpoints': 'what an administrator typed in',
    'pragma_page_count': 'no table at all',
    'pragma_page_size': 'no table at all',
    'CONSTANT': 'no table at all',
    'held_lanes': 'a row for each endpoint that asked for a pause or is switched off',
    'lanes': 'a row for each lane, where some of them are long',
    'soon': 'the first that are due',
    'audit_log_runs': 'a row for each 4096 of the audit log',
}

# What is sorted belongs to one of these.
ONE = re.compile(r'\b(id|booking_id|consultation_id|user_id|patient_id|doctor_id|reporter_id) = \?')

# (the step, part of the statement, why it may). What people search for stands within words, which no index knows.
ALLOWED = [
    (r'SCAN recordings USING INDEX recordings_to_unlink', '', 'the index has none but those'),
    (r'SCAN (c|patients|users)\b', 'has_words (?', 'a search within words, 0.2 s for each million rows'),
    (r'SCAN (b|patients|users|technical_issues)\b', 'SELECT count(*) FROM', 'counts all, 5 ms for each 100,000 rows'),
    (r'USE TEMP B-TREE FOR ORDER BY', 'INSERT INTO audit_log ', 'a run of the audit log is put in order, once'),
    (r'SCAN audit_log', 'SELECT count(*) FROM audit_log WHERE (', 'asked by administrators alone, and seldom'),
    (r'USE TEMP B-TREE', 'FROM visit_tallies', 'some hundred rows for each doctor'),
    (r'USE TEMP B-TREE', 'change_request IN (?, ?', 'what patients ask for, which reception answers'),
    (r'USE TEMP B-TREE', 'FROM users', 'a search, which sorts what it finds'),
    (r'USE TEMP B-TREE', 'status IN (?, ?', 'several states, found by index and then put in order'),
    (r'USE TEMP B-TREE', "status IN ('", 'the states before the end, in which few visits are at a time'),
    (r'USE TEMP B-TREE', 'FROM jobs WHERE (state IN (?, ?', 'several states; jobs that are done go after a while'),
    (r'USE TEMP B-TREE', 'FROM lanes CROSS JOIN jobs', 'the first job of each lane, where some of them are long'),
    (r'USE TEMP B-TREE', 'AS soon CROSS JOIN jobs', 'the first that are due'),
    (r'SCAN jobs', 'SELECT count(*) FROM jobs', 'jobs that are done go after a while'),
    (r'SCAN recordings', 'SELECT count(*) FROM recordings', 'asked by administrators alone, and few visits are recorded'),
    (r'USE TEMP B-TREE', 'FROM availability', 'some rows for each doctor'),
]

# (the step, part of the statement, why it may not), though it is found by an index.
REFUSED = [
    (r'SEARCH \w+ USING (COVERING )?INDEX sqlite_autoindex_consultations_2', 'booking_id IS NULL',
     'goes through all visits that have no booking'),
    (r'SEARCH c USING INDEX consultations_by_(status|doctor|start)', 'patient_id = ?',
     'goes through the visits of all patients'),
    (r'LIST SUBQUERY', 'WHERE (id = ?)', 'goes through all that somebody may see for one record'),
]

SCAN = re.compile(r'SCAN (\w+)')


def is_allowed(step, statement):
    return any(re.match(pattern, step) and part in statement for pattern, part, _ in ALLOWED)


def is_refused(step, statement):
    return any(re.match(pattern, step) and part in statement for pattern, part, _ in REFUSED)


def is_fault(step, statement):
    if is_refused(step, statement):
        return True
    if is_allowed(step, statement):
        return False
    if scan := SCAN.match(step):
        # In the order of an index, or of the table, and only to the end of the page.
        return scan[1] not in SMALL and 'LIMIT' not in statement
    return 'TEMP B-TREE' in step and not ONE.search(statement)


def find_faults(text):
    lines = {tuple(line.split('\t', 1)) for line in text.splitlines() if '\t' in line}
    return sorted(f'{step}: {statement}' for step, statement in lines if is_fault(step, statement))
