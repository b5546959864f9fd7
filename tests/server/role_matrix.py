"""Who may do what: one line for each operation of the API, a number for everybody."""

from clinic import PASSWORD

# Everybody, by what they are to the visit: “other” is another doctor, “idle” a nurse without a seat in it, “stranger”
# another patient, “alien” comes through the door to another visit.
WHO = ('nobody', 'admin', 'doctor', 'other', 'nurse', 'idle', 'receptionist', 'patient', 'stranger', 'door', 'alien',
       'guest', 'interpreter')

EXPECTED = """
                                                    nob adm doc oth nur idl rec pat str doo ali gue int
POST accounts/api/login                             200 200 200 200 200 200 200 200 200 200 200 200 200
POST accounts/api/logout                            401 200 200 200 200 200 200 200 200 403 403 403 403
GET accounts/api/me                                 401 200 200 200 200 200 200 200 200 403 403 403 403
POST accounts/api/password                          401 200 200 200 200 200 200 200 200 403 403 403 403
GET accounts/api/sessions                           401 200 200 200 200 200 200 200 200 403 403 403 403
DELETE accounts/api/sessions                        401 204 204 204 204 204 204 204 204 403 403 403 403
DELETE accounts/api/sessions/{id}                   401 204 204 204 204 204 204 204 204 403 403 403 403
GET accounts/api/totp                               401 200 200 200 200 200 200 200 200 403 403 403 403
POST accounts/api/totp                              401 201 201 201 201 201 201 201 201 403 403 403 403
POST accounts/api/totp/confirm                      401 200 200 200 200 200 200 200 200 403 403 403 403
POST accounts/api/totp/recovery-codes               401 201 201 201 201 201 201 201 201 403 403 403 403
DELETE accounts/api/totp                            401 204 204 204 204 204 204 204 204 403 403 403 403
POST accounts/api/ws-ticket                         401 201 201 201 201 201 201 201 201 201 201 201 201
GET consultations                                   401 200 200 200 200 200 200 200 200 200 200 200 200
POST consultations                                  401 201 201 403 403 403 201 403 403 403 403 403 403
GET consultations/stats                             401 200 200 200 200 200 200 200 200 403 403 403 403
GET consultations/upcoming                          401 200 200 200 200 200 200 200 200 403 403 403 403
GET consultations/active                            401 200 200 200 200 200 200 200 200 403 403 403 403
GET consultations/{id}                              401 200 200 404 200 404 200 200 404 200 404 200 200
PUT consultations/{id}                              401 200 200 404 403 404 200 403 403 403 403 403 403
PATCH consultations/{id}                            401 200 200 404 403 404 200 403 403 403 403 403 403
DELETE consultations/{id}                           401 204 204 404 403 403 204 403 403 403 403 403 403
POST consultations/{id}/start                       401 403 200 404 200 404 403 403 403 403 403 403 403
POST consultations/{id}/end                         401 403 200 404 200 404 403 403 403 403 403 403 403
POST consultations/{id}/cancel                      401 200 200 404 403 403 200 200 404 200 404 403 403
POST consultations/{id}/reschedule                  401 200 200 404 403 403 200 403 403 403 403 403 403
POST consultations/{id}/reschedule_request          401 403 403 403 403 403 403 200 404 200 404 403 403
DELETE consultations/{id}/reschedule_request        401 204 204 404 403 403 204 204 404 204 404 403 403
POST consultations/{id}/no_show                     401 200 200 404 403 403 200 403 403 403 403 403 403
POST consultations/{id}/switch_provider             401 200 200 404 403 403 200 403 403 403 403 403 403
GET consultations/{id}/waiting_room                 401 200 200 404 200 404 200 200 404 200 404 200 200
POST consultations/{id}/admit                       401 403 200 404 200 404 200 403 403 403 403 403 403
POST consultations/{id}/recall                      401 403 200 404 200 404 200 403 403 403 403 403 403
POST consultations/{id}/pause                       401 403 200 404 200 404 403 403 403 403 403 403 403
POST consultations/{id}/phone                       401 403 200 404 200 404 403 403 403 403 403 403 403
POST consultations/{id}/resume                      401 403 200 404 200 404 403 403 403 403 403 403 403
POST consultations/{id}/hang_up                     401 403 200 404 200 404 403 200 404 200 404 200 200
POST consultations/{id}/hold                        401 403 200 404 200 404 403 403 403 403 403 403 403
POST consultations/{id}/let_in                      401 403 200 404 200 404 403 403 403 403 403 403 403
POST consultations/{id}/join_waiting                401 403 403 403 403 403 403 200 404 200 404 200 200
POST consultations/{id}/leave                       401 200 200 404 200 404 200 200 404 200 404 200 200
POST consultations/{id}/send_message                401 403 201 404 201 404 201 201 404 201 404 201 201
GET consultations/{id}/messages                     401 403 200 404 200 404 200 200 404 200 404 200 200
GET consultations/{id}/participants                 401 200 200 404 200 404 200 200 404 200 404 200 200
POST consultations/{id}/participants                401 201 201 404 403 403 201 403 403 403 403 403 403
DELETE consultations/{id}/participants              401 204 204 404 403 403 204 403 403 403 403 403 403
POST consultations/{id}/update_connection_quality   401 403 200 404 200 404 403 200 404 200 404 200 200
GET consultations/{id}/quality                      401 200 200 404 200 404 200 200 404 200 404 200 200
GET consultations/{id}/timeline                     401 200 200 404 200 404 200 200 404 200 404 200 200
POST consultations/{id}/report_issue                401 201 201 404 201 404 201 201 404 201 404 201 201
GET technical-issues                                401 200 200 200 200 200 200 200 200 200 200 200 200
POST technical-issues                               401 201 201 404 201 404 201 201 404 201 404 201 201
GET technical-issues/{id}                           401 200 200 404 200 404 200 404 404 200 404 404 404
PATCH technical-issues/{id}                         401 200 200 404 403 403 200 403 403 403 403 403 403
POST technical-issues/{id}/resolve                  401 200 200 404 403 403 200 403 403 403 403 403 403
GET consultations/{id}/meeting_info                 401 200 200 404 200 404 403 200 404 200 404 200 200
GET consultations/{id}/video_choices                401 200 200 404 200 404 200 403 403 403 403 403 403
GET consultations/{id}/attendance                   401 200 200 404 200 404 403 403 403 403 403 403 403
GET consultations/{id}/consents                     401 200 200 404 200 404 403 200 404 200 404 200 200
POST consultations/{id}/consents                    401 201 201 404 201 404 403 201 404 201 404 201 201
GET consultations/{id}/recording                    401 200 200 404 200 404 403 200 404 200 404 200 200
POST consultations/{id}/recording                   401 403 201 404 403 403 403 403 403 403 403 403 403
POST consultations/{id}/recording/ask               401 403 200 404 403 403 403 403 403 403 403 403 403
GET recordings                                      401 200 200 200 403 403 403 200 200 200 200 403 403
GET recordings/{id}                                 401 404 200 404 403 403 403 200 404 200 404 403 403
PATCH recordings/{id}                               401 403 200 404 403 403 403 403 403 403 403 403 403
DELETE recordings/{id}                              401 404 204 404 403 403 403 403 403 403 403 403 403
POST recordings/{id}/stop                           401 403 200 404 403 403 403 403 403 403 403 403 403
GET recordings/{id}/upload                          401 403 200 404 403 403 403 403 403 403 403 403 403
GET recordings/{id}/film_key                        401 403 200 404 403 403 403 403 403 403 403 403 403
GET recordings/{id}/media                           401 404 200 404 403 403 403 200 404 200 404 403 403
POST recordings/{id}/link                           401 404 201 404 403 403 403 201 404 201 404 403 403
PATCH recordings/{id}/upload                        401 403 200 404 403 403 403 403 403 403 403 403 403
DELETE recordings/{id}/upload                       401 403 204 404 403 403 403 403 403 403 403 403 403
POST recordings/{id}/finish                         401 403 200 404 403 403 403 403 403 403 403 403 403
GET consultations/{id}/files                        401 403 200 404 200 404 403 200 404 200 404 200 200
POST consultations/{id}/files                       401 403 201 404 201 404 403 201 404 201 404 201 201
GET files/{id}                                      401 403 200 404 200 404 403 200 404 200 404 200 200
PATCH files/{id}                                    401 403 200 404 200 404 403 403 403 403 403 403 403
DELETE files/{id}                                   401 403 204 404 204 404 403 204 404 204 404 403 403
GET files/{id}/media                                401 403 200 404 200 404 403 200 404 200 404 200 200
POST files/{id}/link                                401 403 201 404 201 404 403 201 404 201 404 201 201
GET files/{id}/upload                               401 403 200 404 404 404 403 404 404 404 404 404 404
PATCH files/{id}/upload                             401 403 200 404 404 404 403 404 404 404 404 404 404
DELETE files/{id}/upload                            401 403 204 404 404 404 403 404 404 404 404 404 404
POST files/{id}/finish                              401 403 200 404 404 404 403 404 404 404 404 404 404
GET consultations/{id}/doors                        401 200 200 404 403 403 200 403 403 403 403 403 403
POST consultations/{id}/doors                       401 201 201 404 403 403 201 403 403 403 403 403 403
DELETE consultations/{id}/doors                     401 204 204 404 403 403 204 403 403 403 403 403 403
GET doors/current                                   401 403 403 403 403 403 403 404 404 200 200 200 200
DELETE doors/{id}                                   401 204 204 404 403 403 204 403 403 403 403 403 403
GET bookings                                        401 200 200 200 200 200 200 200 200 403 403 403 403
POST bookings                                       401 201 201 403 403 403 201 403 403 403 403 403 403
GET bookings/slots                                  401 200 200 200 200 200 200 200 200 403 403 403 403
GET bookings/{id}                                   401 200 200 404 200 404 200 200 404 403 403 403 403
PATCH bookings/{id}                                 401 200 200 404 403 403 200 403 403 403 403 403 403
GET availability                                    401 200 200 200 200 200 200 403 403 403 403 403 403
POST availability                                   401 201 201 403 403 403 201 403 403 403 403 403 403
GET availability/{id}                               401 200 200 200 200 200 200 403 403 403 403 403 403
PATCH availability/{id}                             401 200 200 403 403 403 200 403 403 403 403 403 403
DELETE availability/{id}                            401 204 204 403 403 403 204 403 403 403 403 403 403
POST bookings/{id}/create_consultation              401 201 201 404 403 403 201 403 403 403 403 403 403
GET patients                                        401 200 200 200 200 200 200 200 200 403 403 403 403
POST patients                                       401 201 201 201 403 403 201 403 403 403 403 403 403
GET patients/{id}                                   401 200 200 200 200 200 200 200 404 403 403 403 403
PUT patients/{id}                                   401 200 200 200 403 403 200 403 403 403 403 403 403
PATCH patients/{id}                                 401 200 200 200 403 403 200 403 403 403 403 403 403
DELETE patients/{id}                                401 204 403 403 403 403 204 403 403 403 403 403 403
GET doctors/{id}                                    401 200 200 200 200 200 200 200 200 403 403 403 403
GET doctors                                         401 200 200 200 200 200 200 200 200 403 403 403 403
GET users                                           401 200 403 403 403 403 403 403 403 403 403 403 403
POST users                                          401 201 403 403 403 403 403 403 403 403 403 403 403
GET users/{id}                                      401 200 403 403 403 403 403 403 403 403 403 403 403
PATCH users/{id}                                    401 200 403 403 403 403 403 403 403 403 403 403 403
DELETE users/{id}                                   401 204 403 403 403 403 403 403 403 403 403 403 403
DELETE users/{id}/totp                              401 204 403 403 403 403 403 403 403 403 403 403 403
GET video-providers                                 401 200 200 200 200 200 200 200 200 403 403 403 403
GET video-providers/{name}                          401 200 200 200 200 200 200 200 200 403 403 403 403
PUT video-providers/{name}                          401 200 403 403 403 403 403 403 403 403 403 403 403
POST video-providers/{name}/test                    401 200 403 403 403 403 403 403 403 403 403 403 403
POST video-providers/{name}/oauth/start             401 409 403 403 403 403 403 403 403 403 403 403 403
POST video-providers/{name}/oauth/finish            401 409 403 403 403 403 403 403 403 403 403 403 403
POST video-providers/{name}/oauth/disconnect        401 409 403 403 403 403 403 403 403 403 403 403 403
POST webhooks/{name}                                404 404 404 404 404 404 404 404 404 404 404 404 404
POST webhooks/{name}/events/room/created            404 404 404 404 404 404 404 404 404 404 404 404 404
POST webhooks/{name}/events/room/destroyed          404 404 404 404 404 404 404 404 404 404 404 404 404
POST webhooks/{name}/events/occupant/joined         404 404 404 404 404 404 404 404 404 404 404 404 404
POST webhooks/{name}/events/occupant/left           404 404 404 404 404 404 404 404 404 404 404 404 404
GET asap/{name}                                     404 404 404 404 404 404 404 404 404 404 404 404 404
POST jitsi/conference                               415 415 415 415 415 415 415 415 415 415 415 415 415
GET jitsi/conference/{id}                           404 404 404 404 404 404 404 404 404 404 404 404 404
DELETE jitsi/conference/{id}                        404 404 404 404 404 404 404 404 404 404 404 404 404
GET settings                                        401 200 403 403 403 403 403 403 403 403 403 403 403
PATCH settings                                      401 200 403 403 403 403 403 403 403 403 403 403 403
GET audit                                           401 200 403 403 403 403 403 403 403 403 403 403 403
GET webhook-endpoints                               401 200 403 403 403 403 403 403 403 403 403 403 403
POST webhook-endpoints                              401 201 403 403 403 403 403 403 403 403 403 403 403
GET webhook-endpoints/{id}                          401 200 403 403 403 403 403 403 403 403 403 403 403
PATCH webhook-endpoints/{id}                        401 200 403 403 403 403 403 403 403 403 403 403 403
DELETE webhook-endpoints/{id}                       401 204 403 403 403 403 403 403 403 403 403 403 403
POST webhook-endpoints/{id}/rotate_secret           401 200 403 403 403 403 403 403 403 403 403 403 403
POST webhook-endpoints/{id}/test                    401 202 403 403 403 403 403 403 403 403 403 403 403
POST webhook-endpoints/{id}/replay                  401 200 403 403 403 403 403 403 403 403 403 403 403
GET webhook-endpoints/{id}/deliveries               401 200 403 403 403 403 403 403 403 403 403 403 403
GET webhook-deliveries/{id}                         401 200 403 403 403 403 403 403 403 403 403 403 403
POST webhook-deliveries/{id}/replay                 401 200 403 403 403 403 403 403 403 403 403 403 403
GET jobs                                            401 200 403 403 403 403 403 403 403 403 403 403 403
GET jobs/{id}                                       401 200 403 403 403 403 403 403 403 403 403 403 403
POST jobs/{id}/retry                                401 200 403 403 403 403 403 403 403 403 403 403 403
GET schema                                          200 200 200 200 200 200 200 200 200 200 200 200 200
GET sync                                            401 200 200 200 200 200 200 403 403 403 403 403 403
GET health/live                                     200 200 200 200 200 200 200 200 200 200 200 200 200
GET metrics                                         200 200 200 200 200 200 200 200 200 200 200 200 200
GET health/ready                                    200 200 200 200 200 200 200 200 200 200 200 200 200
"""

