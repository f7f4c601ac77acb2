// Dialogues, not calls: tests/dialogues/smtp/*.txt are transcripts as an operator would paste them into a ticket.
//     # a comment            ! option value      (secure, size, recipients, errors, fail)
//     C: what the client sends, CRLF added; \r \n \0 \t \\ \xHH, \c (no CRLF) and \{A*500} (repeat) are understood
//     S: what the server says                    E: envelope and M: text of a message that was taken in
//     -- TLS                                     the handshake; what is below goes over TLS
#include "protocol/smtp/session.hpp"

#include <gtest/gtest.h>

#include <algorithm>
#include <filesystem>
#include <fstream>

#include "protocol/smtp/rehearsal.hpp"

namespace bailey::smtp {
namespace {

struct Dialogue {
    std::string name;
    Settings settings;
    bool secure = true;
    std::vector<std::string> client;  // what is sent, in parts between handshakes
    std::string server, taken;
    std::size_t fail_at = SIZE_MAX;
    Errc failure = Errc::try_later;
};

std::string unescaped(std::string_view text) {
    std::string out;
    bool ended = true;
    for (std::size_t i = 0; i < text.size(); ++i) {
        if (text[i] != '\\') {
            out += text[i];
            continue;
        }
        switch (text.at(++i)) {
        case 'r': out += '\r'; break;
        case 'n': out += '\n'; break;
        case 't': out += '\t'; break;
        case '0': out += '\0'; break;
        case 'c': ended = false; break;
        case 'x': out += static_cast<char>(std::stoi(std::string(text.substr(i + 1, 2)), nullptr, 16)), i += 2; break;
        case '{': {
            const auto star = text.find('*', i), close = text.find('}', i);
            for (int n = std::stoi(std::string(text.substr(star + 1, close - star - 1))); n > 0; --n)
                out += text.substr(i + 1, star - i - 1);
            i = close;
            break;
        }
        default: out += text[i];
        }
    }
    return ended ? out + "\r\n" : out;
}

Errc errc_named(const std::string& name) {
    static const std::map<std::string, Errc> names{{"storage_full", Errc::storage_full},
                                                   {"try_later", Errc::try_later},
                                                   {"too_long", Errc::too_long},
                                                   {"loop", Errc::loop},
                                                   {"denied", Errc::denied},
                                                   {"bad_syntax", Errc::bad_syntax},
                                                   {"locked", Errc::locked},
                                                   {"suspended", Errc::suspended},
                                                   {"too_many", Errc::too_many}};
    return names.at(name);
}

void set(Dialogue& d, std::istringstream words) {
    std::string name, value;
    words >> name >> value;
    if (name == "secure")
        d.secure = value == "yes";
    else if (name == "size")
        d.settings.mail.message_bytes = std::stoul(value);
    else if (name == "recipients")
        d.settings.mail.recipients = std::stoul(value);
    else if (name == "errors")
        d.settings.patience.errors = std::stoul(value);
    else if (name == "refused_recipients")
        d.settings.patience.refused_recipients = std::stoul(value);
    else if (name == "commands")
        d.settings.patience.commands = std::stoul(value);
    else if (name == "postmaster")
        d.settings.postmaster = *Address::parse(value);
    else if (name == "fail") {
        d.fail_at = std::stoul(value);
        words >> value;
        d.failure = errc_named(value);
    } else
        ADD_FAILURE() << "unknown option " << name;
}

Dialogue read(const std::filesystem::path& path) {
    Dialogue d;
    d.name = path.stem();
    d.settings.host = "mail.bailey.test";
    d.client.emplace_back();
    std::ifstream file(path);
    for (std::string line; std::getline(file, line);) {
        const auto rest = line.size() > 3 ? line.substr(3) : "";
        if (line.starts_with("C:"))
            d.client.back() += unescaped(rest);
        else if (line.starts_with("S:"))
            d.server += rest + "\r\n";
        else if (line.starts_with("E:") || line.starts_with("M:"))
            d.taken += line + "\r\n";
        else if (line.starts_with("-- TLS"))
            d.client.emplace_back();
        else if (line.starts_with("!"))
            set(d, std::istringstream(line.substr(1)));
        else if (!line.empty() && !line.starts_with("#"))
            ADD_FAILURE() << path << ": " << line;
    }
    return d;
}

std::vector<Dialogue> all_dialogues() {
    std::vector<std::filesystem::path> paths;
    for (auto& entry : std::filesystem::directory_iterator(BAILEY_SOURCE_DIR "/tests/dialogues/smtp"))
        if (entry.path().extension() == ".txt") paths.push_back(entry.path());
    std::ranges::sort(paths);
    std::vector<Dialogue> all;
    for (auto& path : paths) all.push_back(read(path));
    return all;
}

std::string notify_words(const Notify& n) {
    if (n == Notify{}) return "";
    if (n.never) return " notify=never";
    return std::string(" notify=") + (n.success ? "s" : "") + (n.failure ? "f" : "") + (n.delay ? "d" : "");
}

std::string written(const Rehearsal::Taken& taken) {
    const auto& e = taken.envelope;
    std::string out = "E: " + (e.sender ? e.sender->text() : "<>") + " " + taken.protocol;
    if (e.eight_bit) out += " 8bit";
    if (e.smtputf8) out += " utf8";
    if (e.return_content == ReturnContent::full) out += " full";
    if (!e.envelope_id.empty()) out += " envid=" + e.envelope_id;
    out += "\r\n";
    for (const auto& r : e.recipients)
        out += "E: to " + r.address.text() + notify_words(r.notify) +
               (r.original.empty() ? "" : " orcpt=" + r.original) + "\r\n";
    for (std::size_t at = 0; at < taken.text.size();) {
        const auto end = std::min(taken.text.find("\r\n", at), taken.text.size());
        out += "M: " + taken.text.substr(at, end - at) + "\r\n";
        at = end + 2;
    }
    return out;
}

Rehearsal play(const Dialogue& d, std::size_t step, std::size_t fail_at, Errc failure) {
    Rehearsal driver(d.settings, d.secure);
    driver.fail_at = fail_at;
    driver.failure = failure;
    driver.wait_for_tls = true;
    for (std::size_t part = 0; part < d.client.size(); ++part) {
        if (part > 0 && driver.tls_asked) driver.begin_tls();
        if (!driver.feed(d.client[part], step)) break;
    }
    return driver;
}

std::size_t count(std::string_view text, std::string_view what) {
    std::size_t n = 0;
    for (auto at = text.find(what); at != std::string_view::npos; at = text.find(what, at + 1)) ++n;
    return n;
}

// RFC 5321 section 4.2: three digits and a space or hyphen, at most 512 octets.
void expect_well_formed(const std::string& said) {
    for (std::size_t at = 0; at < said.size();) {
        const auto end = said.find("\r\n", at);
        ASSERT_NE(end, std::string::npos);
        const auto line = said.substr(at, end - at);
        if (line != "<closed>") {
            ASSERT_GE(line.size(), 4u);
            EXPECT_TRUE(line[0] >= '2' && line[0] <= '5' && std::isdigit(line[1]) && std::isdigit(line[2])) << line;
            EXPECT_TRUE(line[3] == ' ' || line[3] == '-') << line;
            EXPECT_LE(line.size() + 2, 512u) << line;
            EXPECT_EQ(line.find_first_of(std::string_view("\r\n\0", 3)), std::string::npos) << line;
        }
        at = end + 2;
    }
}

TEST(SmtpDialogues, AreHeldWordForWordHoweverTheBytesArrive) {
    const auto dialogues = all_dialogues();
    ASSERT_GE(dialogues.size(), 20u);
    for (const auto& d : dialogues)
        for (const std::size_t step : {1u, 2u, 3u, 5u, 8u, 64u, 4096u, 1000000u}) {
            const auto driver = play(d, step, d.fail_at, d.failure);
            ASSERT_EQ(driver.said, d.server) << d.name << ", " << step << " octets at a time";
            std::string taken;
            for (const auto& t : driver.taken) taken += written(t);
            ASSERT_EQ(taken, d.taken) << d.name << ", " << step << " octets at a time";
            expect_well_formed(driver.said);
        }
}

TEST(SmtpDialogues, NeverPromiseAMessageThatWasNotStoredWhateverFails) {
    std::size_t runs = 0;
    for (const auto& d : all_dialogues())
        for (const auto failure : {Errc::try_later, Errc::storage_full, Errc::denied})
            for (std::size_t n = 0;; ++n, ++runs) {
                const auto driver = play(d, 4096, n, failure);
                EXPECT_EQ(count(driver.said, "250 2.0.0 Accepted"), driver.taken.size()) << d.name << ", step " << n;
                expect_well_formed(driver.said);
                if (driver.questions <= n) break;
            }
    EXPECT_GT(runs, 100u);
}

TEST(SmtpSession, EndsPolitelyWhenTheServiceStops) {
    Settings settings{.host = "mail.bailey.test", .postmaster = {}, .mail = {}};
    Rehearsal idle(settings, true);
    idle.feed("EHLO me\r\n", 100);
    idle.session.stop();
    idle.run();
    EXPECT_TRUE(idle.said.ends_with("421 4.3.2 The service is restarting; try again in a minute\r\n<closed>\r\n"));
}

TEST(SmtpSession, FinishesTheMessageUnderWayBeforeItStops) {
    Settings settings{.host = "mail.bailey.test", .postmaster = {}, .mail = {}};
    Rehearsal busy(settings, true);
    busy.feed("EHLO me\r\nAUTH PLAIN AGFubkBiYWlsZXkudGVzdABzZWNyZXQ=\r\nMAIL FROM:<ann@bailey.test>\r\n", 100);
    busy.session.stop();
    busy.feed("RCPT TO:<bob@bailey.test>\r\nDATA\r\nSubject: x\r\n\r\nhello\r\n.\r\nNOOP\r\n", 100);
    EXPECT_EQ(busy.taken.size(), 1u);
    EXPECT_NE(busy.said.find("250 2.0.0 Accepted for delivery as q1\r\n421 4.3.2 "), std::string::npos);
    EXPECT_TRUE(busy.closed);
}

TEST(SmtpSession, SaysWhyItLeavesASilentClient) {
    Settings settings{.host = "mail.bailey.test", .postmaster = {}, .mail = {}};
    Rehearsal silent(settings, true);
    silent.run();
    silent.session.timed_out();
    silent.run();
    EXPECT_TRUE(silent.said.ends_with("421 4.4.2 Nothing heard for too long; closing\r\n<closed>\r\n"));
}

// RFC 3207 section 4.2; what follows STARTTLS in clear was perhaps written by somebody else.
TEST(SmtpSession, RefusesWhatWasSlippedInBehindStartTls) {
    Settings settings{.host = "mail.bailey.test", .postmaster = {}, .mail = {}};
    Rehearsal victim(settings, false);
    victim.feed("EHLO me\r\nSTARTTLS\r\nNOOP\r\n", 4096);
    EXPECT_TRUE(victim.closed);
    EXPECT_FALSE(victim.tls_asked);
    EXPECT_TRUE(
        victim.said.ends_with("503 5.5.1 Nothing may follow STARTTLS before TLS has begun; closing\r\n<closed>\r\n"));
}

TEST(SmtpSession, LeavesWithoutAWordWhenTheHandshakeFails) {
    Settings settings{.host = "mail.bailey.test", .postmaster = {}, .mail = {}};
    Rehearsal client(settings, false);
    client.fail_at = 0;
    client.feed("EHLO me\r\nSTARTTLS\r\n", 4096);
    EXPECT_TRUE(client.said.ends_with("220 2.0.0 Begin TLS now\r\n<closed>\r\n"));
}

// RFC 2920 section 3.2: what came in one piece is answered in one piece.
TEST(SmtpSession, AnswersAPipelinedGroupInOnePiece) {
    Settings settings{.host = "mail.bailey.test", .postmaster = {}, .mail = {}};
    Session session(settings, true, false);
    session.feed("EHLO me\r\nNOOP\r\nNOOP\r\nRSET\r\n");
    auto first = session.next();
    ASSERT_TRUE(first && std::holds_alternative<Send>(*first));
    EXPECT_EQ(count(std::get<Send>(*first).bytes, "250 2.0.0 OK\r\n"), 3u);
    EXPECT_FALSE(session.next());
}

TEST(SmtpSession, HandsOutLongRunsOfTextWithoutCopying) {
    Settings settings{.host = "mail.bailey.test", .postmaster = {}, .mail = {}};
    Rehearsal driver(settings, true);
    driver.feed(
        "EHLO me\r\nAUTH PLAIN AGFubkBiYWlsZXkudGVzdABzZWNyZXQ=\r\nMAIL FROM:<ann@bailey.test>\r\n"
        "RCPT TO:<bob@bailey.test>\r\nDATA\r\n",
        4096);
    std::string text;
    for (int i = 0; i < 800; ++i) text += "sixty-four octets of the plainest prose that anybody can write\r\n";
    driver.session.feed(text);
    auto action = driver.session.next();
    ASSERT_TRUE(action && std::holds_alternative<Body>(*action));
    EXPECT_EQ(std::get<Body>(*action).bytes.data(), text.data());
    EXPECT_EQ(std::get<Body>(*action).bytes.size(), text.size());
}

// Every way a dot on a line of its own has been written to end a message on one server and not on another.
TEST(SmtpSmuggling, NoFalseEndOfMessageLetsACommandIn) {
    const std::string cr = "\r", lf = "\n", crlf = "\r\n", nul(1, '\0');
    std::vector<std::string> ends;
    for (const auto& before : {cr, lf, crlf, nul, crlf + nul, cr + crlf, lf + cr, nul + lf})
        for (const auto& dot : {std::string("."), nul + ".", "." + nul, std::string(". "), std::string("..")})
            for (const auto& after : {cr, lf, crlf, nul, cr + nul + lf, cr + crlf, lf + cr, nul + crlf})
                if (!(before == crlf && dot == "." && after == crlf)) ends.push_back(before + dot + after);
    const Settings settings{.host = "mail.bailey.test", .postmaster = {}, .mail = {}};
    for (const auto& end : ends)
        for (const std::size_t step : {1u, 2u, 3u, 4096u}) {
            Rehearsal driver(settings, true);
            driver.feed(
                "EHLO me\r\nAUTH PLAIN AGFubkBiYWlsZXkudGVzdABzZWNyZXQ=\r\nMAIL FROM:<ann@bailey.test>\r\n"
                "RCPT TO:<bob@bailey.test>\r\nDATA\r\nSubject: x\r\n\r\nhello",
                step);
            const auto before = driver.said.size();
            driver.feed(end +
                            "MAIL FROM:<ann@bailey.test>\r\nRCPT TO:<carl@bailey.test>\r\nDATA\r\n"
                            "Subject: smuggled\r\n\r\nboo\r\n.\r\n",
                        step);
            EXPECT_LE(driver.taken.size(), 1u) << testing::PrintToString(end);
            EXPECT_EQ(driver.said.find("354", before), std::string::npos) << testing::PrintToString(end);
            for (const auto& t : driver.taken) EXPECT_EQ(t.envelope.recipients[0].address.local(), "bob");
        }
}

}  // namespace
}  // namespace bailey::smtp
