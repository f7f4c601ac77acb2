// Email/set, RFC 8621 section 4.6.
#include <algorithm>
#include <array>

#include "api/jmap/email/methods.hpp"
#include "api/jmap/email/new_email.hpp"
#include "api/jmap/email/properties.hpp"
#include "api/jmap/mail_ids.hpp"
#include "api/jmap/mailbox_blobs.hpp"
#include "api/jmap/standard/set.hpp"
#include "api/jmap/standard/written.hpp"
#include "base/secret.hpp"
#include "base/text.hpp"

namespace bailey::jmap {
namespace {

std::string random_name() {
    std::array<std::uint8_t, 16> octets;
    random_bytes(octets);
    return hex(octets);
}

// "If not included, the server MUST generate and set a Message-ID header field ... and a Date header field".
void stamp(const Context& context, mime::NewMessage& message) {
    const std::string_view address = context.caller.who.address;
    const auto at = address.rfind('@');
    const auto host = at == address.npos ? std::string_view("localhost") : address.substr(at + 1);
    message.date = {std::chrono::floor<std::chrono::seconds>(context.now), {}};
    message.message_id = random_name() + '@' + std::string(host);
    message.unique = random_name();
}

// What a message with the largest attachments comes to: base64 and its line ends, and the rest of the message.
std::uint64_t most_octets(const Mail& mail) {
    constexpr std::uint64_t texts = 10 * 1024 * 1024;
    return mail.settings.max_attachments / 57 * 78 + texts;
}

Answer<std::string> built(const mime::NewMessage& message, std::uint64_t most) {
    std::string text;
    auto sink = [&](std::string_view piece) -> Result<void> {
        if (text.size() + piece.size() > most) return Errc::too_long;
        text += piece;
        return {};
    };
    const auto done = mime::build(message, sink);
    if (done) return text;
    Error error(done.error());
    if (error.type == ErrorType::too_large) error.more["maxSize"] = most;
    return error;
}

json::object true_for(const std::vector<std::string>& names) {
    json::object set;
    for (const auto& name : names) set[name] = true;
    return set;
}

bool has_capital(std::string_view word) { return ascii_lower(word) != word; }

class Set final : public Setter {
public:
    explicit Set(const Mail& mail) : mail_(mail), blobs_(mail.accounts, MailboxBlobs::a_call) {}

    const Properties& properties() const override { return email_properties(); }

    Answer<std::string> state(Context&, const Account& account) override {
        JMAP_TRY(auto opened, open_account(mail_, account));
        JMAP_TRY(auto overview, mailbox::overview(opened));
        return text(overview.email);
    }

    Answer<void> begin(Context&, const Account& account, const SetRequest& request) override {
        JMAP_TRY(opened_.account, open_account(mail_, account));
        if (request.if_in_state) {
            JMAP_TRY(if_in_state_, state_from(*request.if_in_state));
        }
        return {};
    }

    // Header fields are properties without being in the table; the checks are new_email()'s.
    Answer<json::object> read_new(const json::object& asked, const CreatedIds& ids,
                                  std::vector<std::string>&) const override {
        auto object = asked;
        std::vector<std::string> missing;
        resolve_creation_ids(object, properties(), ids, missing);
        return object;
    }

    Answer<json::object> create(Context& context, const Account& account, json::object object) override {
        if (mismatch_) return ErrorType::state_mismatch;
        auto open_blob = [&](const std::string& id) { return blobs_.open(context.caller, account, id); };
        JMAP_TRY(auto email, new_email(object, {open_blob, context.created_ids, mail_.settings.max_attachments}));
        JMAP_CHECK(check_counts(mail_.accounts.limits(), email.place.mailboxes.size(), email.place.keywords));
        stamp(context, email.message);
        JMAP_TRY(const auto message, built(email.message, most_octets(mail_)));
        const auto added = mailbox::add_email(opened_.account, message, email.place, if_in_state_);
        mismatch_ = !added && errc_of(added.error()) == Errc::conflict;
        if (!added) return place_error(added.error());
        note(added->old_state, added->new_state);
        return created_email(*added);
    }

    Answer<json::object> load(Context& context, const Account& account, const std::string& id,
                              const std::vector<std::string>& names) override {
        JMAP_TRY(const auto* email, find(account, id));
        std::vector<std::string> mailboxes;
        for (auto number : opened_.index->mailboxes_of(*email)) mailboxes.push_back(mailbox_id(number));
        json::object object{{"id", id},
                            {"mailboxIds", true_for(mailboxes)},
                            {"keywords", true_for(opened_.index->keywords_of(*email))}};
        JMAP_CHECK(add_others(context, account, id, names, object));
        return object;
    }

    Answer<json::value> update(Context&, const Account&, const std::string& id, const Update& update) override {
        JMAP_TRY(auto change, change_of(id, update));
        set_.update.push_back(std::move(change));
        updating_.push_back(id);
        // Keywords are kept in lower case (section 4.1.1): that the client does not know.
        const auto& words = update.wanted.at("keywords").as_object();
        const bool differs =
            std::any_of(words.begin(), words.end(), [](const auto& word) { return has_capital(text_of(word.key())); });
        if (!differs) return json::value(nullptr);
        Faults none;
        return json::object{{"keywords", true_for(bailey::names(new_place(update.wanted, none).keywords))}};
    }

