"""Messages that the journeys send: an ordinary letter, one beyond ASCII, one with papers, one that is all dots."""
import base64
import random


def letter(sender, to, subject='A letter', text=b'Ten o clock, court 2.\r\n', more=''):
    """A message of octets with CRLF line ends; `more` is further header lines."""
    to = getattr(to, 'address', to)
    header = f'From: {sender.name} <{sender.address}>\r\nTo: {to}\r\nSubject: {subject}\r\n{more}'
    return header.encode('utf-8') + b'\r\n' + text


def octets(size, seed=7):
    return random.Random(seed).randbytes(size)


def lines_of_base64(data):
    text = base64.b64encode(data)
    return b''.join(text[n:n + 76] + b'\r\n' for n in range(0, len(text), 76))


def with_papers(sender, to, size=200_000, subject='Bundle of papers', seed=7):
    """A multipart message with a Welsh covering letter in 8-bit UTF-8 and an attachment of `size` octets."""
    more = 'MIME-Version: 1.0\r\nContent-Type: multipart/mixed; boundary="=_papers"\r\n'
    text = ('--=_papers\r\nContent-Type: text/plain; charset=utf-8\r\nContent-Transfer-Encoding: 8bit\r\n\r\n'
            'Annwyl gyfaill, gweler y dogfennau ynghlwm: tŷ, ŵyl, £5 — “iawn”.\r\n\r\n'
            '--=_papers\r\nContent-Type: application/pdf; name="bundle.pdf"\r\nContent-Transfer-Encoding: base64\r\n'
            'Content-Disposition: attachment; filename="bundle.pdf"\r\n\r\n').encode()
    return letter(sender, to, subject, text + lines_of_base64(octets(size, seed)) + b'--=_papers--\r\n', more)


def beyond_ascii(sender, to, subject='Eight bits'):
    more = 'MIME-Version: 1.0\r\nContent-Type: text/plain; charset=utf-8\r\nContent-Transfer-Encoding: 8bit\r\n'
    text = 'Cyfarfod â’r tîm am ddeg o’r gloch — 法廷 2, 😀 £ € ŵ ŷ\r\n'
    return letter(sender, to, subject, text.encode(), more)


def dots(sender, to, subject='Dots'):
    text = b'.\r\n..\r\n...\r\n.begins with one\r\n\r\n.\r\n' + b'.' * 500 + b'\r\nends\r\n'
    return letter(sender, to, subject, text)


def kinds(sender, to):
    return [with_papers(sender, to), beyond_ascii(sender, to), dots(sender, to)]
