#include "services/filter/mailbox_names.hpp"

#include <algorithm>
#include <charconv>

#include "base/text.hpp"
#include "protocol/mime/charset.hpp"
#include "services/mailbox/mailboxes.hpp"

namespace bailey::filter {
namespace {

constexpr char separator = '/', id_letter = 'm';

const mailbox::Mailbox* child(const mailbox::Index& index, std::int64_t parent, std::string_view name) {
    if (parent == 0 && equals_ignoring_case(name, "inbox")) return index.mailbox(mailbox::inbox);
    const auto wanted = mime::nfc(name);
    const auto mailboxes = index.mailboxes();
    const auto found = std::ranges::find_if(mailboxes, [&](auto& m) { return m.parent == parent && m.name == wanted; });
    return found == mailboxes.end() ? nullptr : &*found;
}

std::vector<std::string_view> levels(std::string_view path) {
    std::vector<std::string_view> out;
    for (;;) {
        const auto end = path.find(separator);
        if (const auto level = trim(path.substr(0, end)); !level.empty()) out.push_back(level);
        if (end == std::string_view::npos) return out;
        path.remove_prefix(end + 1);
    }
}

Errc meaning(mailbox::MailboxFault fault) {
    using enum mailbox::MailboxFault;
    if (fault == name_taken) return Errc::exists;
    return fault == too_deep || fault == too_many ? Errc::too_many : Errc::bad_syntax;
}

}  // namespace

const mailbox::Mailbox* mailbox_named(const mailbox::Index& index, std::string_view name) {
    if (const auto* whole = child(index, 0, name)) return whole;  // a name may have a slash in it
    const mailbox::Mailbox* at = nullptr;
    for (const auto level : levels(name)) {
        at = child(index, at ? at->id : 0, level);
        if (!at) return nullptr;
    }
    return at;
}

const mailbox::Mailbox* mailbox_for(const mailbox::Index& index, std::string_view special_use) {
    if (special_use.size() < 2) return nullptr;
    const auto role = ascii_lower(special_use.substr(1));
    const auto mailboxes = index.mailboxes();
    const auto found = std::ranges::find(mailboxes, role, &mailbox::Mailbox::role);
    return found == mailboxes.end() ? nullptr : &*found;
}

const mailbox::Mailbox* mailbox_with_id(const mailbox::Index& index, std::string_view id) {
    std::int64_t number = 0;
    if (!id.starts_with(id_letter)) return nullptr;
    const auto end = id.data() + id.size();
    const auto read = std::from_chars(id.data() + 1, end, number);
    return read.ec == std::errc{} && read.ptr == end ? index.mailbox(number) : nullptr;
}

Result<std::int64_t> make_mailbox(const mailbox::Account& account, const mailbox::Index& index, std::string_view name) {
    mailbox::MailboxSet set;
    std::int64_t parent = 0;
    for (const auto level : levels(name)) {
        const auto* there = parent >= 0 ? child(index, parent, level) : nullptr;
        if (there) {
            parent = there->id;
            continue;
        }
        mailbox::NewMailbox made;
        made.name = level;
        made.parent = parent;
        set.create.push_back(std::move(made));
        parent = -static_cast<std::int64_t>(set.create.size());
    }
    if (parent == 0) return Errc::bad_syntax;
    if (parent > 0) return parent;
    BAILEY_TRY(auto done, mailbox::set_mailboxes(account, set));
    for (const auto& made : done.created)
        if (made.fault != mailbox::MailboxFault::none) return meaning(made.fault);
    return done.created.back().id;
}

}  // namespace bailey::filter
