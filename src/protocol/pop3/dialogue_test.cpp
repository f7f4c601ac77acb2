// Replays tests/dialogues/pop3/*.txt in pieces of every size, and with the n-th action failing, for all n.
// A dialogue file: "! secure", "! clear" or "! bare" (no TLS to be had) first; then
//   C: a line of the client's; \r \n \0 \\ are escapes, and a \ at the end leaves out the CRLF
//   S: a line of the server's; S- without its CRLF
//   T: here the client does its TLS handshake
//   X: how it ends: open, close or cut; or "removed 10 11": what QUIT removed
#include <gtest/gtest.h>

#include <filesystem>
#include <fstream>
#include <map>

#include "protocol/pop3/session.hpp"

namespace bailey::pop3 {
namespace {

struct Dialogue {
    Settings settings{};
    std::vector<std::string> client{1};  // one part before each handshake, one after
    std::string server, end = "open", removed;
};

std::string unescaped(std::string_view text) {
    std::string out;
    for (std::size_t i = 0; i < text.size(); ++i) {
        if (text[i] != '\\') {
            out += text[i];
            continue;
        }
        if (++i == text.size()) return out;  // no CRLF
        switch (text[i]) {
        case 'r': out += '\r'; break;
        case 'n': out += '\n'; break;
        case '0': out += '\0'; break;
        default: out += text[i];
        }
    }
    return out + "\r\n";
}

// "{600 A}" stands for that many of a character, for lines that are too long.
std::string expanded(std::string text) {
    for (auto open = text.find('{'); open != std::string::npos; open = text.find('{')) {
        auto close = text.find('}', open);
        auto count = std::stoul(text.substr(open + 1));
        text.replace(open, close - open + 1, std::string(count, text[close - 1]));
    }
    return text;
}

Dialogue read_dialogue(const std::filesystem::path& path) {
    Dialogue d;
    std::ifstream file(path);
    for (std::string line; std::getline(file, line);) {
        auto rest = line.size() > 3 ? line.substr(3) : "";
        if (line.starts_with("!"))
            d.settings = {.secure = line == "! secure", .tls_available = line != "! bare"};
        else if (line.starts_with("C:"))
            d.client.back() += expanded(unescaped(rest));
        else if (line.starts_with("S:"))
            d.server += rest + "\r\n";
        else if (line.starts_with("S-"))
            d.server += rest;
        else if (line.starts_with("T:"))
            d.client.emplace_back();
        else if (line.starts_with("X: removed"))
            d.removed = line.substr(10);
        else if (line.starts_with("X:"))
            d.end = rest;
        else if (!line.empty() && !line.starts_with("#"))
            ADD_FAILURE() << path << ": " << line;
    }
    return d;
}

struct Stored {
    std::int64_t id;
    std::string text;
    Errc first = {}, second = {};  // the error instead of that piece
};
const std::vector<Stored> messages = {
    {10, "Subject: one\r\n\r\nhello\r\nworld\r\n"},
    {11, "Subject: dots\r\n\r\n.\r\n..two\r\nend.\r\n"},
    {255, "Subject: no end\r\n\r\ncut off"},
    {256, "never sent", Errc::corrupt},
    {257, "Subject: half\r\n\r\nfirst half", {}, Errc::corrupt},
};
const std::map<std::string, Errc> refused = {
    {"locked", Errc::locked},  {"suspended", Errc::suspended}, {"busy", Errc::in_use},
    {"down", Errc::try_later}, {"fast", Errc::too_many},
};

struct Inbox final : Maildrop {
    std::size_t count() const override { return messages.size(); }
    Entry entry(std::size_t i) const override {
        return {messages[i].id, static_cast<std::uint32_t>(messages[i].text.size())};
    }
};

// The driver, with the store of above behind it; its `fail_at`-th answer is an error.
class Driver {
public:
    Driver(Settings settings, int fail_at) : session_(settings), fail_at_(fail_at) {}

    void feed(std::string_view bytes) {
        if (end == "open") session_.feed(bytes);
    }
    void run() {
        while (end == "open")
            if (auto action = session_.next(out)) {
                std::visit([&](auto& a) { act(a); }, *action);
            } else {
                return;
            }
    }
    std::string out, end = "open", removed;
    int answers = 0, handshakes = 0;

private:
    bool failing() { return ++answers == fail_at_; }

