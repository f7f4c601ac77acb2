#include "services/search/message_words.hpp"

#include <array>

#include "protocol/mime/forms.hpp"
#include "protocol/mime/structure.hpp"
#include "services/mailbox/search.hpp"

namespace bailey::search {
namespace {

constexpr std::array<std::pair<std::string_view, std::uint8_t>, 4> addresses{
    {{"From", field::from}, {"To", field::to}, {"Cc", field::cc}, {"Bcc", field::bcc}}};
constexpr std::size_t most_octets = 1024 * 1024;

}  // namespace

void each_text(std::string_view message, const std::function<void(std::string_view text, std::uint8_t field)>& each) {
    auto structure = mime::parse(message);
    for (auto& [name, where] : addresses)
        for (auto value : mime::all_fields(message, structure, structure.root(), name))
            for (auto& address : mime::as_addresses(value)) {
                if (address.name) each(*address.name, where);
                each(address.email, where);
            }
    for (auto subject : mime::all_fields(message, structure, structure.root(), "Subject"))
        each(mime::as_text(subject), field::subject);
    each(mailbox::searchable_text(message, structure, most_octets), field::body);
}

}  // namespace bailey::search
