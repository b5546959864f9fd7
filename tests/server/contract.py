"""What the server says that its API is, and whether it keeps to it."""

import functools
import json
import os
import posixpath
import re
import subprocess
import urllib.parse

from jsonschema import Draft202012Validator

METHODS = ('get', 'post', 'put', 'patch', 'delete')
FORMATS = Draft202012Validator.FORMAT_CHECKER if hasattr(Draft202012Validator, 'FORMAT_CHECKER') else None


class Breach(AssertionError):
    """An exchange that the description does not know."""


def pattern_of(path):
    """Of the paths that a template stands for, with and without the slash at the end."""
    parts = re.split(r'(\{\w+\})', path.rstrip('/'))
    return re.compile(''.join(r'[^/]+' if part.startswith('{') else re.escape(part) for part in parts) + '/?')


class Operation:
    """One method of one path; its schemas are compiled when they are first needed."""

    def __init__(self, contract, path, method, row):
        self.contract = contract
        self.path = path
        self.method = method.upper()
        self.row = row
        self.answers = {int(status): contract.resolve(answer) for status, answer in row['responses'].items()}
        self.parameters = [contract.resolve(parameter) for parameter in row['parameters']]

    def __str__(self):
        return f'{self.method} {self.path}'

    @property
    def route(self):
        return f'{self.method} {self.path.strip("/").removeprefix("telemedicine/api/")}'

    @functools.cache
    def answer_validator(self, status, content_type):
        return self.contract.compile(self.answers[status]['content'][content_type]['schema'])

    @functools.cached_property
    def body_validator(self):
        return self.contract.compile(self.row['requestBody']['content']['application/json']['schema'])

    @functools.cached_property
    def query_names(self):
        return {parameter['name'] for parameter in self.parameters if parameter['in'] == 'query'}

    def check_answer(self, reply):
        answer = self.answers.get(reply.status)
        if answer is None:
            raise Breach(f'{self}: {reply.status} is not declared: {reply}')
        for name in answer['headers']:
            if name in ('X-Request-Id', 'Retry-After') and name not in reply.headers:
                raise Breach(f'{self}: {reply.status} without {name}')
        if 'ETag' in reply.headers and 'ETag' not in answer['headers']:
            raise Breach(f'{self}: {reply.status} has an ETag that is not declared')
        content_type = reply.headers.get('Content-Type', '').split(';')[0] or None
        if 'content' not in answer:
            if reply.raw or content_type:
                raise Breach(f'{self}: {reply.status} should have no body: {reply}')
        elif content_type not in answer['content']:
            raise Breach(f'{self}: {reply.status} should not be {content_type}')
        elif reply.raw and reply.json is not None:
            self.check(self.answer_validator(reply.status, content_type), reply.json, f'{reply.status}')

    def check_request(self, query, body):
        """Of a request that was accepted."""
        unknown = set(urllib.parse.parse_qs(query, keep_blank_values=True)) - self.query_names
        if unknown:
            raise Breach(f'{self}: {sorted(unknown)} mean nothing here')
        if body:
            if 'requestBody' not in self.row:
                raise Breach(f'{self}: takes no body')
            if 'application/json' not in self.row['requestBody']['content']:
                return
            self.check(self.body_validator, json.loads(body), 'the body that was accepted')

    def check(self, validator, value, what):
        for fault in validator.iter_errors(value):
            place = '/'.join(map(str, fault.absolute_path))
            raise Breach(f'{self}: {what} is not as described: {place}: {fault.message[:400]}')


class Contract:
    def __init__(self, document):
        self.document = document
        self.operations = [Operation(self, path, method, row) for path, rows in document['paths'].items()
                           for method, row in rows.items() if method in METHODS]
        self.patterns = [(pattern_of(path), path) for path in document['paths']]

    def resolve(self, value):
        if '$ref' not in value:
            return value
        target = self.document
        for part in value['$ref'].removeprefix('#/').split('/'):
            target = target[part]
        return target

    def compile(self, schema):
        """All references are put in their places first, which makes it several times as fast."""
        return Draft202012Validator(self.inline(schema))

    def inline(self, value):
        if isinstance(value, dict):
            value = self.resolve(value)
            return {name: self.inline(part) for name, part in value.items()}
        if isinstance(value, list):
            return [self.inline(part) for part in value]
        return value

    @functools.cache
    def find(self, method, path):
        """The operation; or the methods that the path has, which may be none."""
        templates = [template for pattern, template in self.patterns if pattern.fullmatch(path)]
        # A name that is spelt out comes before one that is not.
        templates.sort(key=lambda template: template.count('{'))
        for operation in self.operations:
            if operation.method == method and operation.path in templates[:1]:
                return operation
        return [operation.method for operation in self.operations if operation.path in templates]

    def check(self, method, target, body, reply):
        """One exchange. What is no part of the API, such as pages, is not looked at."""
        path, _, query = target.partition('?')
        if method in ('HEAD', 'OPTIONS') or path.startswith(('/d/', '/web/', '/ws/')):
            return
        path = urllib.parse.unquote(path)
        operation = self.find(method, posixpath.normpath(path) if '/.' in path else path)
        if isinstance(operation, list):
            expected = (405, 400) if operation else (404, 400)
            if reply.status not in expected:
                raise Breach(f'{method} {path} is not declared, and answers {reply.status}')
        elif reply.status < 400 or reply.raw:
            operation.check_answer(reply)
            if reply.status < 300:
                operation.check_request(query, body)


@functools.cache
def read_contract():
    """Once for all tests of a process. That the server sends the same is a test of its own."""
    printed = subprocess.run([os.environ['AUSCULTA_SERVER'], 'openapi'], check=True, capture_output=True, timeout=30)
    return Contract(json.loads(printed.stdout))