STATUS = {'end': 'in_progress', 'recall': 'waiting', 'hold': 'in_progress', 'pause': 'in_progress',
          'phone': 'in_progress', 'resume': 'in_progress', 'hang_up': 'in_progress', 'let_in': 'in_progress', 'admit': 'waiting', 'meeting_info': 'waiting'}
BODIES = {
    'PUT consultations/{id}': {'reason': 'Cough'},
    'PATCH consultations/{id}': {'reason': 'Cough'},
    'POST consultations/{id}/cancel': {'reason': 'Better'},
    'POST consultations/{id}/reschedule': {'scheduled_start': '2035-01-01T10:00:00Z'},
    'POST consultations/{id}/no_show': {'kind': 'patient'},
    'POST consultations/{id}/switch_provider': {'video_provider': 'builtin'},
    'POST consultations/{id}/send_message': {'message': 'Hello'},
    'POST consultations/{id}/files': {'name': 'Knee.jpg'},
    'PATCH files/{id}': {'kept': True},
    'POST consultations/{id}/update_connection_quality': {'quality': 'good'},
    'POST consultations/{id}/report_issue': {'issue_type': 'audio', 'description': 'It hums'},
    'POST consultations/{id}/consents': {'kind': 'recording', 'given': True, 'text_version': '2026-11', 'language': 'de'},
    'PATCH technical-issues/{id}': {'severity': 'high'},
    'POST consultations/{id}/doors': {'role': 'guest', 'name': 'Son'},
    'PATCH bookings/{id}': {'status': 'cancelled'},
    'PATCH availability/{id}': {'slot_minutes': 30},
    'PUT patients/{id}': {'given_name': 'New', 'family_name': 'Patient'},
    'PATCH patients/{id}': {'language': 'de'},
    'PATCH settings': {'clinic_phone': '030 1'},
    'POST patients': {'given_name': 'New', 'family_name': 'Patient'},
    'POST accounts/api/password': {'old_password': PASSWORD, 'new_password': 'words that nobody tries'},
    'DELETE accounts/api/totp': {'password': PASSWORD},
    'POST accounts/api/totp': {'password': PASSWORD},
    'POST accounts/api/totp/recovery-codes': {'password': PASSWORD},
    'POST users': {'email': 'new@clinic.example', 'first_name': 'New', 'last_name': 'Nurse', 'role': 'nurse',
                   'password': 'words that nobody tries'},
    'PATCH users/{id}': {'phone': '1'},
    'POST webhook-endpoints': {'url': 'https://example.org/', 'is_active': False},
    'PATCH webhook-endpoints/{id}': {'url': 'https://example.org/', 'is_active': False},
    'POST video-providers/{name}/oauth/start': {'redirect_uri': 'http://127.0.0.1:1/', 'code_challenge': 'x' * 43},
    'POST video-providers/{name}/oauth/finish': {'code': 'x', 'code_verifier': 'x' * 43,
                                                 'redirect_uri': 'http://127.0.0.1:1/'},
    'POST accounts/api/login': {'email': 'doctor@clinic.example', 'password': 'demo-password-1'},
}


