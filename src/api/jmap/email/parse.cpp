// Email/parse, RFC 8621 section 4.9.
#include <algorithm>
#include <array>
#include <unordered_set>

#include "api/jmap/email/methods.hpp"
#include "api/jmap/email/properties.hpp"
#include "api/jmap/email/reading.hpp"
#include "api/jmap/mailbox_blobs.hpp"

namespace bailey::jmap {
namespace {

// Of an email in a mailbox only: null here.
constexpr std::array<std::string_view, 5> of_the_store{"id", "threadId", "mailboxIds", "keywords", "receivedAt"};

Answer<std::vector<std::string>> properties_from(Arguments& arguments) {
    JMAP_TRY(auto asked, arguments.strings_or_null("properties"));
    if (!asked) return parsed_properties();
    if (asked->size() > most_properties) return Error(ErrorType::request_too_large, "too many properties");
    for (const auto& name : *asked) {
        if (!email_properties().find(name) && !header_property(name)) {
            return invalid_arguments("properties", name + " is not a property of this type");
        }
    }
    return std::move(*asked);
}

class Parser {
public:
    Parser(const Caller& caller, const mailbox::Account& account, std::vector<std::string> properties,
           BodyArguments body)
        : caller_(caller),
          account_(account),
          reading_(account),
          properties_(std::move(properties)),
          body_(std::move(body)) {}

    Answer<void> parse(const std::string& id) {
        const auto blob = blob_id_from(id);
        if (!blob) return missing(id);
        const auto reader = mailbox::open_blob(account_, blob->root);
        if (!reader) return failed(id, reader.error());
        const bool is_upload = blob->root.kind == mailbox::BlobRef::Kind::upload;
        if (is_upload && !is_uploader(caller_, account_.id, (*reader)->info())) return missing(id);
        const auto message = reading_.open(*blob, (*reader)->info().octets);
        if (!message) return failed(id, message.error());
        // Mail is read leniently; but what has not a single field is no message.
        if (message->structure().root().fields == 0) {
            not_parsable_.emplace_back(id);
            return {};
        }
        auto email = email_of(*message);
        JMAP_CHECK(reading_.answered(text_octets(email)));
        parsed_[id] = std::move(email);
        return {};
    }

    void put(json::object& response) {
        response["parsed"] = parsed_.empty() ? json::value(nullptr) : json::value(std::move(parsed_));
        response["notParsable"] = not_parsable_.empty() ? json::value(nullptr) : json::value(std::move(not_parsable_));
        response["notFound"] = not_found_.empty() ? json::value(nullptr) : json::value(std::move(not_found_));
    }

private:
    Answer<void> failed(const std::string& id, const Error& why) {
        if (why.type == ErrorType::not_found) return missing(id);
        return why;
    }
    Answer<void> missing(const std::string& id) {
        not_found_.emplace_back(id);
        return {};
    }

    json::object email_of(const Message& message) const {
        json::object email;
        for (const auto& name : properties_) {
            if (const auto header = header_property(name)) {
                email[name] = message.field(*header);
            } else if (std::find(of_the_store.begin(), of_the_store.end(), name) != of_the_store.end()) {
                email[name] = nullptr;
            } else {
                email[name] = message.property(name, body_);
            }
        }
        return email;
    }

    const Caller& caller_;
    const mailbox::Account& account_;
    Reading reading_;
    std::vector<std::string> properties_;
    BodyArguments body_;
    json::object parsed_;
    json::array not_parsable_, not_found_;
};

}  // namespace

Answer<json::object> parse_emails(const Mail& mail, Context& context, json::object object) {
    Arguments arguments(std::move(object));
    JMAP_TRY(auto id, arguments.id("accountId"));
    JMAP_TRY(auto account, context.account(id, Access::read));
    JMAP_TRY(auto blobs, arguments.ids_or_null("blobIds"));
    if (!blobs) return invalid_arguments("blobIds", "is required");
    JMAP_TRY(auto properties, properties_from(arguments));
    JMAP_TRY(auto body, body_arguments(arguments));
    JMAP_CHECK(arguments.done());
    if (blobs->size() > context.limits.max_objects_in_get) return ErrorType::request_too_large;
    JMAP_TRY(auto opened, open_account(mail, *account));
    Parser parser(context.caller, opened, std::move(properties), std::move(body));
    std::unordered_set<std::string_view> seen;
    for (const auto& blob : *blobs) {
        if (!seen.insert(blob).second) continue;
        JMAP_CHECK(parser.parse(blob));
    }
    json::object response{{"accountId", id}};
    parser.put(response);
    return response;
}

}  // namespace bailey::jmap
