"""Messages that are made to cost their reader more than they cost their writer."""
import base64

HEAD = b'From: <a@b.example>\r\nSubject: Bomb\r\n'


def message(fields=b'', text=b'x\r\n'):
    return HEAD + fields + b'\r\n' + text


def nested_multiparts(levels):
    text = b''.join(b'Content-Type: multipart/mixed; boundary=b%d\r\n\r\n--b%d\r\n' % (n, n) for n in range(levels))
    return HEAD + text + b'\r\nx\r\n'


def nested_messages(levels):
    return HEAD + b'Content-Type: message/rfc822\r\n\r\n' * levels + b'Subject: inside\r\n\r\nx\r\n'


def bombs():
    """{what it is: its octets}."""
    many = 100_000
    return {
        'multiparts in each other': nested_multiparts(20_000),
        'messages in each other': nested_messages(20_000),
        'very many parts': message(b'Content-Type: multipart/mixed; boundary=b\r\n', b'--b\r\n\r\nx\r\n' * many),
        'parts of one boundary that is the beginning of another': message(
            b'Content-Type: multipart/mixed; boundary=b\r\n',
            b'--b\r\nContent-Type: multipart/mixed; boundary=bb\r\n\r\n' + b'--bb\r\n\r\n--bbb\r\n\r\n--b\r\n\r\n' * 20_000),
        'lines that nearly are boundaries': message(b'Content-Type: multipart/mixed; boundary=' + b'-' * 70 + b'\r\n',
                                                    (b'-' * 71 + b'\r\n') * many),
        'very many fields': message(b'X: y\r\n' * many),
        'one very long field': message(b'X: ' + b'y' * 5_000_000 + b'\r\n'),
        'a field of very many lines': message(b'To: a@b.example\r\n' + b' ,a@b.example\r\n' * many),
        'addresses': message(b'To: ' + b'a@b.example,' * many + b'a@b.example\r\n'),
        'groups that never end': message(b'To: ' + b'a:' * many + b'\r\n'),
        'comments in each other': message(b'To: ' + b'(' * many + b'\r\nDate: ' + b'(' * many + b'\r\n'),
        'quotes': message(b'From: ' + b'"\\' * many + b'\r\n'),
        'angle brackets': message(b'References: ' + b'<' * many + b'\r\nIn-Reply-To: ' + b'<a@b>' * many + b'\r\n'),
        'encoded words': message(b'Subject: ' + b'=?utf-8?q?=C5=B5?= ' * many + b'\r\n'),
        'encoded words that never end': message(b'Subject: ' + b'=?utf-8?q?' * many + b'\r\n'),
        'parameters': message(b'Content-Type: text/plain' + b'; a=b' * many + b'\r\n'),
        'pieces of a parameter': message(b'Content-Type: text/plain'
                                         + b''.join(b'; name*%d*=%%41' % n for n in range(20_000)) + b'\r\n'),
        'a piece with a giant number': message(b'Content-Type: text/plain; name*99999999999999999999*=x\r\n'),
        'links of a list': message(b'List-Post: ' + b'<mailto:a@b>,' * many + b'\r\n'),
        'a date of giant numbers': message(b'Date: 99999999999 Jan 99999999999 99:99:99 +9999\r\n'),
        'base64 of nothing': message(b'Content-Transfer-Encoding: base64\r\n', b'=' * 2_000_000),
        'base64 of zeros': message(b'Content-Type: text/html\r\nContent-Transfer-Encoding: base64\r\n',
                                   base64.encodebytes(bytes(3_000_000)).replace(b'\n', b'\r\n')),
        'quoted-printable of soft line ends': message(b'Content-Transfer-Encoding: quoted-printable\r\n', b'=\r\n' * many),
        'uuencode that lies': message(text=b'begin 644 x\r\n' + b'~' * 2_000_000 + b'\r\nend\r\n'),
        'UTF-7': message(b'Content-Type: text/plain; charset=utf-7\r\n', b'+' * 1_000_000),
        'half a UTF-16': message(b'Content-Type: text/plain; charset=utf-16\r\n', b'\xd8' * 1_000_001),
        'ISO-2022 that only shifts': message(b'Content-Type: text/plain; charset=iso-2022-jp\r\n', b'\x1b$B' * many),
        'a charset that is none': message(b'Content-Type: text/plain; charset="' + b'x' * many + b'"\r\n'),
        'elements in each other': message(b'Content-Type: text/html\r\n', b'<div>' * many),
        'tags that never end': message(b'Content-Type: text/html\r\n', b'<a href="' * many),
        'comments that never end': message(b'Content-Type: text/html\r\n', b'<!--' * many),
        'entities': message(b'Content-Type: text/html\r\n', b'&#99999999999;&amp' * many),
        'white space': message(text=b' ' * 5_000_000),
        'quotation marks': message(text=b'>' * 2_000_000),
        'combining marks': message(b'Content-Type: text/plain; charset=utf-8\r\n', 'e'.encode() + '\u0301'.encode() * 500_000),
        'NULs': message(text=bytes(2_000_000)),
        'lone carriage returns': message(text=b'\r' * 2_000_000),
        'octets that are no UTF-8': message(b'X: ' + b'\xff\xc0\x80\xed\xa0\x80' * 10_000 + b'\r\n', b'\xff' * 1_000_000),
        'a format=flowed of quotes': message(b'Content-Type: text/plain; format=flowed\r\n', b'>>>>>> x \r\n' * many),
        'winmail.dat that lies': message(b'Content-Type: application/ms-tnef; name=winmail.dat\r\n'
                                         b'Content-Transfer-Encoding: base64\r\n',
                                         base64.b64encode(b'\x78\x9f\x3e\x22' + b'\xff' * 100_000) + b'\r\n'),
        'a report that is none': message(b'Content-Type: multipart/report; report-type=delivery-status; boundary=b\r\n',
                                         b'--b\r\n\r\nx\r\n--b\r\nContent-Type: message/delivery-status\r\n\r\n'
                                         + b'Final-Recipient: rfc822; x\r\n\r\n' * 20_000),
        'nothing but a separator': b'\r\n',
        'nothing but fields': HEAD,
        'nothing': b'',
        'no message': bytes(range(256)) * 4000,
    }
