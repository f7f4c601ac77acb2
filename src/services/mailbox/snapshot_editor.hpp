// Makes the next snapshot of an account from the last one and what has changed since.
#pragma once
#include <string>
#include <unordered_map>
#include <vector>

#include "services/mailbox/snapshot.hpp"
#include "store/tables/mailboxes.hpp"

namespace bailey::mailbox {

// Gives sets their numbers. One an account, as long as its snapshots follow each other.
class SetNumbers {
public:
    SetNumbers();
    std::uint32_t of_mailboxes(std::span<const std::int64_t> sorted);
    std::uint32_t of_words(std::string_view words);  // as Sets has them
    const Sets& sets() const { return sets_; }
    std::size_t octets() const;

private:
    Sets sets_;
    std::unordered_map<std::string, std::uint32_t> mailboxes_, words_;
    std::size_t key_octets_ = 0;
};

// What was read of an account: all of it, or what changed.
struct News {
    std::int64_t change = 0;
    Overview overview;
    std::vector<Email> emails;                     // new or changed, in any order, each once or more (the same)
    std::vector<std::int64_t> gone;                // ids of emails
    std::vector<store::mailboxes::Row> mailboxes;  // new or changed
    std::vector<std::int64_t> gone_mailboxes;
};

class SnapshotEditor {
public:
    explicit SnapshotEditor(const Snapshot& base);
    std::shared_ptr<const Snapshot> apply(News news, const Sets& sets);
    // The uid that the next email of a mailbox will have, as the snapshot knows it.
    static std::int64_t next_uid(const Snapshot& snapshot, std::int64_t mailbox);

private:
    void sort_out(News& news);
    void change_in_place();
    void append();
    void rebuild();
    void replace_mailboxes(const News& news);
    void count();

    const Snapshot& base_;
    std::shared_ptr<Snapshot> next_;
    std::vector<Email> updated_, added_;  // added_ in the order of emails()
    std::vector<Place> removed_;          // in base_, sorted
    std::vector<std::int64_t> touched_;   // threads
};

}  // namespace bailey::mailbox
