#include "api/jmap/email/new_email.hpp"

#include <algorithm>

#include "api/jmap/email/new_fields.hpp"
#include "api/jmap/mail_ids.hpp"
#include "base/text.hpp"
#include "protocol/jmap/values.hpp"

namespace bailey::jmap {
namespace {

bool is_content(std::string_view field) {
    constexpr std::string_view prefix = "content-";
    return ascii_lower(field.substr(0, prefix.size())) == prefix;
}

// How the parts of textBody, htmlBody and attachments are put together: mixed { alternative { text, related { html,
// inline } }, attachment }, without the multiparts that would have one part.
mime::NewPart multipart(std::string subtype, std::vector<mime::NewPart> parts) {
    if (parts.size() == 1) return std::move(parts.front());
    mime::NewPart whole;
    whole.type = "multipart/" + std::move(subtype);
    whole.parts = std::move(parts);
    return whole;
}

struct Flat {
    std::optional<mime::NewPart> text, html;
    std::vector<mime::NewPart> attachments;
};

mime::NewPart tree_of(Flat flat) {
    std::vector<mime::NewPart> alternatives, inlined, all;
    if (flat.html) inlined.push_back(std::move(*flat.html));
    std::vector<mime::NewPart> beside;
    for (auto& part : flat.attachments) {
        // RFC 2387: what the HTML refers to by its Content-ID or location.
        const bool shown = !inlined.empty() && (part.cid || part.location) && part.disposition != "attachment";
        if (!part.disposition) part.disposition = shown ? "inline" : "attachment";
        (shown ? inlined : beside).push_back(std::move(part));
    }
    if (flat.text) alternatives.push_back(std::move(*flat.text));
    if (!inlined.empty()) alternatives.push_back(multipart("related", std::move(inlined)));
    if (!alternatives.empty()) all.push_back(multipart("alternative", std::move(alternatives)));
    std::ranges::move(beside, std::back_inserter(all));
    if (all.empty()) return {};
    return multipart("mixed", std::move(all));
}

class Reader {
public:
    Reader(const json::object& email, PartReader::Source source, Faults& faults)
        : email_(email), faults_(faults), parts_(member(email, "bodyValues"), std::move(source), faults) {}

    mime::NewMessage run() {
        for (const auto& [key, value] : email_) field(text_of(key), value);
        const auto* structure = member(email_, "bodyStructure");
        message_.body = structure && !structure->is_null() ? this->structure() : flat();
        lift_fields();
        return std::move(message_);
    }

private:
    // A property that stands for a header field. What is no property at all was refused before.
    void field(std::string_view name, const json::value& value) {
        auto property = field_behind(name);
        if (!property) property = header_property(name);
        if (!property) return;
        const auto lower = ascii_lower(property->field);
        if (is_content(lower)) return faults_.add(name, "belongs to a body part");
        if (const auto [at, first] = said_.emplace(lower, name); !first) {
            faults_.add(at->second, "is given twice");
            return faults_.add(name, "is given twice");
        }
        auto fields = new_fields(*property, value);
        if (!fields) return faults_.add(name, "is not a value of this form");
        std::ranges::move(*fields, std::back_inserter(message_.fields));
    }

    mime::NewPart structure() {
        for (auto name : {"textBody", "htmlBody", "attachments"}) {
            const auto* value = member(email_, name);
            if (value && !value->is_null()) faults_.add(name, "there is a bodyStructure already");
        }
        const auto& value = email_.at("bodyStructure");
        if (!value.is_object()) return {};  // refused already
        auto part = parts_.read(root_ = "bodyStructure", value);
        return part ? std::move(*part) : mime::NewPart();
    }

    mime::NewPart flat() {
        Flat flat;
        flat.text = only_part("textBody", "text/plain");
        flat.html = only_part("htmlBody", "text/html");
        const auto* attachments = member(email_, "attachments");
        if (attachments && attachments->is_array()) {
            for (const auto& value : attachments->get_array()) {
                auto part = parts_.read("attachments", value);
                if (part && !part->parts.empty()) faults_.add("attachments", "a multipart is not an attachment");
                if (part) flat.attachments.push_back(std::move(*part));
            }
        }
        return tree_of(std::move(flat));
    }

    // "textBody MUST contain exactly one body part and it MUST be of type text/plain"
    std::optional<mime::NewPart> only_part(std::string_view name, std::string_view type) {
        const auto* value = member(email_, name);
        if (!value || !value->is_array()) return {};
        if (value->get_array().size() != 1) {
            faults_.add(name, "must have exactly one body part");
            return {};
        }
        auto part = parts_.read(root_ = name, value->get_array().front(), type);
        if (part && part->type != type) faults_.add(name, "must be " + std::string(type));
        return part;
    }

