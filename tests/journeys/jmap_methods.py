"""Every method of the API with its arguments and their types, and for each type what is not of it.

The methods are read from the source; what a standard method takes (RFC 8620 section 5) is known by its name.
"""
import glob
import os
import re

from service import ROOT

BEYOND_53_BITS = 2 ** 53

# What is not of a type. Null is not among them where the type allows it.
NOT_A = {
    'id': [None, True, 17, 1.5, '', 'a b', 'a' * 256, [], {}],
    'id?': [True, 17, '', 'a b', [], {}],
    'ids': [None, True, 17, 'text', {}, [17], [None], [['x']], [''], ['a b'], ['x', {}]],
    'ids?': [True, 17, 'text', {}, [17], [None], [['x']], [''], ['a b'], ['x', {}]],
    'string': [None, True, 17, [], {}],
    'string?': [True, 17, [], {}],
    'strings': [None, True, 17, 'text', {}, [17], [None], [[]], ['x', {}]],
    'strings?': [True, 17, 'text', {}, [17], [None], [[]], ['x', {}]],
    'boolean': [None, 0, 1, 'true', [], {}],
    'integer': [None, True, '1', [], {}, 1.5, 1e300, BEYOND_53_BITS, -BEYOND_53_BITS],
    'unsigned': [None, True, '1', [], {}, -1, 1.5, BEYOND_53_BITS],
    'unsigned?': [True, '1', [], {}, -1, 1.5, 1e300, BEYOND_53_BITS],
    'positive?': [True, '1', [], {}, -1, 0, 1.5, BEYOND_53_BITS],
    'objects': [None, True, 17, 'text', [], {'k': 17}, {'k': None}, {'k': []}, {'a b': {}}, {'': {}}],
    'objects?': [True, 17, 'text', [], {'k': 17}, {'k': None}, {'k': []}, {'a b': {}}, {'': {}}],
    'patches?': [True, 17, 'text', [], {'k': 17}, {'k': None}, {'k': []}],
    'filter?': [True, 17, 'text', [], [{}], {'operator': 'XOR', 'conditions': []}, {'operator': 17, 'conditions': []},
                {'operator': 'AND'}, {'operator': 'AND', 'conditions': {}}, {'operator': 'AND', 'conditions': [17]},
                {'operator': 'NOT', 'conditions': [{'operator': 'OR', 'conditions': 'x'}]}],
    'sort?': [True, 17, 'text', {}, [17], [None], [{}], [{'property': 17}]],
}

ACCOUNT = {'accountId': 'id'}
FIND = {**ACCOUNT, 'filter': 'filter?', 'sort': 'sort?'}
STANDARD = {
    'get': {**ACCOUNT, 'ids': 'ids?', 'properties': 'strings?'},
    'changes': {**ACCOUNT, 'sinceState': 'string', 'maxChanges': 'positive?'},
    'set': {**ACCOUNT, 'ifInState': 'string?', 'create': 'objects?', 'update': 'patches?', 'destroy': 'strings?'},
    'copy': {**ACCOUNT, 'fromAccountId': 'id', 'ifFromInState': 'string?', 'ifInState': 'string?', 'create': 'objects',
             'onSuccessDestroyOriginal': 'boolean', 'destroyFromIfInState': 'string?'},
    'query': {**FIND, 'position': 'integer', 'anchor': 'id?', 'anchorOffset': 'integer', 'limit': 'unsigned?',
              'calculateTotal': 'boolean'},
    'queryChanges': {**FIND, 'sinceQueryState': 'string', 'maxChanges': 'unsigned?', 'upToId': 'id?',
                     'calculateTotal': 'boolean'},
}
BODIES = {'bodyProperties': 'strings?', 'fetchTextBodyValues': 'boolean', 'fetchHTMLBodyValues': 'boolean',
          'fetchAllBodyValues': 'boolean', 'maxBodyValueBytes': 'unsigned'}
