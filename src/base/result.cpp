#include "base/result.hpp"

namespace bailey {
namespace {

struct Category final : boost::system::error_category {
    const char* name() const noexcept override { return "bailey"; }
    std::string message(int value) const override {
        switch (static_cast<Errc>(value)) {  // No default: -Werror=switch tells whoever adds a code to name it here.
        case Errc::bad_syntax: return "bad syntax";
        case Errc::too_long: return "too long";
        case Errc::too_many: return "too many";
        case Errc::denied: return "denied";
        case Errc::locked: return "locked";
        case Errc::suspended: return "suspended";
        case Errc::not_found: return "not found";
        case Errc::exists: return "already exists";
        case Errc::outside: return "outside the community";
        case Errc::over_quota: return "mailbox full";
        case Errc::storage_full: return "storage full";
        case Errc::in_use: return "in use";
        case Errc::try_later: return "try again later";
        case Errc::corrupt: return "stored data is corrupt";
        case Errc::conflict: return "changed meanwhile";
        case Errc::loop: return "mail loop";
        case Errc::unsupported: return "not supported";
        case Errc::timed_out: return "timed out";
        case Errc::closed: return "connection closed";
        case Errc::bad_config: return "bad configuration";
        }
        return "unknown";
    }
};

}  // namespace

const boost::system::error_category& errc_category() noexcept {
    static const Category category;
    return category;
}

Errc errc_of(const boost::system::error_code& e) noexcept {
    return e.category() == errc_category() ? static_cast<Errc>(e.value()) : Errc::try_later;
}

}  // namespace bailey
