"""The description of the API: that it is one, and that it says all."""

import json
import re
import subprocess
import unittest

from clinic import API, ClinicTest, main, server_program
from contract import METHODS, Breach, read_contract
from jsonschema import Draft202012Validator

# What is there: OpenAPI 3.1.0, sections 4.8.1 to 4.8.30, as far as a description of ours goes. A “+” is required.
OBJECTS = {
    'document': '+openapi +info +paths servers components',
    'info': '+title +version description',
    'operation': '+operationId +summary +tags +security +parameters +responses requestBody x-roles x-needs-account',
    'parameter': '+name +in +required +schema description style explode',
    'body': '+content',
    'response': '+description headers content',
    'header': '+schema description',
    'media': '+schema',
    'scheme': '+type +in +name description',
    'components': '+responses +parameters +headers +securitySchemes +schemas',
}


class DocumentTest(unittest.TestCase):
    """Read as any other program would read it."""

    def setUp(self):
        self.contract = read_contract()
        self.document = self.contract.document

    def assertObject(self, kind, value, where):
        words = OBJECTS[kind].split()
        required = {word[1:] for word in words if word.startswith('+')}
        self.assertLessEqual(required, set(value), where)
        self.assertLessEqual(set(value), {word.lstrip('+') for word in words}, where)

    def assertSchema(self, schema, where):
        with self.subTest(where=where):
            Draft202012Validator.check_schema(schema)

    def assertMedia(self, content, where):
        for name, media in content.items():
            self.assertRegex(name, r'^[a-z]+/[a-z0-9+-]+$')
            self.assertObject('media', media, where)
            self.assertSchema(media['schema'], where)

    def assertParameter(self, parameter, where):
        self.assertObject('parameter', parameter, where)
        self.assertIn(parameter['in'], ('query', 'header', 'path'))
        self.assertSchema(parameter['schema'], where)

    def assertResponse(self, response, where):
        self.assertObject('response', response, where)
        self.assertMedia(response.get('content', {}), where)
        for header in response.get('headers', {}).values():
            self.assertObject('header', self.contract.resolve(header), where)

    def test_document(self):
        self.assertObject('document', self.document, 'document')
        self.assertObject('info', self.document['info'], 'info')
        self.assertRegex(self.document['openapi'], r'^3\.1\.\d+$')
        self.assertObject('components', self.document['components'], 'components')

    def test_components(self):
        components = self.document['components']
        for name in [name for section in components.values() for name in section]:
            self.assertRegex(name, r'^[a-zA-Z0-9._-]+$')
        for name, schema in components['schemas'].items():
            self.assertSchema(schema, name)
        for name, parameter in components['parameters'].items():
            self.assertParameter(parameter, name)
        for name, response in components['responses'].items():
            self.assertResponse(response, name)
        for name, scheme in components['securitySchemes'].items():
            self.assertObject('scheme', scheme, name)

    def test_operations(self):
        for operation in self.contract.operations:
            with self.subTest(operation=str(operation)):
                self.assertObject('operation', operation.row, str(operation))
                self.assertTrue(operation.row['summary'])
                self.assertTrue(any(status < 300 for status in operation.answers))
                for parameter in operation.parameters:
                    self.assertParameter(parameter, str(operation))
                for response in operation.answers.values():
                    self.assertResponse(response, str(operation))
                if 'requestBody' in operation.row:
                    self.assertObject('body', operation.row['requestBody'], str(operation))
                    self.assertMedia(operation.row['requestBody']['content'], str(operation))

    def test_path_items_have_operations_only(self):
        for path, rows in self.document['paths'].items():
            self.assertRegex(path, r'^/[a-z0-9_{}/-]+/$')
            self.assertLessEqual(set(rows), set(METHODS))

    def test_path_parameters_are_those_of_the_path(self):
        for operation in self.contract.operations:
            named = {parameter['name'] for parameter in operation.parameters if parameter['in'] == 'path'}
            self.assertEqual(named, set(re.findall(r'\{(\w+)\}', operation.path)), str(operation))

    def test_parameters_are_named_once(self):
        for operation in self.contract.operations:
            names = [(parameter['name'], parameter['in']) for parameter in operation.parameters]
            self.assertEqual(len(names), len(set(names)), str(operation))

    def test_operation_ids_are_unique(self):
        ids = [operation.row['operationId'] for operation in self.contract.operations]
        self.assertEqual(len(ids), len(set(ids)))
        for name in ids:
            self.assertRegex(name, r'^[a-z0-9_]+$')

    def test_security_names_schemes(self):
        schemes = set(self.document['components']['securitySchemes'])
        for operation in self.contract.operations:
            self.assertLessEqual({name for row in operation.row['security'] for name in row}, schemes)

    def test_references_lead_somewhere_and_nothing_is_left_over(self):
        text = json.dumps(self.document)
        named = set(re.findall(r'"\$ref": "#/components/(\w+/[\w.-]+)"', text))
        there = {f'{section}/{name}' for section, rows in self.document['components'].items() for name in rows
                 if section != 'securitySchemes'}
        self.assertEqual(named, there)

    def test_all_objects_are_closed(self):
        """Or a member too many would go unseen."""
        def walk(value, where):
            if isinstance(value, list):
                for part in value:
                    walk(part, where)
            elif isinstance(value, dict):
                if value.get('type') == 'object' and where != 'OpenApi':
                    self.assertIn('additionalProperties', value, where)
                for part in value.values():
                    walk(part, where)
        for name, schema in self.document['components']['schemas'].items():
            walk(schema, name)
        walk(self.document['paths'], 'paths')


