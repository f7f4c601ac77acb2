// An account as the scripts of its owner see it.
#pragma once
#include <functional>
#include <map>
#include <memory>

#include "protocol/sieve/sieve.hpp"
#include "services/filter/filters.hpp"
#include "services/mailbox/index.hpp"

namespace bailey::filter {

class AccountHost final : public sieve::Host {
public:
    struct World {
        const std::function<bool(std::string_view address)>& inside;
        const Filters::Settings& settings;
        Time now;
    };
    AccountHost(const mailbox::Account& account, World world) : account_(account), world_(world) {}

    // Null: it cannot be read just now (logged). Read when first asked for.
    const mailbox::Index* index();
    const sieve::Rules& rules() const { return rules_; }

    bool inside(std::string_view address) override { return world_.inside(address); }
    std::chrono::sys_seconds now() override { return std::chrono::floor<std::chrono::seconds>(world_.now); }
    std::chrono::minutes zone(std::chrono::sys_seconds at) override;
    bool mailbox_exists(std::string_view name) override;
    bool mailbox_id_exists(std::string_view id) override;
    bool special_use_exists(std::optional<std::string_view> mailbox, std::string_view use) override;
    bool seen(std::string_view id) override;
    sieve::ScriptPtr include(sieve::Location location, std::string_view name) override;
    std::optional<std::string> environment(std::string_view item) override;

private:
    const mailbox::Account& account_;
    World world_;
    sieve::Rules rules_{{}, [this](std::string_view address) { return world_.inside(address); }};
    bool read_ = false;
    std::shared_ptr<const mailbox::Index> index_;
    std::map<std::string, sieve::ScriptPtr, std::less<>> included_;
    std::optional<std::string> zone_;  // its name, once asked for
};

}  // namespace bailey::filter
