"""An outside mail server of a test's own, to which the service gives its notices: STARTTLS, signing in, one thread a
connection."""
import base64
import email
import email.policy
import socket
import ssl
import threading


class Relay:
    def __init__(self, certificate, key, user, password):
        self.context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
        self.certificate = (certificate, key)
        self.expected = base64.b64encode(f'\0{user}\0{password}'.encode()).decode()
        self.letters = []  # (from, to, message)
        self.refusing = 0  # this many messages are put off
        self.listener = socket.create_server(('127.0.0.1', 0))
        self.port = self.listener.getsockname()[1]
        threading.Thread(target=self.accept, daemon=True).start()

    def close(self):
        self.listener.close()

    def accept(self):
        while True:
            try:
                connection, _ = self.listener.accept()
            except OSError:
                return
            threading.Thread(target=self.serve, args=(connection,), daemon=True).start()

    def serve(self, connection):
        connection.settimeout(30)
        try:
            self.dialogue(connection)
        except (OSError, ValueError):
            pass
        finally:
            connection.close()

    def dialogue(self, connection):
        file = connection.makefile('rwb')

        def say(line):
            file.write(line.encode() + b'\r\n')
            file.flush()

        say('220 relay.example ready')
        secure = signed_in = False
        sender = recipient = None
        while line := file.readline().decode().rstrip('\r\n'):
            verb = line.split(' ')[0].upper()
            if verb == 'EHLO':
                say('250-relay.example\r\n250 ' + ('AUTH PLAIN' if secure else 'STARTTLS'))
            elif verb == 'STARTTLS':
                say('220 go ahead')
                self.context.load_cert_chain(*self.certificate)
                connection = self.context.wrap_socket(connection, server_side=True)
                file = connection.makefile('rwb')
                secure = True
            elif verb == 'AUTH':
                signed_in = secure and line == 'AUTH PLAIN ' + self.expected
                say('235 welcome' if signed_in else '535 no')
            elif verb == 'MAIL' and signed_in:
                sender = line[10:].strip('<>')
                say('250 ok')
            elif verb == 'RCPT' and signed_in:
                recipient = line[8:].strip('<>')
                say('250 ok')
            elif verb == 'DATA' and signed_in:
                say('354 go ahead')
                octets = b''
                while (part := file.readline()) != b'.\r\n':
                    octets += part[1:] if part.startswith(b'.') else part
                if self.refusing:
                    self.refusing -= 1
                    say('451 later')
                    continue
                self.letters.append((sender, recipient, email.message_from_bytes(octets, policy=email.policy.default)))
                say('250 taken')
            elif verb == 'QUIT':
                say('221 bye')
                return
            else:
                say('503 no')