    // The outermost part has its header section with the message: fields in both would be there twice.
    void lift_fields() {
        auto& fields = message_.body.fields;
        for (auto& field : fields) {
            if (is_content(field.name)) continue;
            if (said_.contains(ascii_lower(field.name))) faults_.add(root_, field.name + " is given on the Email, too");
            message_.fields.push_back(std::move(field));
            field.name.clear();
        }
        std::erase_if(fields, [](const mime::NewField& field) { return field.name.empty(); });
    }

    const json::object& email_;
    Faults& faults_;
    PartReader parts_;
    mime::NewMessage message_;
    std::map<std::string, std::string, std::less<>> said_;  // header fields, lower case, and the property of each
    std::string_view root_ = "attachments";                 // where the outermost part comes from
};

void read_mailboxes(const json::value& value, mailbox::NewEmail& place, Faults& faults) {
    constexpr std::string_view property = "mailboxIds";
    if (!value.is_object()) return faults.add(property, "is not a set of ids");
    for (const auto& [id, flag] : value.get_object()) {
        const auto number = mailbox_from(text_of(id));
        if (!number || !flag.is_bool() || !flag.get_bool()) {
            faults.add(property, "has a member that is not a Mailbox id with the value true");
            continue;
        }
        place.mailboxes.push_back(*number);
    }
    // "An Email in the mail store MUST belong to one or more Mailboxes" (section 4.1.1).
    if (value.get_object().empty()) faults.add(property, "names no Mailbox");
}

void read_keywords(const json::value& value, mailbox::NewEmail& place, Faults& faults) {
    constexpr std::string_view property = "keywords";
    if (!value.is_object()) return faults.add(property, "is not a set of keywords");
    std::vector<Keywords> all;
    for (const auto& [name, flag] : value.get_object()) {
        const auto word = keyword(text_of(name));
        if (!word || !flag.is_bool() || !flag.get_bool()) {
            faults.add(property, "has a member that is not a keyword with the value true");
            continue;
        }
        all.push_back(*word);
    }
    place.keywords = united(all);
}

// What is no property, is the server's to set or has the wrong shape; what goes to the mail store has its own checks.
void check_shapes(const json::object& email, Faults& faults) {
    for (const auto& [key, value] : email) {
        const auto name = text_of(key);
        if (name == "mailboxIds" || name == "keywords" || name == "receivedAt") continue;
        const auto* property = email_properties().find(name);
        if (!property && header_property(name)) continue;
        if (!property) {
            faults.add(name, "is not a property of a new Email, or not in this form");
        } else if (property->flags & is::server_set) {
            faults.add(name, "is not for clients to set");
        } else if (!fits(value, *property)) {
            faults.add(name, "has the wrong type");
        }
    }
}

}  // namespace

mailbox::NewEmail new_place(const json::object& email, Faults& faults) {
    mailbox::NewEmail place;
    if (const auto* ids = member(email, "mailboxIds")) read_mailboxes(*ids, place, faults);
    if (const auto* words = member(email, "keywords")) read_keywords(*words, place, faults);
    if (const auto* received = member(email, "receivedAt"); received && !received->is_null()) {
        std::optional<Moment> moment;
        if (received->is_string()) moment = utc_date_from(text_of(received->get_string()));
        if (!moment) faults.add("receivedAt", "is not a UTCDate");
        place.received = moment;
    }
    return place;
}

Answer<NewEmail> new_email(const json::object& email, PartReader::Source source) {
    Faults faults;
    NewEmail made;
    check_shapes(email, faults);
    made.place = new_place(email, faults);
    if (!email.contains("mailboxIds")) faults.add("mailboxIds", "is required");
    made.message = Reader(email, std::move(source), faults).run();
    if (auto error = faults.error()) return *error;
    return made;
}

Answer<void> check_counts(const mailbox::MailboxLimits& limits, std::size_t mailboxes, const Keywords& keywords) {
    if (mailboxes > limits.mailboxes_an_email) return ErrorType::too_many_mailboxes;
    if (keywords.words.size() > Keywords::most_words) return ErrorType::too_many_keywords;
    return {};
}

Error place_error(const boost::system::error_code& error) {
    switch (errc_of(error)) {
    case Errc::not_found:
    case Errc::outside: return invalid_properties({"mailboxIds"}, "a Mailbox is not there");
    case Errc::bad_syntax: return invalid_properties({"mailboxIds"}, "an Email is in one Mailbox at least");
    default: return error;
    }
}

json::object created_email(const mailbox::Added& added) {
    return {{"id", email_id(added.id)},
            {"blobId", mailbox::text(mailbox::BlobRef{mailbox::BlobRef::Kind::email, added.id})},
            {"threadId", thread_id(added.thread)},
            {"size", added.octets}};
}

}  // namespace bailey::jmap