    void act(Flush&) {}
    void act(StartTls&) {
        ++handshakes;
        session_.tls_started();
    }
    void act(Authenticate& a) {
        Result<const Maildrop*> answer = &inbox_;
        if (a.name != "ann" || a.password.reveal() != "p w") answer = make_error_code(Errc::denied);
        if (auto it = refused.find(a.name); it != refused.end()) answer = make_error_code(it->second);
        if (failing()) answer = make_error_code(Errc::try_later);
        session_.authenticated(answer, out);
    }
    void act(Fetch& f) {
        message_ = &messages.at(f.index);
        EXPECT_EQ(message_->id, f.message);
        answer(message_->first, message_->text.substr(0, 20));
    }
    void act(More&) { answer(message_->second, message_->text.substr(20)); }
    void answer(Errc error, const std::string& piece) {
        Result<std::string_view> bytes = std::string_view(piece);
        if (error != Errc{}) bytes = make_error_code(error);
        if (failing()) bytes = make_error_code(Errc::try_later);
        auto last = message_->text.ends_with(piece) && message_->second == Errc{};
        session_.piece(bytes, last, out);
    }
    void act(Remove& r) {
        if (failing()) return session_.removed(make_error_code(Errc::try_later), out);
        for (auto id : r.messages) removed += ' ' + std::to_string(id);
        session_.removed({}, out);
    }
    void act(Close&) { end = "close"; }
    void act(Cut&) { end = "cut"; }

    Inbox inbox_;
    Session session_;
    int fail_at_;
    const Stored* message_ = nullptr;
};

Driver replay(const Dialogue& d, std::size_t step, int fail_at = 0) {
    Driver driver(d.settings, fail_at);
    driver.run();
    int part_number = 0;
    for (auto& part : d.client) {
        if (part_number++ > driver.handshakes) break;  // a client whose STLS was refused does not go on
        for (std::size_t at = 0; at < part.size(); at += step) {
            driver.feed(std::string_view(part).substr(at, step));
            driver.run();
        }
    }
    return driver;
}

constexpr std::size_t steps[] = {1, 2, 3, 5, 8, 64, 4096};

class Pop3DialogueTest : public ::testing::TestWithParam<std::filesystem::path> {};

TEST_P(Pop3DialogueTest, IsTheSameInPiecesOfAnySize) {
    auto d = read_dialogue(GetParam());
    for (auto step : steps) {
        auto driver = replay(d, step);
        EXPECT_EQ(driver.out, d.server) << "in pieces of " << step;
        EXPECT_EQ(driver.end, d.end) << "in pieces of " << step;
        EXPECT_EQ(driver.removed, d.removed);
    }
}

TEST_P(Pop3DialogueTest, SaysTheTruthWhicheverActionFails) {
    auto d = read_dialogue(GetParam());
    auto whole = replay(d, 4096);
    for (int n = 1; n <= whole.answers; ++n) {
        auto first = replay(d, 4096, n);
        EXPECT_TRUE(first.end == "cut" || first.out.find("\r\n-ERR [SYS/TEMP]") != std::string::npos) << "action " << n;
        EXPECT_FALSE(first.end == "cut" && first.out.ends_with("\r\n.\r\n")) << "action " << n;
        EXPECT_TRUE(first.removed.empty() || first.out.ends_with("+OK bye\r\n")) << "action " << n;
        for (auto step : steps) {
            auto again = replay(d, step, n);
            EXPECT_EQ(again.out, first.out) << "action " << n << " in pieces of " << step;
            EXPECT_EQ(again.end, first.end);
        }
    }
}

std::vector<std::filesystem::path> dialogues() {
    std::vector<std::filesystem::path> found;
    for (auto& entry : std::filesystem::directory_iterator(BAILEY_SOURCE_DIR "/tests/dialogues/pop3"))
        if (entry.path().extension() == ".txt") found.push_back(entry.path());
    std::sort(found.begin(), found.end());
    return found;
}

std::string name_of(const ::testing::TestParamInfo<std::filesystem::path>& file) {
    auto name = file.param.stem().string();
    std::replace(name.begin(), name.end(), '-', '_');
    return name;
}

INSTANTIATE_TEST_SUITE_P(Files, Pop3DialogueTest, ::testing::ValuesIn(dialogues()), name_of);

}  // namespace
}  // namespace bailey::pop3
