#include <unordered_map>

#include "base/log.hpp"
#include "protocol/mime/abstract.hpp"
#include "services/mailbox/emails.hpp"
#include "services/mailbox/index.hpp"
#include "services/mailbox/loading.hpp"
#include "services/mailbox/transaction.hpp"
#include "store/ids.hpp"
#include "store/tables/summaries.hpp"

namespace bailey::mailbox {
namespace {

namespace messages = store::messages;
namespace tables = store::summaries;

using ById = std::unordered_map<std::int64_t, std::optional<Summary>>;

// Adds those of these emails that are there; nullopt for one whose summary is not kept.
Result<void> find(const Account& account, std::span<const std::int64_t> ids, ById& found) {
    BAILEY_TRY(auto r, read(account));
    return messages::summaries_of(r.c(), account.id, ids, [&](std::int64_t id, std::optional<ByteView> box) {
        auto& summary = found[id];
        if (!box) return;
        auto plain = tables::open(r.keys.own, account.id, id, tables::Kind::summary, *box);
        auto decoded = plain ? tables::decode(*plain) : Result<Summary>(plain.error());
        if (decoded)
            summary = std::move(*decoded);
        else
            log::error("summary is damaged", {{"account", account.id}, {"message", store::id_text(id)}});
    });
}

std::vector<std::int64_t> without(const ById& found) {
    std::vector<std::int64_t> ids;
    for (auto& [id, summary] : found)
        if (!summary) ids.push_back(id);
    return ids;
}

// One whose kept summary is damaged. Where the message is too, which is logged, the rest of the list is still shown.
Result<std::optional<Summary>> from_message(const Account& account, std::int64_t id) {
    auto bytes = read_blob(account, {BlobRef::Kind::email, id});
    if (bytes) return std::optional(mime::abstract(*bytes).summary);
    if (bytes.error() == Errc::not_found) return std::optional<Summary>();
    if (bytes.error() != Errc::corrupt) return bytes.error();
    Summary unknown;
    unknown.partial = true;
    return std::optional(unknown);
}

// Of these, what is there for whom the account was opened.
Result<std::vector<std::int64_t>> those_seen(const Account& account, std::span<const std::int64_t> ids) {
    std::vector<std::int64_t> seen(ids.begin(), ids.end());
    if (!account.view) return seen;
    BAILEY_TRY(auto part, index(account));
    std::erase_if(seen, [&](std::int64_t id) { return part->find(id) == nullptr; });
    return seen;
}

}  // namespace

Result<std::vector<std::optional<Summary>>> summaries(const Account& account, std::span<const std::int64_t> ids) {
    ById found;
    BAILEY_TRY(const auto seen, those_seen(account, ids));
    BAILEY_CHECK(find(account, seen, found));
    if (auto missing = without(found); !missing.empty()) {
        BAILEY_CHECK(describe(account, missing));
        BAILEY_CHECK(find(account, missing, found));
    }
    for (auto id : without(found)) {
        BAILEY_TRY(found[id], from_message(account, id));
    }
    std::vector<std::optional<Summary>> all;
    all.reserve(ids.size());
    for (auto id : ids) {
        auto at = found.find(id);
        all.push_back(at == found.end() ? std::nullopt : at->second);
    }
    return all;
}

}  // namespace bailey::mailbox
