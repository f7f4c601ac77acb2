#include "net/pop3/pop3.hpp"
#include "services/signin/signin.hpp"

namespace bailey::net {

OpenMaildrop open_with(signin::SignIn& signin, mailbox::Maildrops& maildrops) {
    return [&signin, &maildrops](std::string_view name, const Secret& password,
                                 std::string_view peer) -> Result<std::unique_ptr<mailbox::Maildrop>> {
        BAILEY_TRY(auto who, signin.with_password(name, password, peer));
        return maildrops.open(who);
    };
}

}  // namespace bailey::net
