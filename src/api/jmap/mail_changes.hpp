// What the /changes of Mailbox, Thread and Email have in common, RFC 8620 section 5.2.
#pragma once
#include "api/jmap/mail.hpp"
#include "api/jmap/mail_ids.hpp"
#include "api/jmap/standard/changes.hpp"

namespace bailey::jmap {

// A state as a client gave it. Error: cannotCalculateChanges.
Answer<State> state_or_cannot(std::string_view state);

// Which ids, and which state they lead to; `ids` makes them text. Error: cannotCalculateChanges.
using IdTexts = std::vector<std::string> (*)(const std::vector<std::int64_t>&);
Answer<Changed> changed_from(const Result<Changes>& changes, IdTexts ids);

class MailChanger : public Changer {
public:
    using Ask = Result<Changes> (*)(const mailbox::Account&, const mailbox::Index&, State since, std::size_t most);
    MailChanger(const Mail& mail, Ask ask, IdTexts ids) : mail_(mail), ask_(ask), ids_(ids) {}
    Answer<Changed> changes(Context&, const Account& account, const std::string& since, std::size_t most) override;

private:
    const Mail& mail_;
    Ask ask_;
    IdTexts ids_;
};

}  // namespace bailey::jmap
