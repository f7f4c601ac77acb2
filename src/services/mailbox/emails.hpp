// Emails: reading them, adding, changing and destroying (RFC 8621 section 4).
#pragma once
#include <functional>
#include <memory>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "base/clock.hpp"
#include "domain/mail/keywords.hpp"
#include "domain/mail/summary.hpp"
#include "services/mailbox/account.hpp"

namespace bailey::mailbox {

// The summaries of these emails, in this order; nullopt for one that is not there. One without a summary yet (it was
// stored by an older version) is read, and its summary kept.
Result<std::vector<std::optional<Summary>>> summaries(const Account& account, std::span<const std::int64_t> ids);

// What holds bytes: an email (its raw message) or an upload that has not expired.
struct BlobRef {
    enum class Kind { email, upload };
    Kind kind = Kind::email;
    std::int64_t id = 0;
    auto operator<=>(const BlobRef&) const = default;
};
std::string text(const BlobRef& blob);           // a JMAP Id: "M" or "U" and 13 characters
Result<BlobRef> blob_from(std::string_view id);  // bad_syntax

struct BlobInfo {
    std::uint64_t octets = 0;
    std::string type;  // of an upload, as given; "message/rfc822" of an email
};
// Bytes opened for reading, decrypted and verified a chunk (256 KiB) at a time.
class BlobReader {
public:
    virtual ~BlobReader() = default;
    virtual const BlobInfo& info() const = 0;
    // Appends the octets [begin, end), cut at the blob's end. Errors: corrupt.
    virtual Result<void> read(std::uint64_t begin, std::uint64_t end, std::string& out) = 0;
};
Result<std::unique_ptr<BlobReader>> open_blob(const Account& account, const BlobRef& blob);  // not_found
// All of it; for messages, which are bounded by the limits of the service.
Result<std::string> read_blob(const Account& account, const BlobRef& blob);

struct NewEmail {
    std::vector<std::int64_t> mailboxes = {};  // at least one
    Keywords keywords = {};
    std::optional<Time> received = {};  // now, where not given
};
struct Added {
    std::int64_t id = 0, thread = 0;
    std::uint64_t octets = 0;
    State old_state, new_state;  // of Email
};
// Adds a message built by the server. Errors: over_quota, not_found (a mailbox), bad_syntax (no mailbox), too_many
// (mailboxes or keywords), conflict (if_in_state is not the state of Email), denied (a right of the view is missing).
Result<Added> add_email(const Account& account, std::string_view message, const NewEmail& email,
                        std::optional<State> if_in_state = {});
// Adds what is uploaded or in another email already, without copying the bytes. Further errors: exists (this upload
// was imported before and that email is still there, or `blob` is an email: `existing` says which; RFC 8621
// section 4.8 alreadyExists), outside (no such blob).
Result<Added> import_email(const Account& account, const BlobRef& blob, const NewEmail& email, std::int64_t& existing,
                           std::optional<State> if_in_state = {});
// Copies an email from another account (RFC 8621 section 4.7). Where `received` is not given it is as there. Within a
// cell no bytes are copied. Further errors: outside (no such email there).
Result<Added> copy_email(const Account& from, std::int64_t id, const Account& to, const NewEmail& email);

// One email's change. Either whole sets, or what to add and remove.
struct EmailChange {
    std::int64_t id = 0;
    std::optional<Keywords> keywords = {};
    Keywords add_keywords = {}, remove_keywords = {};
    std::optional<std::vector<std::int64_t>> mailboxes = {};
    std::vector<std::int64_t> add_mailboxes = {}, remove_mailboxes = {};
};
struct EmailSet {
    std::vector<EmailChange> update = {};
    std::vector<std::int64_t> destroy = {};
    std::optional<State> if_in_state = {};
};
struct EmailSetDone {
    State old_state, new_state;  // equal where nothing was changed
    // For each, in order. Errors: not_found, outside (a mailbox that is not there), bad_syntax (it would be in no
    // mailbox), too_many (mailboxes or keywords), denied (a right of the view is missing).
    std::vector<Result<void>> updated, destroyed;
};
// One transaction for all. Errors: conflict (stateMismatch).
Result<EmailSetDone> set_emails(const Account& account, const EmailSet& set);

}  // namespace bailey::mailbox
