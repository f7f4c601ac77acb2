// What becomes of a message on its way into an account: its owner's active Sieve script and Out of Office decide. For
// accounts without either nothing is read and nothing runs; that they have none is known from memory.
#pragma once
#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "domain/mail/envelope.hpp"
#include "domain/mail/keywords.hpp"
#include "protocol/sieve/action.hpp"
#include "services/mailbox/items.hpp"
#include "services/users/own_addresses.hpp"

namespace bailey::filter {

// A message as it is delivered to one account.
struct Incoming {
    std::int64_t id = 0;    // of the queue
    std::string beginning;  // as much of it as the filter looks at: Filters::looked_at octets, or all
    std::uint64_t octets = 0;
    std::optional<Address> sender;
    Recipient recipient;
    std::function<Result<std::string>()> whole;  // all of it, for those that pass it on
};

// A message of our own that the decision sends.
struct Letter {
    Envelope envelope;
    std::string text;
};

struct Memory {
    mailbox::ItemType type{};
    std::string name;
    Time until{};
};

struct Decision {
    bool store = true;                         // false: into no mailbox
    std::vector<std::int64_t> mailboxes = {};  // none: the Inbox
    Keywords keywords = {};
    std::vector<Letter> letters = {};  // to be sent when the message has been settled
    std::vector<Memory> memories = {};
    // While it lives, no other decision for the account says the same (answers the same sender): what is remembered is
    // written later, and messages come in bursts.
    std::vector<std::shared_ptr<void>> claims = {};
    bool refused = false;                 // the sender is to be told that it was not delivered
    std::optional<std::string> reason{};  // of a refusal, where a report is to tell it; none: a letter does
};

class Filters {
public:
    static constexpr std::size_t looked_at = 4 << 20;

    struct Rooms {
        mailbox::Accounts& mail;
        const users::OwnAddresses& addresses;
        std::function<std::int64_t()> next_id;                 // for message ids
        std::function<bool(std::string_view address)> inside;  // is it in the community? May block
        const Clock& clock;
    };
    struct Settings {
        std::string hostname;
        std::string service_name = "Bailey";
        Address postmaster = Address::trusted("postmaster", "localhost");
        std::string version = {};
        std::size_t most_known = 200'000;    // accounts kept in memory
        std::chrono::seconds known_for{60};  // then they are looked at again: another process may have changed them
        std::size_t hops = 30;               // Received fields of a message that is passed on
    };
    Filters(Rooms rooms, Settings settings);
    ~Filters();

    // False: the account is known to have nothing that runs. Does not block.
    bool may_apply(AccountId account);
    // The same, looked up where it is not known. Blocks.
    Result<bool> applies(AccountId account);
    // nullopt: there is nothing that runs. Blocks. A script that fails is no error here: the message goes to the Inbox,
    // and its owner is told. Errors: try_later and the like, where the account cannot be read.
    Result<std::optional<Decision>> decide(AccountId account, const Incoming& message);
    // The message has been stored, or was to be in no mailbox. Blocks.
    void remember(AccountId account, const Decision& decision);

private:
    struct State;
    std::unique_ptr<State> state_;
};

}  // namespace bailey::filter
