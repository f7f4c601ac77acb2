// Email/get, RFC 8621 section 4.2.
#include <algorithm>

#include "api/jmap/email/methods.hpp"
#include "api/jmap/email/properties.hpp"
#include "api/jmap/email/reading.hpp"
#include "api/jmap/email/summary_json.hpp"
#include "api/jmap/mail_ids.hpp"
#include "api/jmap/standard/get.hpp"
#include "protocol/jmap/values.hpp"

namespace bailey::jmap {
namespace {

// One of the properties a client wants, and where it comes from: the cheapest place that has it.
struct Column {
    enum class From { index, summary, message };
    std::string name;  // as the client wrote it
    std::string source;
    std::optional<HeaderProperty> header;
    From from = From::message;
};

bool in_index(std::string_view name) {
    return name == "id" || name == "blobId" || name == "threadId" || name == "mailboxIds" || name == "keywords" ||
           name == "size" || name == "receivedAt" || name == "hasAttachment";
}

Column column(const std::string& name) {
    Column column{name, name, header_property(name), {}};
    if (column.header) column.source = short_name(*column.header);
    if (in_index(column.source)) {
        column.from = Column::From::index;
    } else if (in_summary(column.source)) {
        column.from = Column::From::summary;
    } else {
        column.from = Column::From::message;
    }
    return column;
}

json::object set_of(const std::vector<std::string>& names) {
    json::object set;
    for (const auto& name : names) set[name] = true;
    return set;
}

class Get final : public Getter {
public:
    explicit Get(const Mail& mail) : mail_(mail) {}
    const Properties& properties() const override { return email_properties(); }
    // A form that is not allowed for the field is no property: invalidArguments.
    bool knows(std::string_view name) const override { return header_property(name).has_value(); }

    Answer<void> arguments(Context&, Arguments& arguments) override {
        JMAP_TRY(body_, body_arguments(arguments));
        return {};
    }
    Answer<void> begin(Context&, const Account& account, Wanted& wanted) override {
        JMAP_TRY(opened_, open(mail_, account));
        for (const auto& name : wanted.names) columns_.push_back(column(name));
        return {};
    }
    Answer<std::string> state(Context&, const Account&) override { return text(opened_.index->overview().email); }

    Answer<std::vector<std::string>> all(Context&, const Account&, std::size_t most) override {
        std::vector<std::string> ids;
        for (const auto& email : opened_.index->emails()) {
            if (ids.size() <= most) ids.push_back(email_id(email.id));
        }
        return ids;
    }

    Answer<std::vector<json::object>> load(Context&, const Account&, const std::vector<std::string>& ids,
                                           const Wanted&) override {
        std::vector<const mailbox::Email*> emails;
        std::vector<std::int64_t> numbers;
        for (const auto& id : ids) {
            const auto number = email_from(id);
            const auto* email = number ? opened_.index->find(*number) : nullptr;
            if (!email) continue;
            emails.push_back(email);
            numbers.push_back(email->id);
        }
        std::vector<std::optional<Summary>> summaries(emails.size());
        if (needs(Column::From::summary)) {
            JMAP_TRY(summaries, mailbox::summaries(opened_.account, numbers));
        }
        std::vector<json::object> found;
        Reading reading(opened_.account);
        for (std::size_t n = 0; n < emails.size(); ++n) {
            auto object = load(*emails[n], summaries[n], reading);
            // Destroyed since the index was made: the next state will say so.
            if (!object && object.error().type == ErrorType::not_found) continue;
            if (!object) return std::move(object).error();
            found.push_back(std::move(*object));
        }
        return found;
    }

private:
    bool needs(Column::From from) const {
        return std::ranges::any_of(columns_, [&](const Column& c) { return c.from == from; });
    }

    // Whether the message itself must be opened for this column.
    bool opens(const Column& column, const std::optional<Summary>& summary) const {
        if (column.from == Column::From::summary) return !summary || cut_in(*summary, column.source);
        const bool no_values = !body_.text_values && !body_.html_values && !body_.all_values;
        return column.from == Column::From::message && !(column.source == "bodyValues" && no_values);
    }

    Answer<json::object> load(const mailbox::Email& email, const std::optional<Summary>& summary, Reading& reading) {
        std::optional<Message> message;
        json::object object;
        for (const auto& column : columns_) {
            if (column.from == Column::From::index) {
                object[column.name] = from_index(email, column.source);
                continue;
            }
            if (!opens(column, summary)) {
                object[column.name] = column.from == Column::From::summary ? summary_json(*summary, column.source)
                                                                           : json::value(json::object{});
                continue;
            }
            if (!message) {
                const BlobId blob{{mailbox::BlobRef::Kind::email, email.id}, {}};
                JMAP_TRY(message, reading.open(blob, email.octets));
            }
            auto& value = object[column.name];
            value = column.header ? message->field(*column.header) : message->property(column.source, body_);
            JMAP_CHECK(reading.answered(text_octets(value)));
        }
        return object;
    }

    json::value from_index(const mailbox::Email& email, std::string_view name) const {
        if (name == "id") return json::value(email_id(email.id));
        if (name == "blobId") return json::value(mailbox::text({mailbox::BlobRef::Kind::email, email.id}));
        if (name == "threadId") return json::value(thread_id(email.thread));
        if (name == "keywords") return set_of(opened_.index->keywords_of(email));
        if (name == "size") return email.octets;
        if (name == "receivedAt") return json::value(utc_date(from_millis(email.received)));
        if (name == "hasAttachment") return (email.flags & flag::attachment) != 0;
        const auto mailboxes = opened_.index->mailboxes_of(email);
        return set_of(mailbox_ids({mailboxes.begin(), mailboxes.end()}));
    }

    const Mail& mail_;
    BodyArguments body_;
    std::vector<Column> columns_;
    Opened opened_;
};

}  // namespace

Answer<json::object> get_emails(const Mail& mail, Context& context, json::object arguments) {
    Get type(mail);
    return get(context, std::move(arguments), type);
}

}  // namespace bailey::jmap
