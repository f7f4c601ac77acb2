// However a message is cut into pieces, the same comes out; nothing private does; a second pass changes nothing; and
// an address list that was read can be written and read again.
#include "protocol/mime/header.hpp"

#include <cstdlib>

#include "protocol/mime/mailboxes.hpp"

namespace {

using namespace bailey;
using namespace bailey::mime;

void must(bool holds) {
    if (!holds) std::abort();
}

struct Filtered {
    std::string header, body;
    std::size_t fields = 0;
    Errc error{};
    bool operator==(const Filtered&) const = default;
};

Filtered filter(std::string_view message, std::size_t step) {
    constexpr std::size_t most_octets = 4096;
    Filtered out;
    HeaderFilter f(most_octets);
    auto progress = HeaderFilter::need_more;
    for (std::size_t at = 0; at < message.size(); at += step) {
        const std::string piece(message.substr(at, step));  // its own memory, so that a stale view is seen
        std::string_view bytes = piece;
        if (progress == HeaderFilter::need_more) {
            const auto fed = f.feed(bytes);
            if (!fed) return {{}, {}, 0, errc_of(fed.error())};
            progress = *fed;
            if (progress == HeaderFilter::complete) out.body = f.body_begins();
            must(progress == HeaderFilter::complete || bytes.empty());
        }
        out.body += bytes;
    }
    if (progress == HeaderFilter::need_more) {
        f.finish();
        out.body = f.body_begins();
    }
    const auto& header = f.header();
    out.header = header.text();
    out.fields = header.size();
    for (std::size_t n = 0; n < header.size(); ++n)
        must(header.value(header.name(n)) && header.count(header.name(n)) > 0);
    for (auto* name : {"Bcc", "Resent-Bcc", "Return-Path"}) must(header.count(name) == 0);
    return out;
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    if (size < 1) return 0;
    const std::size_t step = data[0] % 64 + 1;
    const std::string_view message(reinterpret_cast<const char*>(data) + 1, size - 1);
    const auto whole = filter(message, message.size() + 1);
    must(filter(message, step) == whole);
    if (whole.error == Errc{}) {
        const auto again = filter(whole.header + "\r\n" + whole.body, step);
        must(again == whole || again.error == Errc::too_long);  // line ends may have grown
    }

    const auto mailboxes = parse_mailboxes(message);
    if (!mailboxes) return 0;
    std::string written;
    for (const auto& m : *mailboxes) written += (written.empty() ? "" : ", ") + text(m);
    const auto read = parse_mailboxes(written);
    must(read && read->size() == mailboxes->size());
    for (std::size_t i = 0; i < read->size(); ++i)
        must((*read)[i].address == (*mailboxes)[i].address && (*read)[i].display == (*mailboxes)[i].display);
    return 0;
}
