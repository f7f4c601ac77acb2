"""The objects that the API makes and changes, property by property, with values that are none for it."""

NO_TEXT = [True, 17, [], {}]
NO_TEXT_AT_ALL = [None, *NO_TEXT]
NO_BOOLEAN = [0, 'yes', [], {}]
NO_DATE = [True, 17, [], {}, '', 'yesterday', '2020-01-01', '2020-01-01T00:00:00+01:00', '2020-01-01t00:00:00z',
           '2020-02-30T00:00:00Z', '2020-01-01T00:00:00.000Z', '99999-01-01T00:00:00Z']
NO_ADDRESSES = [True, 17, 'ann@firm.example', {}, [17], [None], [{}], [{'email': 17}], [{'email': None}],
                [{'email': 'ann@firm.example', 'name': 17}], [['ann@firm.example']]]
NO_NUMBER = [True, '1', [], {}, -1, 1.5, 2 ** 53]
NO_WORDS = [True, 17, 'text', {}, [17], [None], [[]]]
NO_PARTS = [True, 17, 'text', {}, [17], [None], [[]], [{}], [{'partId': 'none', 'type': 'text/plain'}],
            [{'partId': 17, 'type': 'text/plain'}], [{'blobId': 17, 'type': 'text/plain'}],
            [{'partId': '1', 'type': 17}], [{'partId': '1', 'blobId': 'x', 'type': 'text/plain'}]]


def deep(levels):
    part = {'partId': '1', 'type': 'text/plain'}
    for _ in range(levels):
        part = {'type': 'multipart/mixed', 'subParts': [part]}
    return part


