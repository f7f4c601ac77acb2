#include "api/jmap/contact/writing.hpp"

#include <random>

#include "api/jmap/item_set.hpp"
#include "protocol/jscontact/card.hpp"

namespace bailey::jmap {
namespace {

// Section 3: at least one, and all of them there.
bool good_books(const json::object& card, const Books& books) {
    auto ids = member(card, "addressBookIds");
    if (!ids || !ids->is_object() || ids->get_object().empty()) return false;
    for (const auto& [id, is] : ids->get_object()) {
        auto number = number_in(book_letter, text_of(id));
        if (!number || !books.find(*number)) return false;
    }
    return true;
}

}  // namespace

std::string new_uid() {
    static thread_local std::random_device device;
    std::uint32_t words[4];
    for (auto& word : words) word = static_cast<std::uint32_t>(device());
    words[1] = (words[1] & 0xffff0fff) | 0x4000;      // RFC 9562 section 5.4: version 4
    words[2] = (words[2] & 0x3fffffff) | 0x80000000;  // its variant
    std::string out = "urn:uuid:";
    for (int digit = 0; digit < 32; ++digit) {
        if (digit == 8 || digit == 12 || digit == 16 || digit == 20) out += '-';
        out += "0123456789abcdef"[(words[digit / 8] >> (28 - 4 * (digit % 8))) & 15];
    }
    return out;
}

Answer<void> check_books(const mailbox::Account& account, const json::object& card) {
    for (const auto& [id, is] : card.at("addressBookIds").as_object()) {
        const auto number = number_in(book_letter, text_of(id));
        if (!number || !writes_in(account, *number)) {
            return Error(ErrorType::forbidden, "you may only read that address book");
        }
    }
    return {};
}

Answer<void> check_card(json::object& card, const Books& books, const OpenBlob& open) {
    std::vector<std::string> wrong;
    std::string why;
    if (!good_books(card, books)) wrong.emplace_back("addressBookIds");
    auto own = card;
    own.erase("addressBookIds");
    for (const auto& fault : jscontact::faults(own)) {
        wrong.push_back(fault.property());
        why += (why.empty() ? "" : "; ") + fault.path + ' ' + fault.why;
    }
    if (!wrong.empty()) return invalid_properties(wrong, why);
    return keep_media(card, open);
}

}  // namespace bailey::jmap
