// Where the recipient's filter comes in: it decides between the queue and the cell, on the agent's thread. What it
// sends is queued in the transaction that settles the recipient, so that all of it happens once.
#include "base/log.hpp"
#include "services/delivery/deliverer.hpp"
#include "services/delivery/sealed_text.hpp"
#include "services/filter/filters.hpp"
#include "store/blobs/sealer.hpp"

namespace bailey::delivery {
namespace {

constexpr std::uint32_t chunks_looked_at = filter::Filters::looked_at / store::chunk_size;

// An account that cannot be read just now is tried again; where its filter itself is damaged, mail must not wait for
// it.
bool passing(const boost::system::error_code& e) {
    const auto code = errc_of(e);
    return code == Errc::try_later || code == Errc::storage_full || code == Errc::conflict || code == Errc::timed_out;
}

}  // namespace

Result<std::string> Deliverer::text(const Attempt& attempt, std::uint32_t chunks) {
    std::string text;
    for (std::uint32_t n = 0; n < std::min(chunks, attempt.chunks); ++n) {
        Bytes box;
        if (attempt.boxes && !(*attempt.boxes)[n].empty())
            box = (*attempt.boxes)[n];
        else
            BAILEY_CHECK(rooms_.queue.read_chunk(attempt.id, n, box));
        BAILEY_CHECK(unseal_chunk(attempt.key, n, n + 1 == attempt.chunks, box, text));
    }
    return text;
}

void Deliverer::filter(const Shared& attempt, int cell, std::size_t which) {
    auto& recipient = attempt->waiting[which];
    const auto account = *recipient.account;
    const auto decide = [&]() -> Result<std::optional<filter::Decision>> {
        BAILEY_TRY(const bool applies, rooms_.filters->applies(account));
        if (!applies) return std::optional<filter::Decision>();
        BAILEY_TRY(auto beginning, text(*attempt, chunks_looked_at));
        const filter::Incoming message{.id = attempt->id,
                                       .beginning = std::move(beginning),
                                       .octets = attempt->octets,
                                       .sender = attempt->envelope.sender,
                                       .recipient = attempt->envelope.recipients[recipient.number],
                                       .whole = [&] { return text(*attempt, attempt->chunks); }};
        return rooms_.filters->decide(account, message);
    };
    auto decided = decide();
    if (!decided && passing(decided.error())) return settle(attempt, {judge(*attempt, which, decided.error())});
    if (!decided) log::error("delivery.not_filtered", {{"account", account}, {"error", decided.error()}});
    if (!decided || !*decided) return file(attempt, cell, which);
    attempt->decisions[which] = std::make_shared<const filter::Decision>(std::move(**decided));
    const auto& decision = *attempt->decisions[which];
    if (decision.store) return file(attempt, cell, which);
    auto settled = judge(*attempt, which, {});
    if (decision.refused) {
        settled.state = store::RecipientState::failed;
        settled.reason = Errc::denied;
    }
    settle(attempt, {settled});
}

void Deliverer::file(const Shared& attempt, int cell, std::size_t which) {
    if (attempt->in_memory()) return to_cell(attempt, cell, {which});
    copy_large(attempt, cell, {which});
}

// What the filter sends and remembers counts once the message has been stored, or was to be in no mailbox. It is
// remembered first: should this process end in between, an answer is lost rather than sent twice.
void Deliverer::consequences(const Attempt& attempt, const Settled& settled, store::Queue::Outcome& outcome) {
    const auto* decision = attempt.decision(settled.number);
    if (!decision || (settled.state != store::RecipientState::delivered && !decision->refused)) return;
    for (const auto& recipient : attempt.waiting)
        if (recipient.number == settled.number) rooms_.filters->remember(*recipient.account, *decision);
    for (const auto& letter : decision->letters)
        outcome.reports.push_back(sealed_entry(rooms_.ids.next(), rooms_.clock.now(), letter.envelope, letter.text));
}

}  // namespace bailey::delivery
