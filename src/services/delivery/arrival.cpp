#include "services/delivery/arrival.hpp"

#include <utility>

#include "base/crash_point.hpp"
#include "base/log.hpp"
#include "base/text.hpp"
#include "protocol/mime/mailboxes.hpp"
#include "protocol/mime/trace.hpp"

namespace bailey::delivery {

Arrival::Arrival(MailIntake& intake, const signin::SignedIn& who, Envelope envelope, ReceivedFrom from)
    : intake_(intake),
      who_(who),
      envelope_(std::move(envelope)),
      from_(std::move(from)),
      id_(intake.rooms_.ids.next()),
      now_(intake.rooms_.clock.now()),
      filter_(intake.settings_.limits.header_bytes) {}

Arrival::~Arrival() { account_for(0); }

void Arrival::account_for(std::uint64_t held) {
    intake_.arriving_ += held - held_;  // unsigned arithmetic wraps to the right sum
    held_ = held;
}

Result<void> Arrival::write(std::string_view bytes) {
    crash_point("intake", "receiving");
    if (state_) state_ = take(bytes);
    return state_;
}

Result<void> Arrival::take(std::string_view bytes) {
    if (in_header_) {
        BAILEY_TRY(auto progress, filter_.feed(bytes));
        if (progress == mime::HeaderFilter::need_more) return {};
        BAILEY_CHECK(end_header());
    }
    return store(bytes);
}

Result<void> Arrival::end_header() {
    in_header_ = false;
    auto& header = filter_.header();
    // RFC 5321 section 6.3: counting Received fields finds loops.
    if (header.count("Received") >= intake_.settings_.limits.hops) return Errc::loop;
    BAILEY_CHECK(check_author());
    BAILEY_CHECK(check_marking());
    BAILEY_CHECK(store(trace()));
    BAILEY_CHECK(store(header.text()));
    // RFC 6409 section 8: what a message must or should have and lacks, submission adds.
    if (header.count("Date") == 0) BAILEY_CHECK(store("Date: " + mime::date_time(now_) + "\r\n"));
    message_id_ = mime::unfolded(header.value("Message-ID").value_or(""));
    if (message_id_.empty()) {
        message_id_ = mime::message_id(store::id_text(id_), intake_.settings_.hostname);
        BAILEY_CHECK(store("Message-ID: " + message_id_ + "\r\n"));
    }
    BAILEY_CHECK(store("\r\n"));
    return store(filter_.body_begins());
}

// The author people see must be the one who signed in: exactly one From (RFC 5322 section 3.6), all addresses theirs.
Result<void> Arrival::check_author() const {
    if (filter_.header().count("From") != 1) return Errc::bad_syntax;
    auto authors = mime::parse_mailboxes(*filter_.header().value("From"));
    if (!authors || authors->empty()) return Errc::bad_syntax;
    for (auto& author : *authors) {
        if (envelope_.sender && author.address == *envelope_.sender) continue;  // checked at MAIL FROM
        BAILEY_TRY(auto own, intake_.rooms_.directory.owns(who_.account, intake_.rooms_.names.secure(author.address)));
        if (own) continue;
        log::info("intake.foreign_author", {{"account", who_.account}, {"from", author.address.text()}});
        return Errc::denied;
    }
    return {};
}

// service.md section 8: nobody is sent what is marked higher than they may have.
Result<void> Arrival::check_marking() {
    auto& header = filter_.header();
    std::vector<std::string_view> fields;
    for (std::size_t n = 0; n < header.size(); ++n)
        if (equals_ignoring_case(header.name(n), marking_field)) fields.push_back(header.value(n));
    BAILEY_TRY(auto rank, intake_.markings().of(fields));
    if (!rank) return {};
    for (auto& recipient : envelope_.recipients) {
        BAILEY_TRY(auto cleared, intake_.cleared(recipient.address, *rank));
        if (!cleared) about_ += (about_.empty() ? "<" : ", <") + recipient.address.text() + ">";
    }
    if (about_.empty()) return {};
    log::info("intake.marked_too_high", {{"account", who_.account}, {"recipients", about_}});
    return Errc::outside;
}

// All our recipients are local, so this is final delivery: Return-Path (RFC 5321 section 4.4).
std::string Arrival::trace() const {
    auto id = store::id_text(id_);
    mime::Trace t;
    t.helo = from_.helo;
    t.peer = from_.peer;
    t.by = intake_.settings_.hostname;
    t.protocol = from_.protocol;
    t.tls = from_.tls;
    t.id = id;
    if (envelope_.recipients.size() == 1) t.recipient = envelope_.recipients.front().address;
    t.date = now_;
    return mime::return_path_field(envelope_.sender) + mime::received_field(t);
}

Result<void> Arrival::store(std::string_view bytes) {
    if (sealer_.octets() + bytes.size() > intake_.settings_.limits.message_bytes) return Errc::too_long;
    sealer_.write(bytes);
    if (sealer_.octets() > in_memory) BAILEY_CHECK(spill());
    account_for(sealer_.octets() - std::uint64_t{spilled_} * store::chunk_size);
    return {};
}

// Stores the chunks that are full, all but the first, so that no message holds more than about a megabyte of memory.
Result<void> Arrival::spill() {
    constexpr std::uint32_t at_once = 4;
    auto& chunks = sealer_.chunks();
    auto first = spilled_ + 1;
    if (chunks.size() < first + at_once) return {};
    std::vector<Bytes> some;
    for (auto n = first; n < chunks.size(); ++n) some.push_back(std::exchange(chunks[n], {}));
    spilled_ = static_cast<std::uint32_t>(chunks.size() - 1);
    return intake_.rooms_.queue.put_chunks(id_, first, std::move(some));
}

void Arrival::finish(Done done) {
    if (state_ && in_header_) {
        filter_.finish();
        state_ = end_header();
    }
    if (!state_) return done(state_.error());
    sealer_.finish();
    auto entry = std::make_shared<store::NewEntry>();
    entry->id = id_;
    entry->accepted = now_;
    entry->sender_account = who_.account;
    entry->accounts.resize(envelope_.recipients.size());
    entry->envelope = std::move(envelope_);
    entry->origin = {from_.peer, from_.protocol, message_id_};
    entry->key = sealer_.key();
    entry->octets = sealer_.octets();
    entry->chunks = static_cast<std::uint32_t>(sealer_.chunks().size());
    entry->boxes = std::make_shared<const std::vector<Bytes>>(std::move(sealer_.chunks()));
    auto& deliverer = intake_.rooms_.deliverer;
    intake_.rooms_.queue.add(entry, [entry, &deliverer, done = std::move(done)](Result<void> durable) {
        if (!durable) return done(durable.error());
        auto id = store::id_text(entry->id);
        log::info("intake.accepted", {{"message", id},
                                      {"account", *entry->sender_account},
                                      {"recipients", entry->envelope.recipients.size()},
                                      {"octets", entry->octets}});
        if (entry->envelope.hold_until) {
            deliverer.hold(*entry);
            return done(id);
        }
        deliverer.take(entry, [done, id] { done(id); });
    });
}

}  // namespace bailey::delivery