def read_matrix():
    lines = [line.split() for line in EXPECTED.strip().splitlines()[1:]]
    return {f'{words[0]} {words[1]}': dict(zip(WHO, map(int, words[2:]), strict=True)) for words in lines}


# What doctors who were asked in to look on may do all the same: it is about themselves, or a way to read.
BY_ONLOOKERS = ('POST consultations/{id}/leave', 'POST consultations/{id}/update_connection_quality',
                'POST consultations/{id}/report_issue', 'POST technical-issues', 'POST consultations/{id}/consents',
                'POST files/{id}/link')


def read_deeds():
    """(route, whether who looks on may) for all that is done to a visit by its doctor, and for the links to it."""
    for route, row in read_matrix().items():
        is_of_visit = row['doctor'] < 300 and row['other'] == 404
        if is_of_visit and (not route.startswith('GET') or route.endswith('/doors')):
            yield route, route in BY_ONLOOKERS


# The same in the words of the contract, for the rights that it names: who may, and of which visits.
RIGHTS = """
                  admin doctor nurse    receptionist patient
see               all   own    assigned all          own
create            all   own    -        all          -
reschedule        all   own    -        all          -
cancel            all   own    -        all          own
start             -     own    assigned -            -
admit             -     own    assigned all          -
chat              -     own    assigned all          own
files             -     own    assigned -            own
see_issues        all   own    assigned all          own
report_issues     all   own    assigned all          own
resolve_issues    all   own    -        all          -
administer        all   -      -        -            -
"""
ROUTES = {
    'see': ['GET consultations/{id}', 'GET consultations/{id}/waiting_room', 'GET consultations/{id}/participants',
            'GET consultations/{id}/timeline', 'GET consultations/{id}/quality'],
    'create': ['POST consultations', 'POST bookings', 'POST bookings/{id}/create_consultation'],
    'reschedule': ['POST consultations/{id}/reschedule', 'POST consultations/{id}/switch_provider',
                   'POST consultations/{id}/no_show', 'DELETE consultations/{id}'],
    'cancel': ['POST consultations/{id}/cancel'],
    'start': ['POST consultations/{id}/start', 'POST consultations/{id}/end'],
    'admit': ['POST consultations/{id}/admit'],
    'chat': ['POST consultations/{id}/send_message', 'GET consultations/{id}/messages'],
    'files': ['GET consultations/{id}/files', 'POST consultations/{id}/files', 'GET files/{id}', 'GET files/{id}/media',
              'DELETE files/{id}'],
    'see_issues': ['GET technical-issues'],
    'report_issues': ['POST technical-issues', 'POST consultations/{id}/report_issue'],
    'resolve_issues': ['PATCH technical-issues/{id}', 'POST technical-issues/{id}/resolve'],
    'administer': ['GET users', 'POST users', 'GET users/{id}', 'PATCH users/{id}', 'DELETE users/{id}',
                   'DELETE users/{id}/totp', 'GET audit', 'GET jobs', 'GET jobs/{id}', 'POST jobs/{id}/retry'],
}
# Whose own it is, and whose it is not. A list is everybody's, and shows to each what is theirs.
SIDES = {
    'admin': (['admin'], []),
    'doctor': (['doctor'], ['other']),
    'nurse': (['nurse'], ['idle']),
    'receptionist': (['receptionist'], []),
    'patient': (['patient', 'door'], ['stranger', 'alien']),
}


def read_rights():
    """(right, route, who, whether they may)"""
    lines = [line.split() for line in RIGHTS.strip().splitlines()]
    for right, *words in lines[1:]:
        for (own, others), word in zip((SIDES[role] for role in lines[0]), words, strict=True):
            for route in ROUTES[right]:
                has_target = '{id}' in route or route.startswith('POST')
                yield from ((right, route, who, word != '-') for who in own)
                yield from ((right, route, who, word != '-' and not has_target) for who in others)
