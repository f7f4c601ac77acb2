#include "services/mailbox/maildrop.hpp"

#include <limits>
#include <mutex>
#include <unordered_set>

#include "store/cells/cell.hpp"

namespace bailey::mailbox {

// Accounts whose maildrop is open in this process. RFC 1939 section 8 wants an exclusive lock; between nodes the
// all-or-nothing removal of ids that are still there keeps two sessions from harming each other.
struct Maildrops::State {
    explicit State(store::Cells& c) : cells(c) {}
    store::Cells& cells;
    std::mutex mutex;
    std::unordered_set<AccountId> open;

    bool lock(AccountId account) {
        std::lock_guard guard(mutex);
        return open.insert(account).second;
    }
    void unlock(AccountId account) {
        std::lock_guard guard(mutex);
        open.erase(account);
    }
};

namespace {

class ChunkReader final : public MessageReader {
public:
    ChunkReader(store::Cell& cell, AccountId account, std::int64_t id) : cell_(cell), account_(account), id_(id) {}

    Result<bool> next(std::string& out) override {
        if (!message_) {
            BAILEY_TRY(message_, cell_.open_message(account_, id_));
        }
        if (at_ == message_->chunks) return false;
        BAILEY_CHECK(cell_.read_chunk(*message_, at_, out));
        ++at_;
        return true;
    }

private:
    store::Cell& cell_;
    AccountId account_;
    std::int64_t id_;
    std::optional<store::Cell::Open> message_;
    std::uint32_t at_ = 0;
};

}  // namespace

class OpenMaildrop final : public Maildrop {
public:
    OpenMaildrop(std::shared_ptr<Maildrops::State> state, store::Cell& cell, AccountId account)
        : state_(std::move(state)), cell_(cell), account_(account) {}
    ~OpenMaildrop() override { state_->unlock(account_); }

    Result<void> load() {
        BAILEY_TRY(auto listed, cell_.inbox(account_));
        entries_.reserve(listed.size());
        constexpr std::uint64_t most = std::numeric_limits<std::uint32_t>::max();
        for (auto& m : listed) entries_.push_back({m.id, static_cast<std::uint32_t>(std::min(m.octets, most))});
        return {};
    }
    const std::vector<MaildropEntry>& entries() const override { return entries_; }
    Result<std::unique_ptr<MessageReader>> read(std::int64_t message) override {
        return std::unique_ptr<MessageReader>(std::make_unique<ChunkReader>(cell_, account_, message));
    }
    Result<void> remove(const std::vector<std::int64_t>& messages) override {
        return messages.empty() ? Result<void>() : cell_.remove(account_, messages);
    }

private:
    std::shared_ptr<Maildrops::State> state_;
    store::Cell& cell_;
    AccountId account_;
    std::vector<MaildropEntry> entries_;
};

Maildrops::Maildrops(store::Cells& cells) : state_(std::make_shared<State>(cells)) {}
Maildrops::~Maildrops() = default;

Result<std::unique_ptr<Maildrop>> Maildrops::open(const signin::SignedIn& who) {
    BAILEY_TRY(auto* cell, state_->cells.at(who.cell));
    if (!state_->lock(who.account)) return Errc::in_use;
    auto drop = std::make_unique<OpenMaildrop>(state_, *cell, who.account);  // unlocks when it goes
    BAILEY_CHECK(drop->load());
    return std::unique_ptr<Maildrop>(std::move(drop));
}

}  // namespace bailey::mailbox
