// Mailbox/changes, RFC 8621 section 2.2.
#include "api/jmap/mail_changes.hpp"
#include "api/jmap/mailbox/methods.hpp"

namespace bailey::jmap {
namespace {

class Change final : public Changer {
public:
    explicit Change(const Mail& mail) : mail_(mail) {}

    Answer<Changed> changes(Context&, const Account& account, const std::string& since, std::size_t most) override {
        JMAP_TRY(auto from, state_or_cannot(since));
        JMAP_TRY(auto opened, open(mail_, account));
        const auto changes = mailbox::mailbox_changes(opened.account, *opened.index, from, most);
        if (!changes) return changed_from(changes.error(), mailbox_ids);
        only_counts_ = changes->only_counts;
        return changed_from(Result<Changes>(*changes), mailbox_ids);
    }

    void finish(Context&, json::object& response) override {
        response["updatedProperties"] = nullptr;
        if (only_counts_) {
            response["updatedProperties"] = json::array{"totalEmails", "unreadEmails", "totalThreads", "unreadThreads"};
        }
    }

private:
    const Mail& mail_;
    bool only_counts_ = false;
};

}  // namespace

Answer<json::object> mailbox_changes(const Mail& mail, Context& context, json::object arguments) {
    Change type(mail);
    return changes(context, std::move(arguments), type);
}

}  // namespace bailey::jmap
