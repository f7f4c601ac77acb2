// Email/copy, RFC 8621 section 4.7.
#include "api/jmap/standard/copy.hpp"
#include "api/jmap/email/methods.hpp"
#include "api/jmap/email/new_email.hpp"
#include "api/jmap/mail_ids.hpp"

namespace bailey::jmap {
namespace {

// "only the mailboxIds, keywords, and receivedAt properties may be set during the copy"
const Properties& copy_properties() {
    static const Properties table{
        {"mailboxIds", Shape::id_set, is::reference},
        {"keywords", Shape::string_set},
        {"receivedAt", Shape::utc_date},
    };
    return table;
}

class Copy final : public Copier {
public:
    explicit Copy(const Mail& mail) : mail_(mail) {}

    std::string_view type_name() const override { return "Email"; }
    const Properties& properties() const override { return copy_properties(); }

    Answer<std::string> state(Context&, const Account& account) override {
        JMAP_TRY(auto opened, open_account(mail_, account));
        JMAP_TRY(auto overview, mailbox::overview(opened));
        return text(overview.email);
    }

    Answer<json::object> copy(Context&, const Account& from, const Account& to, const std::string& id,
                              json::object overrides) override {
        if (!source_.index) {
            JMAP_TRY(source_, open(mail_, from));
        }
        const auto number = email_from(id);
        const auto* email = number ? source_.index->find(*number) : nullptr;
        if (!email) return ErrorType::not_found;
        JMAP_TRY(auto place, place_of(*email, overrides));
        JMAP_TRY(auto target, open_account(mail_, to));
        const auto added = mailbox::copy_email(source_.account, *number, target, place);
        if (added) return created_email(*added);
        if (errc_of(added.error()) == Errc::outside) return ErrorType::not_found;
        return place_error(added.error());
    }

private:
    Answer<mailbox::NewEmail> place_of(const mailbox::Email& email, const json::object& overrides) const {
        Faults faults;
        auto place = new_place(overrides, faults);
        // Those that it is in are Mailboxes of the other account.
        if (!overrides.contains("mailboxIds")) faults.add("mailboxIds", "is required");
        if (auto error = faults.error()) return *error;
        if (!overrides.contains("keywords")) {
            for (const auto& name : source_.index->keywords_of(email)) {
                JMAP_TRY(auto word, keyword(name));
                place.keywords.add(word);
            }
        }
        JMAP_CHECK(check_counts(mail_.accounts.limits(), place.mailboxes.size(), place.keywords));
        return place;
    }

    const Mail& mail_;
    Opened source_;
};

}  // namespace

Answer<json::object> copy_emails(const Mail& mail, Context& context, json::object arguments) {
    Copy type(mail);
    return copy(context, std::move(arguments), type);
}

}  // namespace bailey::jmap
