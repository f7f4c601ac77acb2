#include <algorithm>

#include "protocol/mime/abstract.hpp"
#include "services/mailbox/deleted.hpp"
#include "services/mailbox/emails.hpp"
#include "services/mailbox/new_blob.hpp"
#include "services/mailbox/transaction.hpp"
#include "services/mailbox/views.hpp"
#include "store/blobs/sealer.hpp"
#include "store/ids.hpp"
#include "store/tables/blobs.hpp"
#include "store/tables/deleted.hpp"
#include "store/tables/mailboxes.hpp"
#include "store/tables/summaries.hpp"
#include "store/tables/threads.hpp"
#include "store/tables/uploads.hpp"

namespace bailey::mailbox {
namespace {

namespace messages = store::messages;
namespace summaries = store::summaries;
namespace threads = store::threads;
namespace uploads = store::uploads;

// An email about to come into an account, whatever its bytes come from.
class Addition {
public:
    Addition(const Account& account, const NewEmail& email)
        : received(email.received),
          account_(account),
          email_(email),
          id_(account.home->rooms().ids.next()),
          mailboxes_(email.mailboxes) {
        std::ranges::sort(mailboxes_);
        mailboxes_.erase(std::ranges::unique(mailboxes_).begin(), mailboxes_.end());
    }

    Result<void> check() const {
        if (mailboxes_.empty()) return Errc::bad_syntax;
        if (mailboxes_.size() > account_.home->limits().mailboxes_an_email) return Errc::too_many;
        if (email_.keywords.words.size() > Keywords::most_words) return Errc::too_many;
        if (!account_.view) return {};
        for (auto id : mailboxes_)
            if (account_.view->folder(id) == 0) return Errc::not_found;
        for (auto id : mailboxes_)
            if (!(account_.view->folder(id) & folder_right::add)) return Errc::denied;
        return {};
    }

    std::int64_t id() const { return id_; }
    const std::vector<std::int64_t>& mailboxes() const { return mailboxes_; }
    Abstract about;
    std::optional<Time> received;  // now, where not given

    // Refuses what cannot be before anything is written. Only then may a reference to the blob be taken.
    Result<void> take_room(Writing& w, std::uint64_t octets) const {
        BAILEY_TRY(auto heads, store::mailboxes::heads(w.c, w.account));
        for (auto mailbox : mailboxes_)
            if (!std::ranges::binary_search(heads, mailbox, {}, &store::mailboxes::Head::id))
                return w.refuse(Errc::not_found);
        auto grown = store::cell_accounts::grow(w.c, w.account, id_, octets, account_.capacity);
        if (!grown && grown.error() == Errc::over_quota) return w.refuse(Errc::over_quota);
        if (!grown) return grown.error();
        if (!*grown) return w.refuse(Errc::exists);  // an id that was used before: never made twice
        // RFC 8621 section 1.5: EmailDelivery changes whenever an Email is added.
        w.by.email = w.by.mailbox = w.by.thread = w.delivered = true;
        return {};
    }

