// Whatever a client sends, and however it is cut into pieces, the server says the same and takes in the same messages;
// it promises only what was stored, and every reply is one.
#include "protocol/smtp/session.hpp"

#include <cstdlib>

#include "protocol/smtp/rehearsal.hpp"

namespace {

using namespace bailey;
using namespace bailey::smtp;

void must(bool holds) {
    if (!holds) std::abort();
}

struct Heard {
    std::string said;
    std::vector<Rehearsal::Taken> taken;
};

Heard play(const Settings& settings, std::string_view client, std::size_t step, std::size_t fail_at) {
    Rehearsal driver(settings, true);
    driver.fail_at = fail_at;
    driver.feed(client, step);
    return {std::move(driver.said), std::move(driver.taken)};
}

void must_be_replies(std::string_view said) {
    while (!said.empty()) {
        const auto end = said.find("\r\n");
        must(end != std::string_view::npos);
        const auto line = said.substr(0, end);
        must(line == "<closed>" || (line.size() >= 4 && line[0] >= '2' && line[0] <= '5'));
        must(line.size() <= 510 && line.find_first_of(std::string_view("\r\n\0", 3)) == std::string_view::npos);
        said.remove_prefix(end + 2);
    }
}

std::size_t promises(std::string_view said) {
    std::size_t count = 0;
    for (auto at = said.find("250 2.0.0 Accepted"); at != std::string_view::npos;
         at = said.find("250 2.0.0 Accepted", at + 1))
        ++count;
    return count;
}

bool is_proper_text(std::string_view text) {
    for (std::size_t i = 0; i < text.size(); ++i) {
        const bool cr = text[i] == '\r', lf = text[i] == '\n';
        if (text[i] == '\0' || (cr && (i + 1 == text.size() || text[i + 1] != '\n')) ||
            (lf && (i == 0 || text[i - 1] != '\r')))
            return false;
    }
    return text.empty() || text.ends_with("\r\n");
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    if (size < 2) return 0;
    static const Settings settings{
        .host = "mail.bailey.test", .postmaster = *Address::parse("post@bailey.test"), .mail = {}, .patience = {}};
    const std::size_t step = data[0] % 64 + 1;  // the first octets steer, the rest is the client
    const std::string_view client(reinterpret_cast<const char*>(data) + 2, size - 2);

    const auto whole = play(settings, client, client.size() + 1, SIZE_MAX),
               pieces = play(settings, client, step, SIZE_MAX);
    must(whole.said == pieces.said && whole.taken.size() == pieces.taken.size());
    for (std::size_t i = 0; i < whole.taken.size(); ++i) {
        must(whole.taken[i].text == pieces.taken[i].text);
        must(whole.taken[i].envelope.recipients == pieces.taken[i].envelope.recipients);
        must(is_proper_text(whole.taken[i].text));
    }
    must_be_replies(whole.said);
    must(promises(whole.said) == whole.taken.size());

    const auto failing = play(settings, client, step, data[1] % 16);
    must_be_replies(failing.said);
    must(promises(failing.said) == failing.taken.size());
    return 0;
}
