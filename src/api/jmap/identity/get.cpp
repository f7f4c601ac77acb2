#include <algorithm>

#include "api/jmap/identity/identity.hpp"
#include "api/jmap/standard/get.hpp"

namespace bailey::jmap {

const Properties identity_properties{
    {"id", Shape::id, is::server_set | is::immutable},
    {"name", Shape::string, 0, R"("")"},
    {"email", Shape::string, is::immutable},
    {"replyTo", Shape::array, is::nullable},
    {"bcc", Shape::array, is::nullable},
    {"textSignature", Shape::string, 0, R"("")"},
    {"htmlSignature", Shape::string, 0, R"("")"},
    {"mayDelete", Shape::boolean, is::server_set},
};

namespace {

class Get final : public Getter {
public:
    explicit Get(const Identities& identities) : identities_(identities) {}

    const Properties& properties() const override { return identity_properties; }

    Answer<std::string> state(Context&, const Account& account) override { return identities_.state(account.number); }

    Answer<std::vector<std::string>> all(Context&, const Account& account, std::size_t) override {
        JMAP_TRY(auto all, identities_.of(account.number));
        std::vector<std::string> ids;
        for (const auto& identity : all) ids.push_back(identity_id(identity.number));
        return ids;
    }

    Answer<std::vector<json::object>> load(Context&, const Account& account, const std::vector<std::string>& ids,
                                           const Wanted&) override {
        JMAP_TRY(auto all, identities_.of(account.number));
        std::vector<json::object> found;
        for (const auto& id : ids) {
            auto is_it = [&](const Identity& i) { return identity_id(i.number) == id; };
            auto at = std::find_if(all.begin(), all.end(), is_it);
            if (at != all.end()) found.push_back(std::move(at->object));
        }
        return found;
    }

private:
    const Identities& identities_;
};

}  // namespace

Answer<json::object> get_identities(const Identities& identities, Context& context, json::object arguments) {
    Get type(identities);
    return get(context, std::move(arguments), type);
}

}  // namespace bailey::jmap
