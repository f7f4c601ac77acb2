// mailload - a neutral load generator and verifier for mail servers.
//
// It drives any server through SMTP/LMTP and POP3 only, so one binary can
// measure different servers side by side. It counts a message as accepted only
// when the reply to the end of DATA is 250, writes a ledger of what it was
// promised, and can afterwards check through POP3 that every accepted message is
// there exactly once with the right SHA-256 of its body.
//
// One thread on purpose: it must not take more than one core from the server
// under test; its own CPU time is in every report (cpu_s against wall_s shows
// whether the generator itself was the limit).
//
// Build: see ../Makefile. Usage: mailload help
#include <csignal>
#include <iostream>
#include <set>

#include "idle.hpp"
#include "pop3.hpp"
#include "smtp.hpp"

const char* const usage = R"(mailload MODE [--option value]...

modes
  smtp-inject   send messages (SMTP, submission or LMTP)
  pop3          repeated POP3 sessions
  idle          open N signed-in POP3 connections and hold them
  mixed         smtp-inject and pop3 at the same time
  verify        check a ledger against the mailboxes through POP3
  help          this text

where
  --smtp H:P          SMTP/LMTP address            (127.0.0.1:2525)
  --pop H:P           POP3 address                 (127.0.0.1:1110)
  --smtp-tls, --pop-tls   none|starttls|implicit   (none)
  --ca FILE           verify the server's certificate (default: do not)
  --tls-resume yes    offer the last TLS session again on each new connection
  --sources N         come from N addresses of loopback in turn; 0: from the default (0)
  --wait-connect S    keep trying to connect for S seconds (0)

who
  --users K           mailboxes u000000..          (1000)
  --user-first I      first mailbox number         (0)
  --domain D          (bench.test)
  --password P        one password for all         (bench-secret)
  --login full|bare   log in as u000000@D or u000000 (full)
  --zipf S            recipients by Zipf with exponent S; 0 is uniform (0)

smtp-inject
  --lmtp yes          speak LMTP (a reply per recipient)
  --auth yes          AUTH PLAIN as the sender; each sends as its own address
  --senders K         senders, one after the other connection by connection (--users)
  --sender-first I    first sender's mailbox number (--user-first)
  --conns N           connections at a time        (10)
  --messages M        messages in all              (1000)
  --per-conn M        messages per connection, 0 is no limit (0)
  --size B            message size in bytes        (4096)
  --size-file F       lines "bytes weight", instead of --size
  --rcpts R           recipients per message       (1)
  --order random|sequence   of the recipients      (random)
  --rate R            open loop: R messages/s; latency counts from the planned
                      moment; 0 is closed loop     (0)
  --pipelining no     do not use PIPELINING even if offered
  --retry-for S       after a broken connection go on until S seconds without an
                      accepted message; 0 ends that connection's work (0)
  --run-id ID         part of every Message-ID     (time based)
  --ledger FILE       append what was promised

pop3
  --sessions N        sessions in all              (1000)
  --pop-conns N       sessions at a time           (10)
  --do LIST           comma list of stat,uidl,retr (stat,uidl,retr)
  --retr-last N       RETR only the last N, 0 is all (0)
  --dele yes          DELE what was retrieved
  --pipeline K        commands in flight for RETR/DELE (1)
  --check yes         compare each body with its X-Bench-SHA256

idle
  --idle-conns N      connections to open          (100)
  --openers N         opened at a time             (20)
  --hold S            hold this long, or until stdin ends (30)

verify
  --ledger FILE       (required)   --pop-conns N, --pipeline K as in pop3
  --max-mailboxes N   check N mailboxes of the ledger, chosen at random; 0 is all (0)

all
  --max-seconds S     stop starting new work after S; hard stop 30 s later (120)

The report is one JSON line on stdout. Exit 0: ran; 1: usage; 2: verify failed.
)";

static int run(const string& mode, const Options& o) {
    Net net(o);
    const auto begin = Clock::now();
    const auto limit =
        std::chrono::duration_cast<Clock::duration>(std::chrono::duration<double>(o.number("max-seconds", 120)));
    bool hardStop = false;
    asio::steady_timer watchdog(net.io, begin + limit + std::chrono::seconds(30));
    if (mode != "idle")
        watchdog.async_wait([&](auto error) {
            if (!error) hardStop = true, net.io.stop();
        });
    std::optional<Injector> injector;
    std::optional<PopReader> reader;
    std::optional<Verifier> verifier;
    std::optional<Idler> idler;
    if (mode == "smtp-inject" || mode == "mixed") injector.emplace(net, o).start(begin + limit);
    if (mode == "pop3" || mode == "mixed") reader.emplace(net, o).start(begin + limit);
    if (mode == "verify") verifier.emplace(net, o).start(begin + limit);
    if (mode == "idle") net.spawn(idler.emplace(net, o).run(begin + limit));

    net.io.run();

    Json j;
    j.text("tool", "mailload 1").clock("t_start", seconds(begin.time_since_epoch()));
    j.number("total_s", seconds(Clock::now() - begin))
        .number("cpu_s", cpuSeconds())
        .text("hard_stop", hardStop ? "yes" : "no");
    if (injector) j.raw("smtp", injector->report());
    if (reader) j.raw("pop3", reader->report());
    if (verifier) j.raw("verify", verifier->report());
    std::cout << j.str() << std::endl;
    return verifier && !verifier->good() ? 2 : 0;
}

int main(int argc, char** argv) {
    signal(SIGPIPE, SIG_IGN);
    const string mode = argc > 1 ? argv[1] : "help";
    static const std::set<string> modes = {"smtp-inject", "pop3", "idle", "mixed", "verify"};
    if (modes.count(mode) == 0) {
        std::cerr << usage;
        return mode == "help" ? 0 : 1;
    }
    try {
        return run(mode, Options(argc, argv));
    } catch (const std::exception& e) {
        std::cerr << "mailload: " << e.what() << "\n";
        return 1;
    }
}