class ContractTest(unittest.TestCase):
    """That the check of all exchanges sees what it is for."""

    def setUp(self):
        self.operation = read_contract().find('GET', '/health/live')

    def answer(self, status=200, value=None, **headers):
        class Answer:
            pass
        answer = Answer()
        answer.status, answer.json = status, {'status': 'ok'} if value is None else value
        answer.raw = json.dumps(answer.json).encode()
        answer.headers = {'Content-Type': 'application/json', 'X-Request-Id': 'x', **headers}
        return answer

    def test_good(self):
        self.operation.check_answer(self.answer())

    def test_bad(self):
        for name, answer in {
                'a status that is not declared': self.answer(status=202),
                'a member too many': self.answer(value={'status': 'ok', 'load': 1}),
                'a member too few': self.answer(value={}),
                'a wrong type': self.answer(value={'status': 1}),
                'another type of content': self.answer(**{'Content-Type': 'text/html'}),
                'an ETag where there is no record': self.answer(ETag='"1"')}.items():
            with self.subTest(name), self.assertRaises(Breach):
                self.operation.check_answer(answer)

    def test_bodies(self):
        operation = read_contract().find('POST', API + 'patients')
        operation.check_request('', b'{"given_name": "A", "family_name": "B"}')
        for query, body in (('', b'{"given_name": "A"}'), ('', b'{"given_name": 1, "family_name": "B"}'),
                            ('', b'{"given_name": "A", "family_name": "B", "user_id": null}'),
                            ('deep=true', b'{"given_name": "A", "family_name": "B"}')):
            with self.subTest(body=body), self.assertRaises(Breach):
                operation.check_request(query, body)


class ServedTest(ClinicTest):
    def test_is_served_to_everybody_as_it_is_printed(self):
        for path in ('schema', 'schema/'):
            reply = self.assertStatus(self.clinic.get(None, path), 200)
            self.assertEqual(reply.json, read_contract().document)

    def test_every_method_is_there(self):
        """Told from the methods that the server allows, not from the document."""
        for path, rows in self.clinic.read(None, 'schema/')['paths'].items():
            wrong = next(method for method in METHODS if method not in rows).upper()
            path = path.replace('{id}', self.clinic.users['doctor']).replace('{name}', 'builtin')
            reply = self.assertStatus(self.clinic.request(wrong, path), 405)
            self.assertEqual(sorted(reply.headers['Allow'].split(', ')), sorted(map(str.upper, rows)))

    def test_verb_takes_nothing_else(self):
        done = subprocess.run([server_program(), 'openapi', 'now'], capture_output=True, text=True, timeout=30)
        self.assertEqual(done.returncode, 2)
        self.assertIn('means nothing here', done.stderr)


if __name__ == '__main__':
    main()
