// What a signed-in user can do: the transaction and update states of RFC 1939 sections 5 and 6.
#include <charconv>

#include "protocol/pop3/session.hpp"

namespace bailey::pop3 {
namespace {

constexpr std::size_t listing_piece = std::size_t{64} * 1024;

template <class Integer>
void append_number(Integer n, std::string& out, int base = 10) {
    char digits[24];
    auto [end, ec] = std::to_chars(digits, digits + sizeof digits, n, base);
    out.append(digits, end);
}

// A unique-id is 1 to 70 printable characters (section 7): the message's number in hexadecimal.
void append_entry(std::size_t index, const Maildrop::Entry& entry, bool unique_id, std::string& out) {
    append_number(index + 1, out);
    out += ' ';
    if (unique_id)
        append_number(static_cast<std::uint64_t>(entry.message), out, 16);
    else
        append_number(entry.octets, out);
    out += "\r\n";
}

}  // namespace

Session::Next Session::on(Transaction& tx, const Stat&, std::string& out) {
    count(Outcome::good);
    out += "+OK ";
    append_number(tx.left, out);
    out += ' ';
    append_number(tx.octets, out);
    out += "\r\n";
    return std::nullopt;
}

Session::Next Session::on(Transaction& tx, const List& c, std::string& out) {
    if (c.number) return list_one(tx, *c.number, false, out);
    count(Outcome::good);
    out += "+OK ";
    append_number(tx.left, out);
    out += " messages (";
    append_number(tx.octets, out);
    out += " octets)\r\n";
    tx.listing = Listing{false};
    return std::nullopt;
}

Session::Next Session::on(Transaction& tx, const Uidl& c, std::string& out) {
    if (c.number) return list_one(tx, *c.number, true, out);
    say(Say::ok, out);
    tx.listing = Listing{true};
    return std::nullopt;
}

Session::Next Session::list_one(Transaction& tx, std::uint32_t number, bool unique_id, std::string& out) {
    if (number > tx.deleted.size() || tx.deleted[number - 1]) return say(Say::no_such_message, out);
    count(Outcome::good);
    out += "+OK ";
    append_entry(number - 1, tx.drop->entry(number - 1), unique_id, out);
    return std::nullopt;
}

// A piece at a time: the listing of a large maildrop is megabytes.
void Session::go_on_listing(Transaction& tx, std::string& out) {
    auto& at = tx.listing->at;
    for (; at < tx.deleted.size() && out.size() < listing_piece; ++at)
        if (!tx.deleted[at]) append_entry(at, tx.drop->entry(at), tx.listing->unique_ids, out);
    if (at < tx.deleted.size()) return;
    out += ".\r\n";
    tx.listing.reset();
}

Session::Next Session::on(Transaction& tx, const Retr& c, std::string& out) {
    return fetch(tx, c.number, std::nullopt, out);
}

Session::Next Session::on(Transaction& tx, const Top& c, std::string& out) {
    return fetch(tx, c.number, TopCutter(c.lines), out);
}

Session::Next Session::fetch(Transaction& tx, std::uint32_t number, std::optional<TopCutter> cutter, std::string& out) {
    if (number > tx.deleted.size() || tx.deleted[number - 1]) return say(Say::no_such_message, out);
    tx.reading = Reading{.stuffer = {}, .cutter = cutter};
    return ask(Fetch{number - 1, tx.drop->entry(number - 1).message, !cutter});
}

void Session::piece(Result<std::string_view> bytes, bool last, std::string& out) {
    asked_ = false;
    auto& tx = std::get<Transaction>(state_);
    auto& reading = *tx.reading;
    if (!bytes) {
        auto why = errc_of(bytes.error());
        count(outcome_of(why));
        // Half a message must not look like a whole one: no line "." ends it.
        if (reading.begun)
            cut_ = true;
        else
            out += read_refusal(why);
        tx.reading.reset();
        return;
    }
    if (!reading.begun) say(Say::message_follows, out);
    reading.begun = true;
    reading.stuffer.append(reading.cutter ? reading.cutter->take(*bytes) : *bytes, out);
    more_ = !last && !(reading.cutter && reading.cutter->done());
    if (more_) return;
    reading.stuffer.finish(out);
    tx.reading.reset();
}

Session::Next Session::on(Transaction& tx, const Dele& c, std::string& out) {
    if (c.number > tx.deleted.size() || tx.deleted[c.number - 1]) return say(Say::no_such_message, out);
    tx.deleted[c.number - 1] = true;
    --tx.left;
    tx.octets -= tx.drop->entry(c.number - 1).octets;
    return say(Say::deleted, out);
}

Session::Next Session::on(Transaction& tx, const Rset&, std::string& out) {
    for (std::size_t i = 0; i < tx.deleted.size(); ++i)
        if (tx.deleted[i]) tx.octets += tx.drop->entry(i).octets;
    tx.deleted.assign(tx.deleted.size(), false);
    tx.left = tx.deleted.size();
    return say(Say::restored, out);
}

Session::Next Session::on(Transaction&, const Noop&, std::string& out) { return say(Say::ok, out); }

// Messages are deleted now, all that were marked or none (section 6); a session that ends otherwise deletes nothing.
Session::Next Session::on(Transaction& tx, const Quit&, std::string& out) {
    std::vector<std::int64_t> marked;
    for (std::size_t i = 0; i < tx.deleted.size(); ++i)
        if (tx.deleted[i]) marked.push_back(tx.drop->entry(i).message);
    state_ = Update{};
    if (!marked.empty()) return ask(Remove{std::move(marked)});
    fail(Say::bye, out);
    return std::nullopt;
}

void Session::removed(Result<void> done, std::string& out) {
    asked_ = false;
    fail(done ? Say::bye : Say::nothing_removed, out);
}

}  // namespace bailey::pop3