FURTHER = {  # arguments of a type's own
    'Email/get': BODIES,
    'Email/query': {'collapseThreads': 'boolean'},
    'Email/queryChanges': {'collapseThreads': 'boolean'},
    'Mailbox/query': {'sortAsTree': 'boolean', 'filterAsTree': 'boolean'},
    'Mailbox/queryChanges': {'sortAsTree': 'boolean', 'filterAsTree': 'boolean'},
    'Mailbox/set': {'onDestroyRemoveEmails': 'boolean'},
    'EmailSubmission/set': {'onSuccessUpdateEmail': 'patches?', 'onSuccessDestroyEmail': 'strings?'},
    'AddressBook/set': {'onDestroyRemoveContents': 'boolean', 'onSuccessSetIsDefault': 'string?'},
    'SieveScript/set': {'onSuccessActivateScript': 'string?', 'onSuccessDeactivateScript': 'boolean'},
}
OWN = {  # methods that are none of the standard ones, or not quite
    'Email/parse': {**ACCOUNT, 'blobIds': 'ids', 'properties': 'strings?', **BODIES},
    'Email/import': {**ACCOUNT, 'ifInState': 'string?', 'emails': 'objects'},
    'SearchSnippet/get': {**ACCOUNT, 'filter': 'filter?', 'emailIds': 'ids'},
    'MDN/send': {**ACCOUNT, 'identityId': 'id', 'send': 'objects', 'onSuccessUpdateEmail': 'patches?'},
    'MDN/parse': {**ACCOUNT, 'blobIds': 'ids'},
    'Blob/copy': {**ACCOUNT, 'fromAccountId': 'id', 'blobIds': 'strings'},
    'Blob/upload': {**ACCOUNT, 'create': 'objects'},
    'Blob/get': {**ACCOUNT, 'ids': 'strings?', 'properties': 'strings?', 'offset': 'unsigned?', 'length': 'unsigned?'},
    'Blob/lookup': {**ACCOUNT, 'typeNames': 'strings', 'ids': 'strings'},
    'SieveScript/validate': {**ACCOUNT, 'blobId': 'id'},
    'Recipient/check': {**ACCOUNT, 'addresses': 'strings'},
    'DeletedEmail/restore': {**ACCOUNT, 'ids': 'ids', 'mailboxId': 'id?'},
    'PushSubscription/get': {'ids': 'ids?', 'properties': 'strings?'},
    'PushSubscription/set': {'create': 'objects?', 'update': 'patches?', 'destroy': 'strings?'},
}


def registered():
    """The names of all methods that the source names, but Core/echo, which takes anything."""
    names = set()
    for path in glob.glob(os.path.join(ROOT, 'src', 'api', 'jmap', '**', '*.cpp'), recursive=True):
        if path.endswith('_test.cpp'):
            continue
        with open(path, encoding='utf-8') as f:
            names |= set(re.findall(r'"([A-Z][A-Za-z]+/[a-z][A-Za-z]+)"', f.read()))
    return sorted(names - {'Core/echo'})


def arguments(method):
    """{argument: type}; None for a method that this file does not know."""
    if method in OWN:
        return OWN[method]
    standard = STANDARD.get(method.split('/')[1])
    return standard and {**standard, **FURTHER.get(method, {})}


def required(method):
    return [name for name, kind in arguments(method).items() if kind in ('id', 'ids', 'string', 'strings', 'objects')]


def good(method, account, other):
    """Arguments that have nothing wrong with them, and change nothing: what is required. `other` is a second account
    of the caller's."""
    harmless = {'id': 'dead', 'ids': [], 'string': 'nonsense', 'strings': [], 'objects': {}}
    given = {name: harmless[arguments(method)[name]] for name in required(method)}
    if 'accountId' in given:
        given['accountId'] = account
    if 'fromAccountId' in given:
        given['fromAccountId'] = other
    if method == 'Blob/get':
        given['ids'] = []  # null would be all blobs, which is too many
    return given
