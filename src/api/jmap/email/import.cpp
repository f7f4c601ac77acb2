// Email/import, RFC 8621 section 4.8.
#include <algorithm>

#include "api/jmap/blob_id.hpp"
#include "api/jmap/email/methods.hpp"
#include "api/jmap/email/new_email.hpp"
#include "api/jmap/mail_ids.hpp"
#include "api/jmap/mailbox_blobs.hpp"
#include "api/jmap/object.hpp"
#include "api/jmap/standard/written.hpp"
#include "protocol/jmap/arguments.hpp"
#include "protocol/mime/encode.hpp"

namespace bailey::jmap {
namespace {

// Without NULs, in lines: what every protocol can hand out.
std::string repaired(std::string_view message) {
    std::string out(message);
    std::erase(out, '\0');
    return mime::with_crlf(out);
}

// The default of receivedAt: the newest Received field, which is the first.
std::optional<Time> received_at(std::string_view message, const mime::Structure& structure) {
    const auto fields = mime::all_fields(message, structure, structure.root(), "Received");
    if (fields.empty()) return {};
    const auto date = mime::as_date(fields.front().substr(fields.front().rfind(';') + 1));
    if (!date) return {};
    return Time(date->time);
}

struct Import {
    std::string blob;
    mailbox::NewEmail place;
};

// "If the blobId, mailboxIds, or keywords properties are invalid (e.g., missing, wrong type, id not found), the server
// MUST reject the import with an invalidProperties SetError."
Answer<Import> read(const Context& context, json::object email) {
    Faults faults;
    static const Properties references{{"mailboxIds", Shape::id_set, is::reference},
                                       {"blobId", Shape::id, is::reference}};
    std::vector<std::string> missing;
    resolve_creation_ids(email, references, context.created_ids, missing);
    for (const auto& name : missing) faults.add(name, "names something that was not created");
    for (const auto& [key, value] : email) {
        const auto name = text_of(key);
        const bool known = name == "blobId" || name == "mailboxIds" || name == "keywords" || name == "receivedAt";
        if (!known) faults.add(name, "is not a property of an EmailImport");
    }
    Import asked;
    asked.place = new_place(email, faults);
    if (!email.contains("mailboxIds")) faults.add("mailboxIds", "is required");
    const auto* blob = member(email, "blobId");
    if (blob && blob->is_string() && is_id(text_of(blob->get_string()))) {
        asked.blob = text_of(blob->get_string());
    } else {
        faults.add("blobId", "is not an Id");
    }
    if (auto error = faults.error()) return *error;
    return asked;
}

class Importer {
public:
    Importer(const Mail& mail, Context& context, const Account& account, mailbox::Account opened,
             std::optional<State> if_in_state)
        : mail_(mail),
          context_(context),
          account_(account),
          opened_(opened),
          blobs_(mail.accounts, MailboxBlobs::a_call),
          if_in_state_(if_in_state) {}

    Answer<json::object> add(json::object email) {
        JMAP_TRY(auto asked, read(context_, std::move(email)));
        JMAP_CHECK(check_counts(mail_.accounts.limits(), asked.place.mailboxes.size(), asked.place.keywords));
        JMAP_TRY(const auto content, content_of(asked.blob));
        const auto message = repaired(content);
        const auto structure = mime::parse(message);
        if (structure.root().fields == 0)
            return Error(ErrorType::invalid_email, "it does not begin with header fields");
        if (!asked.place.received) asked.place.received = received_at(message, structure);
        const auto blob = blob_id_from(asked.blob);
        const bool as_it_is = message == content && blob && blob->places.empty();
        std::int64_t existing = 0;
        const auto added = as_it_is ? mailbox::import_email(opened_, blob->root, asked.place, existing, if_in_state_)
                                    : mailbox::add_email(opened_, message, asked.place, if_in_state_);
        if (!added) return refused(added.error(), asked.blob, existing);
        written.add(added->old_state, added->new_state);
        if_in_state_.reset();  // what this call wrote itself is no mismatch
        return created_email(*added);
    }