    Result<Added> put(Writing& w, std::int64_t blob, std::uint64_t octets, const Key& key) const {
        messages::NewRow row;
        row.message = {id_, octets, received.value_or(account_.home->rooms().clock.now())};
        row.blob = blob;
        row.wrapped_key = messages::wrap(w.keys.own, w.account, id_, key);
        row.change = w.change;
        row.flags = email_.keywords.flags & flag::keywords;
        if (about.summary.has_attachment) row.flags |= flag::attachment;
        auto sealed = [&](summaries::Kind kind, ByteView plain) {
            return summaries::seal(w.keys.own, w.account, id_, kind, plain);
        };
        row.summary = sealed(summaries::Kind::summary, summaries::encode(about.summary));
        if (!email_.keywords.words.empty())
            row.keywords = sealed(summaries::Kind::keywords, summaries::encode_words(email_.keywords.words));
        BAILEY_TRY(auto reference,
                   threads::join(w.c, w.account, threads::references(w.keys.threads, about.thread), id_));
        BAILEY_TRY(auto thread, threads::find(w.c, w.account, reference, id_));
        row.thread = thread;
        BAILEY_CHECK(messages::add(w.c, w.account, row, mailboxes_));
        return Added{id_, thread, octets, {w.before.email}, {w.change}};
    }

private:
    const Account& account_;
    const NewEmail& email_;
    std::int64_t id_;
    std::vector<std::int64_t> mailboxes_;
};

Result<void> expect(Writing& w, const std::optional<State>& if_in_state) {
    if (if_in_state && *if_in_state != State{w.before.email}) return w.refuse(Errc::conflict);
    return {};
}

Result<Added> add_bytes(const Account& account, std::string_view message, const Addition& addition,
                        const std::optional<State>& if_in_state) {
    NewBlob blob(*account.cell, addition.id());
    BAILEY_CHECK(blob.write(message));
    blob.finish();
    return write(account, [&](Writing& w) -> Result<Added> {
        BAILEY_CHECK(expect(w, if_in_state));
        BAILEY_CHECK(addition.take_room(w, blob.octets()));
        BAILEY_CHECK(blob.put(w.c));
        return addition.put(w, blob.id(), blob.octets(), blob.key());
    });
}

Errc gone(const boost::system::error_code& e) { return e == Errc::not_found ? Errc::outside : errc_of(e); }

// The email that this blob is in the account already, where there is one.
Result<std::optional<std::int64_t>> imported_as(Writing& w, const std::optional<std::int64_t>& message) {
    if (!message) return std::optional<std::int64_t>();
    BAILEY_TRY(auto there, messages::row(w.c, w.account, *message, [](const messages::Row&) {}));
    return there ? message : std::nullopt;
}

// `blob` is an email: it is in the account, or nowhere.
Result<Added> refuse_email(const Account& account, std::int64_t id, std::int64_t& existing,
                           const std::optional<State>& if_in_state) {
    return write(account, [&](Writing& w) -> Result<Added> {
        BAILEY_CHECK(expect(w, if_in_state));
        BAILEY_TRY(auto there, imported_as(w, id));
        if (!there) return w.refuse(Errc::outside);
        existing = id;
        return w.refuse(Errc::exists);
    });
}

// A destroyed email, as far as bringing it back needs it.
struct Found {
    store::Cell::Open blob;
    NewEmail email;
};

Result<Found> find_deleted(const Account& account, std::int64_t id, Time since,
                           const std::optional<std::int64_t>& mailbox) {
    BAILEY_TRY(auto r, read(account));
    std::optional<Key> key;
    NewEmail email;
    std::int64_t blob = 0;
    std::uint64_t octets = 0;
    auto take = [&](const store::deleted::Row& row) -> Result<void> {
        blob = row.blob;
        octets = row.octets;
        email.received = row.received;
        email.keywords.flags = row.flags & flag::keywords;
        for (auto& place : messages::places_from(row.places)) email.mailboxes.push_back(place.mailbox);
        BAILEY_TRY(key, messages::unwrap(r.keys.own, account.id, id, row.wrapped_key));
        if (!row.keywords) return {};
        BAILEY_TRY(auto words, summaries::open(r.keys.own, account.id, id, summaries::Kind::keywords, *row.keywords));
        email.keywords.words = summaries::decode_words(words);
        return {};
    };
    Result<void> taken;
    BAILEY_TRY(auto there, store::deleted::find(r.c(), account.id, id, since, [&](auto& row) { taken = take(row); }));
    if (!there) return Errc::not_found;
    BAILEY_CHECK(taken);
    BAILEY_TRY(auto heads, store::mailboxes::heads(r.c(), account.id));
    auto missing = [&](std::int64_t box) {
        return !std::ranges::binary_search(heads, box, {}, &store::mailboxes::Head::id);
    };
    if (mailbox && missing(*mailbox)) return Errc::outside;
    if (mailbox) email.mailboxes = {*mailbox};
    std::erase_if(email.mailboxes, missing);
    if (email.mailboxes.empty()) email.mailboxes = {store::cell_accounts::inbox};
    return Found{{blob, *key, store::chunks_of(octets), octets}, std::move(email)};
}

Result<Added> add_whole(const Account& account, std::string_view message, const NewEmail& email,
                        const std::optional<State>& if_in_state) {
    Addition addition(account, email);
    BAILEY_CHECK(addition.check());
    addition.about = mime::abstract(message);
    return add_bytes(account, message, addition, if_in_state);
}

Result<Added> import_whole(const Account& account, const BlobRef& blob, const NewEmail& email, std::int64_t& existing,
                           const std::optional<State>& if_in_state) {
    Addition addition(account, email);
    BAILEY_CHECK(addition.check());
    if (blob.kind == BlobRef::Kind::email) return refuse_email(account, blob.id, existing, if_in_state);
    auto bytes = read_blob(account, blob);
    if (!bytes) return gone(bytes.error());
    addition.about = mime::abstract(*bytes);
    return write(account, [&](Writing& w) -> Result<Added> {
        BAILEY_CHECK(expect(w, if_in_state));
        auto upload = uploads::find(w.c, w.account, blob.id);
        if (!upload && upload.error() == Errc::not_found) return w.refuse(Errc::outside);
        if (!upload) return upload.error();
        BAILEY_TRY(auto there, imported_as(w, upload->message));
        if (there) {
            existing = *there;
            return w.refuse(Errc::exists);
        }
        BAILEY_TRY(auto key_bytes, summaries::open(w.keys.own, w.account, upload->id, summaries::Kind::upload_key,
                                                   upload->wrapped_key));
        BAILEY_TRY(auto key, Key::from(key_bytes));
        BAILEY_CHECK(addition.take_room(w, upload->octets));
        BAILEY_CHECK(store::blobs::refer(w.c, upload->blob));
        BAILEY_CHECK(uploads::imported(w.c, w.account, upload->id, addition.id()));
        return addition.put(w, upload->blob, upload->octets, key);
    });
}

Result<Added> copy_whole(const Account& from, std::int64_t id, const Account& to, const NewEmail& email) {
    Addition addition(to, email);
    BAILEY_CHECK(addition.check());
    BAILEY_TRY(const auto seen, sees_email(from, id));
    if (!seen) return Errc::outside;
    auto source = from.cell->open_message(from.id, id);
    if (!source) return gone(source.error());
    if (!addition.received) {
        BAILEY_TRY(auto r, read(from));
        BAILEY_CHECK(messages::row(r.c(), from.id, id,
                                   [&](const messages::Row& row) { addition.received = from_millis(row.received); }));
    }
    auto bytes = read_blob(from, {BlobRef::Kind::email, id});
    if (!bytes) return gone(bytes.error());
    addition.about = mime::abstract(*bytes);
    if (from.cell != to.cell) return add_bytes(to, *bytes, addition, {});
    return write(to, [&](Writing& w) -> Result<Added> {
        auto there = messages::find(w.c, from.id, id);
        if (!there && there.error() == Errc::not_found) return w.refuse(Errc::outside);
        if (!there) return there.error();
        BAILEY_CHECK(addition.take_room(w, there->octets));
        BAILEY_CHECK(store::blobs::refer(w.c, there->blob));
        return addition.put(w, there->blob, there->octets, source->key);
    });
}

}  // namespace

Result<Restored> restore_email(const Account& account, std::int64_t id, std::optional<std::int64_t> mailbox) {
    auto since = account.home->rooms().clock.now() - account.cell->recoverable_for();
    BAILEY_TRY(auto found, find_deleted(account, id, since, mailbox));
    Addition addition(account, found.email);
    BAILEY_CHECK(addition.check());
    std::string bytes;
    for (std::uint32_t n = 0; n < found.blob.chunks; ++n) BAILEY_CHECK(account.cell->read_chunk(found.blob, n, bytes));
    addition.about = mime::abstract(bytes);
    auto added = write(account, [&](Writing& w) -> Result<Added> {
        // It may have been brought back meanwhile.
        BAILEY_TRY(auto there, store::deleted::find(w.c, w.account, id, since, [](auto&) {}));
        if (!there) return w.refuse(Errc::not_found);
        BAILEY_CHECK(addition.take_room(w, found.blob.octets));
        // Its reference to the blob is the new email's.
        BAILEY_CHECK(store::deleted::take(w.c, w.account, id));
        return addition.put(w, found.blob.blob, found.blob.octets, found.blob.key);
    });
    if (!added) return added.error();
    return Restored{added->id, addition.mailboxes()};
}

Result<Added> add_email(const Account& account, std::string_view message, const NewEmail& email,
                        std::optional<State> if_in_state) {
    if (!account.view) return add_whole(account, message, email, if_in_state);
    return write_seen(account, if_in_state, [&](const std::optional<State>& expected) {
        return add_whole(account, message, email, expected);
    });
}

Result<Added> import_email(const Account& account, const BlobRef& blob, const NewEmail& email, std::int64_t& existing,
                           std::optional<State> if_in_state) {
    if (!account.view) return import_whole(account, blob, email, existing, if_in_state);
    if (blob.kind == BlobRef::Kind::email) {
        BAILEY_TRY(const auto seen, sees_email(account, blob.id));
        if (!seen) return Errc::outside;
    }
    return write_seen(account, if_in_state, [&](const std::optional<State>& expected) -> Result<Added> {
        auto added = import_whole(account, blob, email, existing, expected);
        if (added || added.error() != Errc::exists) return added;
        BAILEY_TRY(const auto seen, sees_email(account, existing));
        if (seen) return added;
        // It is where they do not see it: for them it is not there.
        existing = 0;
        BAILEY_TRY(const auto bytes, read_blob(account, blob));
        return add_whole(account, bytes, email, expected);
    });
}

Result<Added> copy_email(const Account& from, std::int64_t id, const Account& to, const NewEmail& email) {
    if (!to.view) return copy_whole(from, id, to, email);
    return write_seen(to, {}, [&](const std::optional<State>&) { return copy_whole(from, id, to, email); });
}

}  // namespace bailey::mailbox