    Answer<void> destroy(Context&, const Account&, const std::string& id) override {
        const auto number = email_from(id);
        if (!number) return ErrorType::not_found;
        set_.destroy.push_back(*number);
        destroying_.push_back(id);
        return {};
    }

    Answer<void> finish(Context&, const Account&, const SetRequest&, SetAnswer& answer) override {
        if (mismatch_) return ErrorType::state_mismatch;
        if (!set_.update.empty() || !set_.destroy.empty()) {
            set_.if_in_state = if_in_state_;
            auto done = mailbox::set_emails(opened_.account, set_);
            if (!done && !written_.any()) return Error(done.error());
            if (done) note(done->old_state, done->new_state);
            refuse(done, answer);
        }
        if (!written_.any()) return {};
        answer.old_state = text(written_.before());
        answer.new_state = text(written_.after());
        return {};
    }

private:
    // The state is asked for once: what this call wrote itself is no mismatch.
    void note(State before, State after) {
        written_.add(before, after);
        if_in_state_.reset();
    }

    // The email, in an index that is new enough to have it.
    Answer<const mailbox::Email*> find(const Account& account, const std::string& id) {
        const auto number = email_from(id);
        if (!number) return ErrorType::not_found;
        if (opened_.index) {
            if (const auto* email = opened_.index->find(*number)) return email;
        }
        JMAP_TRY(opened_, open(mail_, account));
        const auto* email = opened_.index->find(*number);
        if (!email) return ErrorType::not_found;
        return email;
    }

    // A client may send the whole object, changed in what can change (RFC 8620 section 5.3): the rest must be the same.
    Answer<void> add_others(Context& context, const Account& account, const std::string& id,
                            const std::vector<std::string>& names, json::object& object) {
        json::array others;
        for (const auto& name : names) {
            if (!object.contains(name) && email_properties().find(name)) others.emplace_back(name);
        }
        if (others.empty()) return {};
        JMAP_TRY(auto got, get_emails(mail_, context,
                                      {{"accountId", account_id(account.number)},
                                       {"ids", array_of({id})},
                                       {"properties", std::move(others)}}));
        auto& list = got.at("list").as_array();
        if (list.empty()) return ErrorType::not_found;
        for (auto& [name, value] : list.front().as_object()) object.emplace(name, std::move(value));
        return {};
    }

    Answer<mailbox::EmailChange> change_of(const std::string& id, const Update& update) const {
        Faults faults;
        auto wanted = new_place(update.wanted, faults);
        if (auto error = faults.error()) return *error;
        JMAP_CHECK(check_counts(mail_.accounts.limits(), wanted.mailboxes.size(), wanted.keywords));
        mailbox::EmailChange change;
        change.id = *email_from(id);
        std::vector<Keywords> added, removed;
        for (const auto& patch : *update.patches) {
            const bool words = patch.path.front() == "keywords", whole = patch.path.size() == 1;
            if (!words && patch.path.front() != "mailboxIds") continue;  // as it was
            if (whole && words) change.keywords = wanted.keywords;
            if (whole && !words) change.mailboxes = wanted.mailboxes;
            if (whole) continue;
            // One by one, so that what others change meanwhile stays.
            const bool adds = !patch.value.is_null();
            if (words) {
                const auto word = keyword(patch.path[1]);
                if (!word) return invalid_properties({"keywords"});
                (adds ? added : removed).push_back(*word);
            } else {
                const auto number = mailbox_from(patch.path[1]);
                if (!number) return invalid_properties({"mailboxIds"});
                (adds ? change.add_mailboxes : change.remove_mailboxes).push_back(*number);
            }
        }
        change.add_keywords = united(added);
        change.remove_keywords = united(removed);
        return change;
    }

    // Moves what was not done to the lists of what was not.
    void refuse(const Result<mailbox::EmailSetDone>& done, SetAnswer& answer) const {
        for (std::size_t n = 0; n < updating_.size(); ++n) {
            const auto result = done ? done->updated[n] : Result<void>(done.error());
            if (result) continue;
            const bool gone = done && errc_of(result.error()) == Errc::not_found;
            std::erase_if(answer.updated, [&](const auto& entry) { return entry.first == updating_[n]; });
            answer.not_updated.emplace_back(updating_[n],
                                            gone ? Error(ErrorType::not_found) : place_error(result.error()));
        }
        for (std::size_t n = 0; n < destroying_.size(); ++n) {
            const auto result = done ? done->destroyed[n] : Result<void>(done.error());
            if (result) continue;
            std::erase(answer.destroyed, destroying_[n]);
            answer.not_destroyed.emplace_back(destroying_[n], Error(result.error()));
        }
    }

    const Mail& mail_;
    MailboxBlobs blobs_;
    Opened opened_;
    std::optional<State> if_in_state_;
    bool mismatch_ = false;  // found at the first write: nothing was done
    Written written_;
    mailbox::EmailSet set_;
    std::vector<std::string> updating_, destroying_;  // the ids, in the order of set_
};

}  // namespace

Answer<json::object> set_emails(const Mail& mail, Context& context, json::object arguments) {
    Set type(mail);
    return set(context, std::move(arguments), type);
}

}  // namespace bailey::jmap