    bool mismatch = false;  // found at the first write: nothing was done
    Written written;

private:
    // Section 4.8 has invalidProperties for this too; a program that uploads again needs to know what went, and all
    // other methods say so.
    static Error no_such_blob(std::string_view id) {
        Error error(ErrorType::blob_not_found);
        error.more["notFound"] = json::array{json::string(id)};
        return error;
    }

    Answer<std::string> content_of(const std::string& id) {
        const auto blob = blobs_.open(context_.caller, account_, id);
        if (!blob && errc_of(blob.error()) == Errc::not_found) {
            return no_such_blob(id);
        }
        if (!blob) return Error(blob.error());
        if (const auto most = context_.limits.max_size_upload; blob->size > most) {
            Error error(ErrorType::too_large);
            error.more["maxSize"] = most;
            return error;
        }
        std::string content;
        while (content.size() < blob->size) {
            JMAP_TRY(const auto piece, blob->read(content.size(), 1 << 20));
            if (piece.empty()) break;
            content += piece;
        }
        return content;
    }

    Error refused(const boost::system::error_code& error, const std::string& blob_id, std::int64_t existing) {
        const auto code = errc_of(error);
        mismatch = code == Errc::conflict;
        if (code == Errc::outside) return no_such_blob(blob_id);
        if (code != Errc::exists) return place_error(error);
        Error already(ErrorType::already_exists);
        already.more["existingId"] = email_id(existing);
        return already;
    }

    const Mail& mail_;
    Context& context_;
    const Account& account_;
    mailbox::Account opened_;
    MailboxBlobs blobs_;
    std::optional<State> if_in_state_;
};

Answer<json::object> emails_from(Context& context, Arguments& arguments) {
    JMAP_TRY(auto emails, arguments.object_or_null("emails"));
    if (!emails) return invalid_arguments("emails", "is required");
    for (const auto& [creation, email] : *emails) {
        if (!is_id(text_of(creation))) return invalid_arguments("emails", "a creation id is not an Id");
        if (!email.is_object()) return invalid_arguments("emails", "has a value that is not an object");
    }
    if (emails->size() > context.limits.max_objects_in_set) return ErrorType::request_too_large;
    return std::move(*emails);
}

}  // namespace

Answer<json::object> import_emails(const Mail& mail, Context& context, json::object object) {
    Arguments arguments(std::move(object));
    JMAP_TRY(auto id, arguments.id("accountId"));
    JMAP_TRY(auto account, context.account(id, Access::write));
    JMAP_TRY(auto if_in_state, arguments.string_or_null("ifInState"));
    JMAP_TRY(auto emails, emails_from(context, arguments));
    JMAP_CHECK(arguments.done());
    JMAP_TRY(auto opened, open_account(mail, *account));
    JMAP_TRY(auto overview, mailbox::overview(opened));
    if (if_in_state && *if_in_state != text(overview.email)) return ErrorType::state_mismatch;
    Importer importer(mail, context, *account, opened, if_in_state ? std::optional(overview.email) : std::nullopt);
    json::object created, not_created;
    for (auto& [creation, email] : emails) {
        auto added = importer.add(std::move(email.get_object()));
        if (importer.mismatch) return ErrorType::state_mismatch;
        if (!added) {
            not_created[creation] = to_json(added.error());
            continue;
        }
        context.created_ids.insert_or_assign(std::string(text_of(creation)),
                                             std::string(text_of(added->at("id").as_string())));
        created[creation] = std::move(*added);
    }
    const auto& written = importer.written;
    return json::object{{"accountId", id},
                        {"oldState", text(written.any() ? written.before() : overview.email)},
                        {"newState", text(written.any() ? written.after() : overview.email)},
                        {"created", or_null(std::move(created))},
                        {"notCreated", or_null(std::move(not_created))}};
}

}  // namespace bailey::jmap
