// The index as it is kept: emails in one array by time, and two arrays of places in it, by id and by thread. Every
// Index is a Snapshot.
#pragma once
#include "services/mailbox/growing.hpp"
#include "services/mailbox/index.hpp"

namespace bailey::mailbox {

using Place = std::uint32_t;  // in Index::emails()

struct Piece {
    std::uint32_t begin = 0, size = 0;
};

// The sets of mailboxes and of further keywords that emails of an account have, each once. Number 0 is the empty one.
struct Sets {
    Growing<std::int64_t> mailboxes;
    Growing<Piece> mailbox_sets;
    Growing<char> words;  // the words of a set with a blank between
    Growing<Piece> word_sets;

    std::span<const std::int64_t> mailboxes_of(std::uint32_t set) const {
        auto p = mailbox_sets[set];
        return mailboxes.view().subspan(p.begin, p.size);
    }
    std::string_view words_of(std::uint32_t set) const {
        auto p = word_sets[set];
        return {words.view().data() + p.begin, p.size};
    }
    std::size_t octets() const {
        return mailboxes.octets() + mailbox_sets.octets() + words.octets() + word_sets.octets();
    }
};

class Snapshot final : public Index {
public:
    const Overview& overview() const override { return overview_; }
    std::span<const Email> emails() const override { return emails_.view(); }
    const Email* find(std::int64_t email) const override;
    std::span<const std::int64_t> mailboxes_of(const Email& email) const override {
        return sets_.mailboxes_of(email.mailbox_set);
    }
    std::vector<std::string> keywords_of(const Email& email) const override;
    std::vector<std::int64_t> thread(std::int64_t thread) const override;
    std::span<const Mailbox> mailboxes() const override { return *mailboxes_; }
    const Mailbox* mailbox(std::int64_t id) const override;
    std::size_t octets() const override;

    std::int64_t change() const { return change_; }  // the account's
    const Sets& sets() const { return sets_; }
    std::span<const Place> by_id() const { return by_id_.view(); }
    std::span<const Place> by_thread() const { return by_thread_.view(); }  // by thread, then oldest first
    std::span<const Place> places_of(std::int64_t thread) const;            // of by_thread()
    std::size_t threads() const { return threads_; }                        // how many there are
    Place place_of(const Email& email) const { return static_cast<Place>(&email - emails_.view().data()); }

private:
    friend class SnapshotEditor;
    std::size_t rank_of_id(std::int64_t id) const;  // in by_id()

    std::int64_t change_ = 0;
    Overview overview_;
    Growing<Email> emails_;
    Growing<Place> by_id_, by_thread_;
    std::size_t threads_ = 0;
    Sets sets_;
    std::shared_ptr<const std::vector<Mailbox>> mailboxes_ = std::make_shared<std::vector<Mailbox>>();
    std::vector<std::pair<std::int64_t, std::int64_t>> next_uids_;  // of each of the mailboxes: its id and uid_next
};

inline const Snapshot& snapshot(const Index& index) { return static_cast<const Snapshot&>(index); }

}  // namespace bailey::mailbox
