#include "api/jmap/submission/report.hpp"

#include <algorithm>

#include "api/jmap/submission/envelope.hpp"
#include "base/text.hpp"
#include "protocol/mime/decode.hpp"
#include "protocol/mime/disposition.hpp"
#include "protocol/mime/header.hpp"
#include "protocol/mime/mailboxes.hpp"
#include "protocol/mime/structure.hpp"

namespace bailey::jmap {
namespace {

// The fields of the part of that type (RFC 3464 section 2.1: as those of a header section).
std::optional<std::string> status_field(std::string_view message, const mime::Structure& structure,
                                        std::string_view name) {
    for (const auto& part : structure.parts) {
        if (part.type != "message/delivery-status" && part.type != "message/global-delivery-status") continue;
        auto body = mime::decode_transfer(part.body.of(message), part.encoding).bytes;
        auto fields = mime::parse(body);
        auto value = mime::last_field(body, fields, fields.root(), name);
        if (value) return std::string(trim(mime::unfolded(*value)));
    }
    return {};
}

}  // namespace

std::optional<Returned> report_in(std::string_view message, const Canonicaliser& names) {
    Returned returned;
    if (auto receipt = mime::read_disposition(message)) {
        returned.receipt = true;
        returned.message_id = receipt->fields.original_message_id.value_or("");
        returned.displayed = receipt->fields.type == mime::Disposition::displayed;
        auto structure = mime::parse(message);
        auto from = mime::last_field(message, structure, structure.root(), "From");
        auto authors = from ? mime::parse_mailboxes(*from) : Result<std::vector<mime::Mailbox>>(Errc::not_found);
        if (authors && authors->size() == 1) returned.from = names.secure(authors->front().address);
        return returned;
    }
    auto structure = mime::parse(message);
    if (structure.root().type != "multipart/report") return {};
    auto id = status_field(message, structure, "Original-Envelope-Id");
    if (!id || id->empty()) return {};
    returned.envelope_id = std::move(*id);
    return returned;
}

bool is_about(const Returned& report, const Record& record) {
    if (report.receipt) return !report.message_id.empty() && report.message_id == record.message_id;
    return report.envelope_id == record.envelope_id;
}

bool file(const Returned& report, const std::string& blob, Record& record, const Canonicaliser& names) {
    auto before = record;
    auto add = [&](std::vector<std::string>& list) {
        if (std::find(list.begin(), list.end(), blob) == list.end()) list.push_back(blob);
    };
    add(report.receipt ? record.mdn : record.dsn);
    auto to = recipients_of(record.envelope);
    for (std::size_t n = 0; report.displayed && report.from && n < to.size(); ++n) {
        auto address = Address::parse(to[n]);
        if (address && names.secure(*address) == *report.from) record.fates[n].displayed = true;
    }
    return record != before;
}

}  // namespace bailey::jmap
