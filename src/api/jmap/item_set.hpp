// What object types that are kept as items (services/mailbox/items.hpp) have in common: ids, /changes, and one
// transaction for a whole /set.
#pragma once
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

#include "api/jmap/standard/changes.hpp"
#include "api/jmap/standard/set.hpp"
#include "services/mailbox/items.hpp"

namespace bailey::jmap {

// A letter for the type, then the item's number: "c17".
std::string numbered(char letter, std::int64_t number);
std::optional<std::int64_t> number_in(char letter, std::string_view id);  // none: no such id can be

// Error: cannotCalculateChanges.
Answer<Changed> changed_items(const mailbox::Account& account, mailbox::ItemType type, char letter,
                              const std::string& since, std::size_t most);

// The same of what was found already.
Answer<Changed> changed_of(const Result<Changes>& found, char letter);

// The items that a /set collects, written at the end at once.
class ItemWriter {
public:
    ItemWriter(mailbox::ItemType type, char letter) : type_(type), letter_(letter) {}

    // What is written must be what `state` was when it was read: else nothing is, and overtaken() says so.
    void begin(State state) { set_.if_in_state = state; }
    void create(const json::object& object) { set_.create.push_back({write_json(object), 0}); }
    void update(std::int64_t id, const json::object& object) { set_.update.push_back({id, write_json(object)}); }
    void destroy(std::int64_t id) { set_.destroy.push_back(id); }

    // Writes; `answer` gets the ids and states, and the entries of what could not be written are moved.
    // `answer.created` has one entry for each create(), in their order. Error: stateMismatch.
    Answer<void> write(const mailbox::Account& account, SetAnswer& answer);
    bool overtaken() const { return overtaken_; }
    bool empty() const { return set_.create.empty() && set_.update.empty() && set_.destroy.empty(); }

private:
    mailbox::ItemType type_;
    char letter_;
    mailbox::ItemSet set_;
    bool overtaken_ = false;
};

// Runs `set_once(again)` anew while somebody else's write comes between reading and writing and the client did not ask
// for a state itself; `again` is set to whether that was so.
template <class Once>
Answer<json::object> set_until_settled(const json::object& arguments, Once set_once) {
    const auto asked = member(arguments, "ifInState");
    for (int tries = 1;; ++tries) {
        bool overtaken = false;
        auto answer = set_once(overtaken);
        if (!overtaken || (asked && !asked->is_null()) || tries == 10) return answer;
    }
}

}  // namespace bailey::jmap
