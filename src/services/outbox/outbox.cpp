#include "services/outbox/outbox.hpp"

#include "base/seal.hpp"
#include "base/text.hpp"
#include "protocol/mime/build.hpp"
#include "services/outbox/words.hpp"

namespace bailey::outbox {
namespace {

constexpr std::string_view place = "notice";

std::string random_id() {
    std::array<std::uint8_t, 16> random{};
    random_bytes(random);
    return hex(random);
}

std::string filled_in(const Settings& settings, const Notice& notice, std::string_view text) {
    auto page = notice.kind == Kind::new_password ? "/#/reset/" : "/#/verify/";
    std::string filled;
    while (!text.empty()) {
        auto open = std::min(text.find('{'), text.size());
        filled += text.substr(0, open);
        text.remove_prefix(open);
        if (text.empty()) break;
        auto close = text.find('}');
        auto name = text.substr(1, close - 1);
        if (name == "service") filled += settings.service_name;
        if (name == "site") filled += settings.site + '/';
        if (name == "code") filled += notice.code.reveal();
        // Behind the "#", so that it is in no log of a server or proxy.
        if (name == "link") filled.append(settings.site).append(page).append(notice.token.reveal());
        text.remove_prefix(close + 1);
    }
    return filled;
}

}  // namespace

Letter letter_of(const Settings& settings, const Notice& notice, Time now) {
    auto& say = words(notice.kind, notice.language);
    mime::NewMessage message;
    using Addresses = std::vector<mime::EmailAddress>;
    message.fields = {{"From", Addresses{{settings.service_name, settings.from}}},
                      {"To", Addresses{{std::nullopt, notice.to}}},
                      {"Subject", std::string(say.subject)},
                      // RFC 3834 section 5: nobody's program answers it.
                      {"Auto-Submitted", mime::RawValue{" auto-generated"}}};
    message.body.text = filled_in(settings, notice, say.text);
    message.body.language = {notice.language == "cy" ? "cy" : "en"};
    message.date = {.time = std::chrono::floor<std::chrono::seconds>(now)};
    message.message_id = random_id() + settings.from.substr(std::min(settings.from.rfind('@'), settings.from.size()));
    message.unique = random_id();
    Letter letter{settings.from, notice.to, {}};
    auto built = mime::build(message, [&](std::string_view piece) -> Result<void> {
        letter.message += piece;
        return {};
    });
    if (!built) letter.message.clear();
    return letter;
}

Result<void> Notices::put(sql::Connection& c, const Notice& notice, Time now) const {
    auto letter = letter_of(settings_, notice, now);
    if (letter.message.empty()) return Errc::bad_syntax;
    auto plain = letter.to + '\n' + letter.message;
    auto sealed = seal(key_, bytes_of(plain), bytes_of(place));
    BAILEY_CHECK(store::outgoing_notices::insert(c, sealed, now, notice.useful_until));
    return {};
}

Result<Letter> Notices::open(const store::outgoing_notices::Notice& waiting) const {
    BAILEY_TRY(auto plain, unseal(key_, waiting.sealed, bytes_of(place)));
    auto text = text_of(plain);
    auto line = text.find('\n');
    if (line == text.npos) return Errc::corrupt;
    return Letter{settings_.from, std::string(text.substr(0, line)), std::string(text.substr(line + 1))};
}

}  // namespace bailey::outbox
