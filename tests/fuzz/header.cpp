// However a message is cut into pieces, the same passes; nothing private does; a second pass changes nothing; and an
// address list that was read can be written and read again.
#include "protocol/mime/header.hpp"

#include <cstdlib>

#include "protocol/grammar/mail.hpp"
#include "protocol/mime/mailboxes.hpp"

namespace {

using namespace bailey;
using namespace bailey::mime;

void must(bool holds) {
    if (!holds) std::abort();
}

struct Filtered {
    std::string passed, sender;
    std::size_t fields = 0;
    Errc error{};
};

Filtered filter(std::string_view message, std::size_t step) {
    Filtered out;
    HeaderFilter f(4096);
    const auto take = [&](Result<HeaderFilter::Passed> r) {
        if (!r)
            out.error = errc_of(r.error());
        else
            out.passed.append(r->header).append(r->body);
    };
    for (std::size_t at = 0; at < message.size() && out.error == Errc{}; at += step) {
        const std::string piece(message.substr(at, step));  // its own memory, so that a stale view is seen
        take(f.feed(piece));
    }
    if (out.error == Errc{}) take(f.finish());
    if (out.error != Errc{}) return {{}, {}, 0, out.error};
    out.sender = std::string(f.value(Field::from).value_or(""));
    out.fields = f.received();
    return out;
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    if (size < 1) return 0;
    const std::size_t step = data[0] % 64 + 1;
    const std::string_view message(reinterpret_cast<const char*>(data) + 1, size - 1);
    const auto whole = filter(message, message.size() + 1), pieces = filter(message, step);
    must(whole.error == pieces.error && whole.passed == pieces.passed && whole.sender == pieces.sender);
    if (whole.error == Errc{}) {
        const auto again = filter(whole.passed, step);
        must(again.error == Errc{} || again.error == Errc::too_long);
        if (again.error == Errc{}) must(again.passed == whole.passed && again.fields == whole.fields);
    }

    const auto mailboxes = parse_mailboxes(message);
    if (!mailboxes) return 0;
    std::string written;
    for (const auto& m : *mailboxes)
        written += (written.empty() ? "" : ", ") + grammar::quoted(m.display) + " <" + m.address.text() + '>';
    const auto read = parse_mailboxes(written);
    must(read && read->size() == mailboxes->size());
    for (std::size_t i = 0; i < read->size(); ++i) must((*read)[i].address == (*mailboxes)[i].address);
    return 0;
}
