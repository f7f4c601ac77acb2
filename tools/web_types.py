#!/usr/bin/env python3
"""Writes web/jmap/types.ts, the types of JMAP's objects, from the server's own tables of properties.

usage: tools/web_types.py [--check]     --check: fails where the file is not what would be written

A table is a `Properties` in src/api/jmap (object.hpp says what a row means). What is within an object or an array a
table does not tell; INSIDE names the type of web/jmap/standard.ts for it.
"""
import os
import re
import sys

ROOT = os.path.dirname(os.path.dirname(os.path.abspath(__file__)))
TARGET = 'web/jmap/types.ts'

# The object, and the file with its table.
TABLES = [
    ('AddressBook', 'addressbook/books.cpp'),
    ('Email', 'email/properties.cpp'),
    ('EmailSubmission', 'submission/submission.cpp'),
    ('Identity', 'identity/get.cpp'),
    ('Mailbox', 'mailbox/properties.cpp'),
    ('Principal', 'principal/principals.cpp'),
    ('Quota', 'quota/quota.cpp'),
    ('ShareNotification', 'share_notification/share_notification.cpp'),
    ('SieveScript', 'sieve/script.cpp'),
    ('Thread', 'thread/get.cpp'),
    ('VacationResponse', 'vacation/object.cpp'),
]

SHAPES = {
    'any': 'unknown', 'boolean': 'boolean', 'string': 'string', 'integer': 'number', 'unsigned_integer': 'number',
    'id': 'Id', 'date': 'DateText', 'utc_date': 'DateText', 'object': 'Record<string, unknown>', 'array': 'unknown[]',
    'strings': 'string[]', 'ids': 'Id[]', 'string_set': 'Record<string, true>', 'id_set': 'Record<Id, true>',
}
ADDRESSES, PARTS = 'EmailAddress[]', 'EmailBodyPart[]'
INSIDE = {
    'AddressBook.myRights': 'AddressBookRights', 'AddressBook.shareWith': 'Record<Id, AddressBookRights>',
    **{f'Email.{name}': ADDRESSES for name in ('sender', 'from', 'to', 'cc', 'bcc', 'replyTo')},
    **{f'Email.{name}': PARTS for name in ('textBody', 'htmlBody', 'attachments')},
    'Email.bodyStructure': 'EmailBodyPart', 'Email.bodyValues': 'Record<string, EmailBodyValue>',
    'Email.headers': 'EmailHeader[]',
    'EmailSubmission.envelope': 'Envelope', 'EmailSubmission.deliveryStatus': 'Record<string, DeliveryStatus>',
    'EmailSubmission.undoStatus': "'pending' | 'final' | 'canceled'",
    'Identity.replyTo': ADDRESSES, 'Identity.bcc': ADDRESSES,
    'Mailbox.myRights': 'MailboxRights', 'Mailbox.role': 'MailboxRole',
    'Principal.type': "'individual' | 'group' | 'resource' | 'location' | 'other'",
    'Principal.accounts': 'Record<Id, PrincipalAccount>',
    'ShareNotification.changedBy': 'ChangedBy',
}

ROW = re.compile(r'\{"(\w+)",\s*Shape::(\w+)(?:,\s*([\w:| ]+?))?(?:,\s*(?:R?"[^}]*?))?\}')


def rows(path):
    text = open(os.path.join(ROOT, 'src/api/jmap', path)).read()
    table = re.search(r'Properties \w+\{\n(.*?)^ *\};', text, re.S | re.M)
    if not table:
        sys.exit(f'no table of properties in src/api/jmap/{path}')
    found = ROW.findall(table[1])
    if len(found) != table[1].count('Shape::'):
        sys.exit(f'a row in src/api/jmap/{path} is not understood')
    return found


def interface(name, path):
    lines = [f'/** src/api/jmap/{path} */', f'export interface {name} {{']
    for prop, shape, flags in rows(path):
        flags = set(re.findall(r'\w+', flags.replace('is::', ''))) if flags else set()
        kind = INSIDE.get(f'{name}.{prop}', SHAPES[shape])
        lines.append('  ' + ('readonly ' if {'server_set', 'immutable'} & flags else '')
                     + prop + ('?' if {'on_request', 'optional'} & flags else '') + ': '
                     + (kind + (' | null' if 'nullable' in flags else '')) + ';')
    return lines + ['}', '']


def text():
    named = set(re.findall(r'\b[A-Z]\w+', ' '.join(INSIDE.values()))) - {'Record', 'Id'} | {'Id', 'DateText'}
    lines = ["// Written by tools/web_types.py from the server's tables of properties: do not edit.",
             'import type {', *(f'  {name},' for name in sorted(named)), "} from './standard';", '']
    for name, path in TABLES:
        lines += interface(name, path)
    return '\n'.join(lines[:-1]) + '\n'


def main():
    target = os.path.join(ROOT, TARGET)
    if sys.argv[1:] == ['--check']:
        if open(target).read() != text():
            sys.exit(f'{TARGET} is not what the server has: run tools/web_types.py')
        return
    with open(target, 'w') as out:
        out.write(text())


main()
