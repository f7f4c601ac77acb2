#include "api/jmap/submission/record.hpp"

#include <algorithm>
#include <array>

#include "api/jmap/submission/envelope.hpp"
#include "protocol/jmap/values.hpp"
#include "protocol/smtp/reply.hpp"

// The item: {"identityId", "emailId", "threadId", "messageId", "envelopeId": String, "envelope": Envelope, "sendAt":
// milliseconds since 1970, "undo": "pending" ..., "fates": [[state, Errc or 0, displayed 0 or 1] ...], "dsn", "mdn":
// [Id ...]}

namespace bailey::jmap {
namespace {

constexpr std::array undo_names{std::string_view("pending"), std::string_view("final"), std::string_view("canceled")};

std::string text(const json::object& object, std::string_view name) {
    return std::string(text_of(object.at(name).as_string()));
}

std::vector<std::string> texts(const json::object& object, std::string_view name) {
    std::vector<std::string> all;
    for (const auto& value : object.at(name).as_array()) all.emplace_back(text_of(value.as_string()));
    return all;
}

Fate fate_from(const json::array& stored) {
    Fate fate;
    fate.state = static_cast<Fate::State>(stored.at(0).to_number<int>());
    if (auto reason = stored.at(1).to_number<int>()) fate.reason = static_cast<Errc>(reason);
    fate.displayed = stored.at(2).to_number<int>() != 0;
    return fate;
}

Record::Undo undo_from(std::string_view name) {
    auto at = std::find(undo_names.begin(), undo_names.end(), name);
    return at == undo_names.end() ? Record::Undo::final : static_cast<Record::Undo>(at - undo_names.begin());
}

// As people and logs know the message.
std::string queue_id(std::int64_t number) {
    return mailbox::text(mailbox::BlobRef{mailbox::BlobRef::Kind::email, number}).substr(1);
}

std::string line(std::string whole) { return whole.substr(0, whole.find('\r')); }

// "no" is final, so its reply is a permanent one, whatever the last attempt said.
std::string failure_reply(const Fate& fate, const std::string& to) {
    if (fate.reason == Errc::over_quota) return line(smtp::reply(smtp::Say::full_for_good, to));
    auto said = recipient_refusal(fate.reason.value_or(Errc::try_later), to);
    return said.starts_with('5') ? said : line(smtp::reply(smtp::Say::given_up, to));
}

json::object delivery_status(const Record& record, const Fate& fate, const std::string& to) {
    std::string reply;
    std::string_view delivered = "no";
    switch (fate.state) {
    case Fate::State::waiting:
        delivered = "queued";
        reply = fate.reason ? recipient_refusal(*fate.reason, to)
                            : line(smtp::reply(smtp::Say::accepted, queue_id(record.number)));
        break;
    case Fate::State::delivered:
        delivered = "yes";
        reply = line(smtp::reply(smtp::Say::delivered, to));
        break;
    case Fate::State::failed: reply = failure_reply(fate, to); break;
    case Fate::State::removed: reply = line(smtp::reply(smtp::Say::taken_out, to)); break;
    case Fate::State::canceled: reply = line(smtp::reply(smtp::Say::canceled, to)); break;
    case Fate::State::unknown:
        delivered = "unknown";
        reply = line(smtp::reply(smtp::Say::fate_unknown, to));
        break;
    }
    return {{"smtpReply", reply}, {"delivered", delivered}, {"displayed", fate.displayed ? "yes" : "unknown"}};
}

Fate::State state_of(delivery::Progress::State state) {
    switch (state) {
    case delivery::Progress::State::waiting: return Fate::State::waiting;
    case delivery::Progress::State::delivered: return Fate::State::delivered;
    case delivery::Progress::State::failed: return Fate::State::failed;
    case delivery::Progress::State::removed: return Fate::State::removed;
    case delivery::Progress::State::canceled: return Fate::State::canceled;
    }
    return Fate::State::unknown;
}

}  // namespace

bool Record::settled() const {
    return std::none_of(fates.begin(), fates.end(), [](const Fate& f) { return f.state == Fate::State::waiting; });
}

std::string submission_id(std::int64_t number) { return "s" + queue_id(number); }

std::optional<std::int64_t> submission_from(std::string_view id) {
    if (!id.starts_with('s')) return {};
    auto as_blob = mailbox::blob_from("M" + std::string(id.substr(1)));
    return as_blob && submission_id(as_blob->id) == id ? std::optional(as_blob->id) : std::nullopt;
}

std::string_view to_string(Record::Undo undo) { return undo_names[static_cast<std::size_t>(undo)]; }

std::string stored(const Record& record) {
    json::array fates;
    for (const auto& fate : record.fates) {
        fates.push_back(json::array{static_cast<int>(fate.state), fate.reason ? static_cast<int>(*fate.reason) : 0,
                                    fate.displayed ? 1 : 0});
    }
    return write_json(json::object{{"identityId", record.identity},
                                   {"emailId", record.email},
                                   {"threadId", record.thread},
                                   {"messageId", record.message_id},
                                   {"envelopeId", record.envelope_id},
                                   {"envelope", record.envelope},
                                   {"sendAt", to_millis(record.send_at)},
                                   {"undo", to_string(record.undo)},
                                   {"fates", std::move(fates)},
                                   {"dsn", array_of(record.dsn)},
                                   {"mdn", array_of(record.mdn)}});
}

Result<Record> record_from(std::int64_t number, std::string_view stored) try {
    auto value = parse_json(stored);
    if (!value) return Errc::corrupt;
    auto& object = value->as_object();
    Record record{.number = number,
                  .identity = text(object, "identityId"),
                  .email = text(object, "emailId"),
                  .thread = text(object, "threadId"),
                  .message_id = text(object, "messageId"),
                  .envelope_id = text(object, "envelopeId"),
                  .envelope = object.at("envelope").as_object(),
                  .send_at = from_millis(object.at("sendAt").to_number<std::int64_t>()),
                  .undo = undo_from(text(object, "undo")),
                  .fates = {},
                  .dsn = texts(object, "dsn"),
                  .mdn = texts(object, "mdn")};
    for (const auto& fate : object.at("fates").as_array()) record.fates.push_back(fate_from(fate.as_array()));
    if (record.fates.size() != recipients_of(record.envelope).size()) return Errc::corrupt;
    return record;
} catch (const std::exception&) {  // we wrote it: what does not read is damaged
    return Errc::corrupt;
}

json::object to_json(const Record& record) {
    json::object statuses;
    auto to = recipients_of(record.envelope);
    for (std::size_t n = 0; n < to.size(); ++n) statuses[to[n]] = delivery_status(record, record.fates[n], to[n]);
    return {{"id", submission_id(record.number)},
            {"identityId", record.identity},
            {"emailId", record.email},
            {"threadId", record.thread},
            {"envelope", record.envelope},
            {"sendAt", utc_date(record.send_at)},
            {"undoStatus", to_string(record.undo)},
            {"deliveryStatus", std::move(statuses)},
            {"dsnBlobIds", array_of(record.dsn)},
            {"mdnBlobIds", array_of(record.mdn)}};
}

bool take_over(const delivery::Progress& progress, Record& record) {
    auto before = record;
    record.undo = progress.canceled     ? Record::Undo::canceled
                  : progress.cancelable ? Record::Undo::pending
                                        : Record::Undo::final;
    for (std::size_t n = 0; n < std::min(record.fates.size(), progress.recipients.size()); ++n) {
        record.fates[n].state = state_of(progress.recipients[n].state);
        record.fates[n].reason = progress.recipients[n].reason;
    }
    return record != before;
}

void give_up(Record& record) {
    record.undo = Record::Undo::final;
    for (auto& fate : record.fates) {
        if (fate.state == Fate::State::waiting) fate.state = Fate::State::unknown;
    }
}

}  // namespace bailey::jmap
