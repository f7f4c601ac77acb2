#include "protocol/mime/abstract.hpp"

#include "protocol/mime/forms.hpp"
#include "protocol/mime/thread.hpp"

namespace bailey::mime {
namespace {

constexpr std::size_t most_addresses = 200, most_ids = 200;  // beyond what a summary keeps, so that it says `partial`

class Reader {
public:
    Reader(std::string_view message, const Structure& structure) : message_(message), structure_(structure) {}

    std::optional<std::string_view> value(std::string_view name) const {
        return last_field(message_, structure_, structure_.root(), name);
    }
    Summary::Addresses addresses(std::string_view name) const {
        auto raw = value(name);
        if (!raw) return std::nullopt;
        std::vector<Summary::Address> all;
        for (auto& a : as_addresses(*raw, most_addresses)) all.push_back({std::move(a.name), std::move(a.email)});
        return all;
    }
    Summary::MessageIds ids(std::string_view name) const {
        auto raw = value(name);
        return raw ? as_message_ids(*raw, most_ids) : std::nullopt;
    }

private:
    std::string_view message_;
    const Structure& structure_;
};

}  // namespace

Abstract abstract(std::string_view message, const Structure& structure, const Bodies& bodies) {
    Abstract about;
    auto& s = about.summary;
    Reader read(message, structure);
    if (auto subject = read.value("Subject")) {
        s.subject = as_text(*subject);
        s.base_subject = base_subject(*s.subject);
        about.thread.subject = thread_subject(*s.subject);
    }
    s.from = read.addresses("From");
    s.sender = read.addresses("Sender");
    s.to = read.addresses("To");
    s.cc = read.addresses("Cc");
    s.bcc = read.addresses("Bcc");
    s.reply_to = read.addresses("Reply-To");
    s.message_id = read.ids("Message-ID");
    s.in_reply_to = read.ids("In-Reply-To");
    s.references = read.ids("References");
    if (auto date = read.value("Date"))
        if (auto sent = as_date(*date)) s.sent = {sent->time, sent->offset};
    s.preview = preview(message, structure, bodies);
    s.has_attachment = has_attachment(structure, bodies);
    about.thread.ids = thread_ids(message, structure);
    return about;
}

Abstract abstract(std::string_view message) {
    const auto structure = parse(message);
    return abstract(message, structure, bodies(structure));
}

}  // namespace bailey::mime
