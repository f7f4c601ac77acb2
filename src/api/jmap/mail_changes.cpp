#include "api/jmap/mail_changes.hpp"

namespace bailey::jmap {

Answer<State> state_or_cannot(std::string_view state) {
    const auto read = state_from(state);
    if (!read) return ErrorType::cannot_calculate_changes;
    return *read;
}

Answer<Changed> changed_from(const Result<Changes>& changes, IdTexts ids) {
    if (!changes) {
        if (errc_of(changes.error()) == Errc::conflict) return ErrorType::cannot_calculate_changes;
        return Error(changes.error());
    }
    return Changed{text(changes->state), changes->more, ids(changes->created), ids(changes->updated),
                   ids(changes->destroyed)};
}

Answer<Changed> MailChanger::changes(Context&, const Account& account, const std::string& since, std::size_t most) {
    JMAP_TRY(auto from, state_or_cannot(since));
    JMAP_TRY(auto opened, open(mail_, account));
    return changed_from(ask_(opened.account, *opened.index, from, most), ids_);
}

}  // namespace bailey::jmap
