// Blob/lookup, RFC 9404 section 4.3.
#include <algorithm>
#include <array>

#include "api/jmap/blob/blob.hpp"
#include "api/jmap/blob_id.hpp"
#include "api/jmap/mail.hpp"
#include "api/jmap/mail_ids.hpp"
#include "protocol/jmap/arguments.hpp"

namespace bailey::jmap {
namespace {

// The emails that refer to a blob are the one whose message it is or is within: others that hold the same octets have
// ids of their own for them.
json::object matched(const std::vector<std::string>& types, const mailbox::Index& index, const mailbox::Email* email) {
    json::object ids;
    for (const auto& type : types) {
        json::array those;
        if (email && type == "Email") those.emplace_back(email_id(email->id));
        if (email && type == "Thread") those.emplace_back(thread_id(email->thread));
        if (email && type == "Mailbox") {
            for (auto number : index.mailboxes_of(*email)) those.emplace_back(mailbox_id(number));
        }
        ids[type] = std::move(those);
    }
    return ids;
}

const mailbox::Email* email_of(const BlobRooms& rooms, const Context& context, const Account& account,
                               const mailbox::Index& index, const std::string& id) {
    const auto blob = blob_id_from(id);
    if (!blob || blob->root.kind != mailbox::BlobRef::Kind::email) return nullptr;
    const auto* email = index.find(blob->root.id);
    if (email && !blob->places.empty() && !rooms.blobs.open(context.caller, account, id)) return nullptr;
    return email;
}

}  // namespace

const std::vector<std::string>& types_with_blobs() {
    static const std::vector<std::string> names{"Mailbox", "Thread", "Email"};
    return names;
}

Answer<json::object> look_up_blobs(const BlobRooms& rooms, Context& context, json::object object) {
    Arguments arguments(std::move(object));
    JMAP_TRY(auto account_id, arguments.id("accountId"));
    JMAP_TRY(auto account, context.account(account_id, Access::read));
    JMAP_TRY(auto types, arguments.strings_or_null("typeNames"));
    JMAP_TRY(auto ids, arguments.strings_or_null("ids"));
    JMAP_CHECK(arguments.done());
    if (!types) return invalid_arguments("typeNames", "is required");
    if (!ids) return invalid_arguments("ids", "is required");
    if (ids->size() > context.limits.max_objects_in_get) return ErrorType::request_too_large;
    // A type whose capability the request does not use is as unknown as any other.
    const bool mail = std::ranges::find(context.uses, mail_uri) != context.uses.end();
    for (const auto& type : *types) {
        const auto& known = types_with_blobs();
        if (!mail || std::ranges::find(known, type) == known.end()) return Error(ErrorType::unknown_data_type, type);
    }
    JMAP_TRY(auto opened, rooms.accounts.open(account->number, account->view));
    JMAP_TRY(auto index, mailbox::index(opened));
    json::array list;
    for (const auto& name : *ids) {
        // What is not there, or is somebody else's, has empty lists: nobody learns which of the two it is.
        const auto id = blob_named(context, name);
        const auto* email = email_of(rooms, context, *account, *index, id);
        list.push_back(json::object{{"id", id}, {"matchedIds", matched(*types, *index, email)}});
    }
    return json::object{{"accountId", account_id}, {"list", std::move(list)}, {"notFound", json::array{}}};
}

}  // namespace bailey::jmap