# {type: (a good object to create, {property: [values that a create must refuse]})}. "$..." is filled in by the test.
CREATES = {
    'Mailbox': ({'name': 'New'}, {
        'name': [*NO_TEXT_AT_ALL, '', 'x' * 10_000],
        'parentId': [True, 17, [], {}, '', 'a b', 'm999999', '#none'],
        'role': [True, 17, [], {}, 'nonsense', 'INBOX'],
        'sortOrder': [*NO_NUMBER, 2 ** 31],
        'isSubscribed': NO_BOOLEAN,
        'id': ['m9'], 'totalEmails': [0], 'unreadEmails': [0], 'totalThreads': [0], 'unreadThreads': [0],
        'myRights': [{}], 'colour': ['red'],
    }),
    'Email': ({'mailboxIds': {'$inbox': True}, 'from': [{'email': '$me'}], 'subject': 'New', 'bodyValues': {'1': {'value': 'Text'}},
               'textBody': [{'partId': '1', 'type': 'text/plain'}]}, {
        'mailboxIds': [None, True, 17, 'x', [], {}, {'$inbox': False}, {'$inbox': 1}, {'m999999': True}, {'a b': True},
                       {'#none': True}],
        'keywords': [True, 17, 'x', [], {'a': False}, {'a': 1}, {'a b': True}, {'': True}, {'x' * 300: True},
                     {'(': True}, {'ŵ': True}],
        'receivedAt': NO_DATE,
        'messageId': [*NO_WORDS, ['a b'], ['no-at>\r\nX: y']], 'inReplyTo': NO_WORDS, 'references': NO_WORDS,
        'sender': NO_ADDRESSES, 'from': NO_ADDRESSES, 'to': NO_ADDRESSES, 'cc': NO_ADDRESSES, 'bcc': NO_ADDRESSES,
        'replyTo': NO_ADDRESSES,
        'subject': NO_TEXT, 'sentAt': [True, 17, [], {}, 'yesterday', '2020-02-30T00:00:00Z'],
        'bodyValues': [True, 17, 'x', [], {'1': 17}, {'1': {}}, {'1': {'value': 17}}, {'1': {'value': None}},
                       {'1': {'value': 'x', 'isTruncated': True}}, {'1': {'value': 'x', 'isEncodingProblem': True}},
                       {'1': {'value': 'x', 'colour': 'red'}}],
        'textBody': [*NO_PARTS, [{'partId': '1', 'type': 'text/html'}], [{'partId': '1', 'type': 'text/plain'}] * 2],
        'htmlBody': [*NO_PARTS, [{'partId': '1', 'type': 'text/plain'}]],
        'attachments': [*NO_PARTS, [{'partId': '1', 'type': 'text/plain', 'size': 4}],
                        [{'partId': '1', 'type': 'text/plain', 'charset': 'utf-8'}],
                        [{'partId': '1', 'type': 'text\r\nX: y'}], [{'partId': '1', 'type': 'text/plain', 'colour': 1}],
                        [{'partId': '1', 'type': 'text/plain', 'header:Content-Transfer-Encoding': 'base64'}]],
        'bodyStructure': [True, 17, 'x', [], {'type': 17}, {'type': 'multipart/mixed', 'subParts': 17},
                          {'type': 'multipart/mixed', 'subParts': [17]}, {'partId': '1', 'type': 'text/plain'}],
        'headers': [[{'name': 'X', 'value': 'y'}]],
        'header:Subject': ['twice'], 'header:Date:asText': ['today'], 'header:Content-Type': ['text/plain'],
        'header:X-Good:asNonsense': ['x'], 'header:': ['x'], 'header:X y': ['x'], 'header:X-Good': [17, [], {}],
        'header:X-Good:asText': [17, []], 'header:X-Good:asText:all': ['x', [17], {}],
        'header:X-Good:asAddresses': NO_ADDRESSES, 'header:X-Good:asDate': [17, 'today'],
        'id': ['e9'], 'blobId': ['b9'], 'threadId': ['t9'], 'size': [9], 'hasAttachment': [True], 'preview': ['x'],
        'colour': ['red'],
    }),
    'EmailSubmission': ({'identityId': '$identity', 'emailId': '$email'}, {
        'identityId': [None, True, 17, [], {}, '', 'a b', 'i999999', '#none'],
        'emailId': [None, True, 17, [], {}, '', 'a b', 'e999999', '#none'],
        'envelope': [True, 17, 'x', [], {}, {'mailFrom': 17, 'rcptTo': []}, {'mailFrom': {'email': '$me'}},
                     {'mailFrom': {'email': 17}, 'rcptTo': [{'email': '$me'}]},
                     {'mailFrom': {'email': '$me'}, 'rcptTo': 17}, {'mailFrom': {'email': '$me'}, 'rcptTo': [17]},
                     {'mailFrom': {'email': '$me'}, 'rcptTo': [{}]},
                     {'mailFrom': {'email': '$me', 'parameters': 17}, 'rcptTo': [{'email': '$me'}]},
                     {'mailFrom': {'email': '$me', 'parameters': {'SIZE': 17}}, 'rcptTo': [{'email': '$me'}]},
                     {'mailFrom': {'email': '$me', 'parameters': {'HOLDFOR': 'x'}}, 'rcptTo': [{'email': '$me'}]},
                     {'mailFrom': {'email': '$me', 'parameters': {'A\r\nRCPT': 'x'}}, 'rcptTo': [{'email': '$me'}]},
                     {'mailFrom': {'email': '$me', 'colour': 'red'}, 'rcptTo': [{'email': '$me'}]}],
        'undoStatus': [True, 17, [], {}, 'nonsense'],
        'id': ['s9'], 'threadId': ['t9'], 'sendAt': ['2020-01-01T00:00:00Z'], 'deliveryStatus': [{}],
        'dsnBlobIds': [[]], 'mdnBlobIds': [[]], 'colour': ['red'],
    }),
    'Identity': ({'email': '$me'}, {
        'name': NO_TEXT, 'email': [*NO_TEXT_AT_ALL, '', 'nonsense'], 'replyTo': NO_ADDRESSES, 'bcc': NO_ADDRESSES,
        'textSignature': NO_TEXT, 'htmlSignature': NO_TEXT, 'id': ['i9'], 'mayDelete': [True], 'colour': ['red'],
    }),
    'AddressBook': ({'name': 'New'}, {
        'name': [*NO_TEXT_AT_ALL, '', 'x' * 10_000], 'description': NO_TEXT, 'sortOrder': [*NO_NUMBER, 2 ** 31],
        'isSubscribed': NO_BOOLEAN, 'shareWith': [17, 'x', []], 'id': ['b9'], 'isDefault': [True], 'myRights': [{}],
        'colour': ['red'],
    }),
    'ContactCard': ({'@type': 'Card', 'version': '1.0', 'addressBookIds': {'$book': True},
                     'name': {'full': 'Ann'}}, {
        'addressBookIds': [None, True, 17, 'x', [], {}, {'$book': False}, {'b999999': True}, {'a b': True}],
        '@type': [17, 'Group', []], 'version': [17, []], 'uid': [17, [], ''], 'kind': [17, []],
        'name': [17, 'Ann', []], 'emails': [17, 'x', [], {'1': 17}, {'1': {'address': 17}}],
        'id': ['c9'],
    }),
    'SieveScript': ({'blobId': '$script'}, {
        'name': [17, [], {}, '', 'x' * 10_000], 'blobId': [None, True, 17, [], {}, '', 'a b'], 'id': ['s9'],
        'isActive': [True], 'colour': ['red'],
    }),
    'PushSubscription': ({'deviceClientId': 'd', 'url': 'https://push.example/x'}, {
        'deviceClientId': [None, 17, [], {}], 'url': [None, 17, [], {}, '', 'http://push.example/x', 'https://', 'x'],
        'keys': [17, 'x', [], {'p256dh': 17}], 'verificationCode': [17, [], 'guess'], 'expires': NO_DATE,
        'types': NO_WORDS, 'id': ['p9'], 'colour': ['red'],
    }),
}

