// Mailbox/get, RFC 8621 section 2.1.
#include "api/jmap/standard/get.hpp"
#include "api/jmap/mail_ids.hpp"
#include "api/jmap/mailbox/mailbox_json.hpp"
#include "api/jmap/mailbox/methods.hpp"
#include "api/jmap/mailbox/properties.hpp"

namespace bailey::jmap {
namespace {

class Get final : public Getter {
public:
    explicit Get(const Mail& mail) : mail_(mail) {}
    const Properties& properties() const override { return mailbox_properties(); }

    Answer<void> begin(Context&, const Account& account, Wanted& wanted) override {
        JMAP_TRY(opened_, open(mail_, account));
        if (mail_.shares && wanted.has("shareWith")) {
            JMAP_TRY(shared_, mail_.shares->of(account, ObjectKind::folder));
        }
        return {};
    }
    Answer<std::string> state(Context&, const Account&) override { return text(opened_.index->overview().mailbox); }

    Answer<std::vector<std::string>> all(Context&, const Account&, std::size_t most) override {
        std::vector<std::string> ids;
        for (const auto& mailbox : opened_.index->mailboxes()) {
            if (ids.size() <= most) ids.push_back(mailbox_id(mailbox.id));
        }
        return ids;
    }

    Answer<std::vector<json::object>> load(Context&, const Account& account, const std::vector<std::string>& ids,
                                           const Wanted&) override {
        std::vector<json::object> found;
        for (const auto& id : ids) {
            const auto number = mailbox_from(id);
            const auto* mailbox = number ? opened_.index->mailbox(*number) : nullptr;
            if (mailbox) found.push_back(mailbox_json(account, *mailbox, shared_));
        }
        return found;
    }

private:
    const Mail& mail_;
    Opened opened_;
    ShareWith shared_;
};

}  // namespace

Answer<json::object> get_mailboxes(const Mail& mail, Context& context, json::object arguments) {
    Get type(mail);
    return get(context, std::move(arguments), type);
}

}  // namespace bailey::jmap
