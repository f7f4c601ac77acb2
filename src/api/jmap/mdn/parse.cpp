// MDN/parse, RFC 9007 section 2.2.
#include <algorithm>

#include "api/jmap/blob_id.hpp"
#include "api/jmap/mdn/mdn.hpp"
#include "protocol/jmap/arguments.hpp"
#include "protocol/mime/disposition.hpp"

namespace bailey::jmap {
namespace {

json::value or_null(const std::optional<std::string>& text) { return text ? json::value(*text) : json::value(nullptr); }

json::object to_json(const mime::DispositionNotice& notice) {
    const auto& fields = notice.fields;
    json::object extensions;
    for (const auto& [name, value] : fields.extensions) extensions[name] = value;
    return {{"forEmailId", nullptr},
            {"subject", or_null(notice.subject)},
            {"textBody", or_null(notice.text)},
            {"includeOriginalMessage", notice.has_original},
            {"reportingUA", or_null(fields.reporting_ua)},
            {"disposition",
             json::object{{"actionMode", fields.automatic_action ? "automatic-action" : "manual-action"},
                          {"sendingMode", fields.sent_automatically ? "mdn-sent-automatically" : "mdn-sent-manually"},
                          {"type", mime::to_string(fields.type)}}},
            {"mdnGateway", or_null(fields.gateway)},
            {"originalRecipient", or_null(fields.original_recipient)},
            {"finalRecipient", fields.final_recipient},
            {"originalMessageId", or_null(fields.original_message_id)},
            {"error", fields.errors.empty() ? json::value(nullptr) : json::value(array_of(fields.errors))},
            {"extensionFields", extensions.empty() ? json::value(nullptr) : json::value(std::move(extensions))}};
}

// The message that was sent, where a submission tells which it is; null also where several have that Message-ID.
json::value for_email(const std::vector<Record>& submissions, const std::optional<std::string>& message_id) {
    if (!message_id || message_id->empty()) return nullptr;
    const Record* found = nullptr;
    for (const auto& record : submissions) {
        if (record.message_id != *message_id) continue;
        if (found && found->email != record.email) return nullptr;
        found = &record;
    }
    return found ? json::value(found->email) : json::value(nullptr);
}

json::value list_or_null(const std::vector<std::string>& list) {
    return list.empty() ? json::value(nullptr) : json::value(array_of(list));
}

}  // namespace

Answer<json::object> parse_mdns(const Sending& sending, Context& context, json::object object) {
    Arguments arguments(std::move(object));
    JMAP_TRY(auto id, arguments.id("accountId"));
    JMAP_TRY(auto account, mdn_account(context, id, Access::read));
    JMAP_TRY(auto blobs, arguments.ids_or_null("blobIds"));
    JMAP_CHECK(arguments.done());
    if (!blobs) return invalid_arguments("blobIds", "is needed");
    const auto most = context.limits.max_objects_in_get;
    if (blobs->size() > most) return Error(ErrorType::request_too_large, "at most " + std::to_string(most) + " blobs");
    JMAP_TRY(auto opened, sending.rooms().mail.open(account->number));
    JMAP_TRY(auto submissions, sending.ledger().of(account->number));
    json::object parsed;
    std::vector<std::string> not_parsable, not_found;
    for (const auto& name : *blobs) {
        auto blob = blob_id_from(name);
        auto octets = blob ? read_blob(opened, *blob) : Result<std::string>(Errc::not_found);
        if (!octets && errc_of(octets.error()) != Errc::not_found) return Error(octets.error());
        if (!octets) {
            not_found.push_back(name);
        } else if (auto notice = mime::read_disposition(*octets)) {
            auto& mdn = parsed[name];
            mdn = to_json(*notice);
            mdn.get_object()["forEmailId"] = for_email(submissions, notice->fields.original_message_id);
        } else {
            not_parsable.push_back(name);
        }
    }
    return json::object{{"accountId", id},
                        {"parsed", or_null(std::move(parsed))},
                        {"notParsable", list_or_null(not_parsable)},
                        {"notFound", list_or_null(not_found)}};
}

}  // namespace bailey::jmap