# {type: (id to change, {property: values that an update must refuse})}.
UPDATES = {
    'Mailbox': ('$drafts', {
        'name': [*NO_TEXT, ''], 'parentId': [17, 'm999999', '$drafts'], 'role': [17, 'nonsense'], 'sortOrder': NO_NUMBER,
        'isSubscribed': NO_BOOLEAN, 'totalEmails': [99], 'myRights': [{}],
        'id': ['m9'], 'colour': ['red'], 'name/x': ['y'], '': ['x'], '/': ['x'], 'name~2': ['x'],
        '/'.join(['a'] * 1000): ['x'],
    }),
    'Email': ('$email', {
        'mailboxIds': [None, 17, [], {}, {'m999999': True}], 'mailboxIds/m999999': [True], 'mailboxIds/$inbox': [False],
        'keywords': [17, [], {'a b': True}], 'keywords/a b': [True], 'keywords/$seen': [False, 17, 'x'],
        'keywords/$seen/x': [True], 'subject': ['Other'], 'receivedAt': ['2001-01-01T00:00:00Z'], 'size': [1],
        'textBody/0/partId': ['2'], 'from/0': [None], 'header:X-New': ['x'], 'colour': ['red'], 'id': ['e1'],
    }),
    'Identity': ('$identity', {
        'name': NO_TEXT, 'email': ['other@firm.example'], 'replyTo': NO_ADDRESSES, 'bcc': NO_ADDRESSES,
        'textSignature': NO_TEXT, 'htmlSignature': NO_TEXT, 'mayDelete': ['x'], 'colour': ['red'], 'bcc/0': [{}],
    }),
    'VacationResponse': ('singleton', {
        'isEnabled': NO_BOOLEAN, 'fromDate': NO_DATE, 'toDate': NO_DATE, 'subject': NO_TEXT, 'textBody': NO_TEXT,
        'htmlBody': NO_TEXT, 'id': ['x'], 'colour': ['red'],
    }),
    'AddressBook': ('$book', {
        'name': [*NO_TEXT, ''], 'description': NO_TEXT, 'sortOrder': NO_NUMBER, 'isSubscribed': NO_BOOLEAN,
        'isDefault': ['x'], 'myRights': [{}], 'colour': ['red'],
    }),
    'ContactCard': ('$card', {
        'addressBookIds': [None, 17, {}, {'b999999': True}], 'addressBookIds/b999999': [True], 'name': [17, 'x'],
        'emails/none/address': ['x'], '@type': ['Group'], 'id': ['c9'],
    }),
}
